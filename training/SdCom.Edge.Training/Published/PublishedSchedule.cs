namespace SdCom.Edge.Training.Published;

/// <summary>
/// Learning rates by epoch as published: epochs count from 1, and the warm-up starts at 0, so the first epoch learns nothing (defect 5). Our runs of
/// the published stages leave the warm-up out.
/// </summary>
public static class PublishedSchedule
{
    /// <summary>The rate falls by <paramref name="factor"/> from each of the <paramref name="drops"/> epochs on; of two warm-up epochs the second is at full rate.</summary>
    public static double MultiStep(double rate, int epoch, int warmup, IReadOnlyList<int> drops, double factor = 0.1)
    {
        double warm = warmup < 2 ? 1 : Math.Min(1, (epoch - 1.0) / (warmup - 1));
        return rate * warm * Math.Pow(factor, drops.Count(d => epoch >= d));
    }

    /// <summary>A half cosine from the end of the warm-up to 0 at the last epoch.</summary>
    public static double Cosine(double rate, int epoch, int warmup, int epochs)
    {
        double warm = warmup == 0 ? 1 : Math.Min(1, (epoch - 1.0) / warmup);
        double done = Math.Max(0, epoch - warmup) / (double)Math.Max(1, epochs - warmup);
        return rate * warm * 0.5 * (1 + Math.Cos(Math.PI * done));
    }
}

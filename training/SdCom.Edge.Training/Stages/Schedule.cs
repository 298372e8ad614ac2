namespace SdCom.Edge.Training.Stages;

/// <summary>Learning rates.</summary>
public static class Schedule
{
    /// <summary>Grows in a line over the warm-up, and falls along a half cosine over all steps (Loshchilov and Hutter 2017, equation 5, one period): a factor, 0 to 1.</summary>
    public static double WarmCosine(int step, int steps, int warmup)
    {
        double warm = warmup == 0 ? 1 : Math.Min(1, (step + 1.0) / warmup);
        return warm * 0.5 * (1 + Math.Cos(Math.PI * step / steps));
    }
}

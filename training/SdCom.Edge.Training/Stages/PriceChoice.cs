namespace SdCom.Edge.Training.Stages;

/// <summary>A price and what the gate reached at it.</summary>
public sealed record PricePoint(double Price, Outcome Outcome);

/// <summary>Which prices are tried, and which becomes the default.</summary>
public static class PriceChoice
{
    private static readonly double[] Shares = [0, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1];

    // How much less likely the labels may be than at full width: finer than counting right answers on few clips.
    private const double LikelihoodRoom = 0.03;

    // The default shall cost at most half of full width on clips that nobody has seen; other people make the gate spend some per cent more or less.
    private const double CostShare = 0.45;

    /// <summary>Prices from 0 to the largest, denser where they are small.</summary>
    public static IEnumerable<double> Candidates(double maxPrice) => Shares.Select(share => Math.Round(share * maxPrice, 4));

    /// <summary>
    /// The cheapest point, of those that cost at most 45 % of full width, that answers as well as full width does on every frame: no fewer right, the
    /// labels about as likely. Where no point does, the one that comes nearest by right answers, then likelihood.
    /// </summary>
    public static PricePoint Default(IReadOnlyList<PricePoint> points, Outcome full)
    {
        double room = Calibration.NegativeLogLikelihood(full, 1) + LikelihoodRoom;
        PricePoint[] affordable = [.. points.Where(p => p.Outcome.MacsPerFrame <= full.MacsPerFrame * CostShare)];
        if (affordable.Length == 0)
            return points.MinBy(p => p.Outcome.MacsPerFrame)!;
        PricePoint? good = affordable
            .Where(p => p.Outcome.Top1 >= full.Top1 && Calibration.NegativeLogLikelihood(p.Outcome, 1) <= room)
            .MinBy(p => p.Outcome.MacsPerFrame);
        return good ?? affordable.MaxBy(p => (p.Outcome.Top1, -Calibration.NegativeLogLikelihood(p.Outcome, 1)))!;
    }
}

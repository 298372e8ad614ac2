using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Core.Budget;

/// <summary>The price that spends a wanted mean, read off the curve that was measured on validation data.</summary>
public sealed class PriceCurve
{
    private readonly IReadOnlyList<CurvePoint> points;
    private readonly double[] means; // of a frame at each point, in the unit of the budget
    private readonly WidthSet? widths;
    private readonly Tariff? tariff;
    private int version;

    /// <summary>Creates it from a manifest's curve: ascending in MACs, price never rising.</summary>
    public PriceCurve(IReadOnlyList<CurvePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfZero(points.Count);
        this.points = points;
        means = [.. points.Select(point => point.MacsPerFrame)];
        HighestPrice = points[0].Price;
        double best = points.Max(point => point.Top1);
        LowestUsefulPrice = points.Where(point => point.Top1 >= best).Min(point => point.Price);
    }

    /// <summary>The same curve in another unit: what its width shares cost by a tariff, which may change.</summary>
    public PriceCurve(IReadOnlyList<CurvePoint> points, WidthSet widths, Tariff tariff)
        : this(points)
    {
        this.widths = widths;
        this.tariff = tariff;
        version = -1;
    }

    /// <summary>The price at which least is spent.</summary>
    public double HighestPrice { get; }

    /// <summary>The lowest price with the best accuracy: whoever spends more than that is not answered better.</summary>
    public double LowestUsefulPrice { get; }

    /// <summary>Interpolates linearly between points and stays at the ends beyond them; a higher mean never gives a higher price.</summary>
    /// <param name="mean">The mean of a frame, in MACs or the unit of the tariff.</param>
    public double PriceFor(double mean)
    {
        Recount();
        if (mean <= means[0])
            return points[0].Price;
        for (int i = 1; i < points.Count; i++)
        {
            if (mean >= means[i])
                continue;
            double share = (mean - means[i - 1]) / (means[i] - means[i - 1]);
            return points[i - 1].Price + (share * (points[i].Price - points[i - 1].Price));
        }

        return points[^1].Price;
    }

    /// <summary>The highest accuracy that was measured, at its lowest cost.</summary>
    public CurvePoint Best => CheapestReaching(points.Max(point => point.Top1))!;

    /// <summary>The cheapest point that reaches an accuracy (0 to 1); null when none does.</summary>
    public CurvePoint? CheapestReaching(double top1) => points.FirstOrDefault(point => point.Top1 >= top1);

    /// <summary>The point that a mean of so many MACs a frame pays for, the dearest of those; null when even the cheapest costs more.</summary>
    public CurvePoint? Within(double macsPerFrame) => points.LastOrDefault(point => point.MacsPerFrame <= macsPerFrame);

    /// <summary>The point whose price is nearest to one.</summary>
    public CurvePoint NearestTo(double price) => points.MinBy(point => Math.Abs(point.Price - price))!;

    private void Recount()
    {
        if (tariff is null || tariff.Version == version)
            return;
        version = tariff.Version;
        for (int i = 0; i < means.Length; i++)
        {
            double mean = 0;
            for (int w = 0; w < widths!.Count; w++)
                mean += points[i].WidthShare.GetValueOrDefault(widths[w]) * tariff.Frame(w);
            means[i] = i == 0 ? mean : Math.Max(mean, means[i - 1]); // ascending even where a measured wide width is no dearer than a narrow one
        }
    }
}

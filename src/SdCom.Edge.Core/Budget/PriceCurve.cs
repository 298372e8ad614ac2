using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Core.Budget;

/// <summary>The price that spends a wanted mean, read off the curve that was measured on validation data.</summary>
public sealed class PriceCurve
{
    private readonly IReadOnlyList<CurvePoint> points;

    /// <summary>Creates it from a manifest's curve: ascending in MACs, price never rising.</summary>
    public PriceCurve(IReadOnlyList<CurvePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfZero(points.Count);
        this.points = points;
    }

    /// <summary>Interpolates linearly between points and stays at the ends beyond them; more MACs never give a higher price.</summary>
    public double PriceFor(double macsPerFrame)
    {
        if (macsPerFrame <= points[0].MacsPerFrame)
            return points[0].Price;
        for (int i = 1; i < points.Count; i++)
        {
            CurvePoint left = points[i - 1], right = points[i];
            if (macsPerFrame >= right.MacsPerFrame)
                continue;
            double share = (macsPerFrame - left.MacsPerFrame) / (right.MacsPerFrame - left.MacsPerFrame);
            return left.Price + (share * (right.Price - left.Price));
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
}

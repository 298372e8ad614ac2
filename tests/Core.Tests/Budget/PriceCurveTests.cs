using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Core.Tests.Budget;

public class PriceCurveTests
{
    private readonly PriceCurve curve = new([Point(8, 10), Point(4, 20), Point(3, 20), Point(1, 40)]);

    [Theory]
    [InlineData(0, 8)]
    [InlineData(10, 8)]
    [InlineData(15, 6)]
    [InlineData(20, 3)]
    [InlineData(30, 2)]
    [InlineData(40, 1)]
    [InlineData(1e12, 1)]
    public void Prices_are_interpolated_and_clamped(double macs, double price) => Assert.Equal(price, curve.PriceFor(macs), 1e-12);

    [Fact]
    public void More_MACs_never_give_a_higher_price()
    {
        double last = double.PositiveInfinity;
        for (double macs = 0; macs < 50; macs += 0.1)
        {
            double price = curve.PriceFor(macs);
            Assert.True(price <= last);
            last = price;
        }
    }

    [Fact]
    public void The_cheapest_point_that_reaches_an_accuracy_is_found_or_none()
    {
        PriceCurve measured = new([Point(8, 10, 0.7), Point(4, 20, 0.9), Point(3, 20, 0.8), Point(1, 40, 0.9)]);
        Assert.Equal(10, measured.CheapestReaching(0.7)!.MacsPerFrame);
        Assert.Equal(4, measured.CheapestReaching(0.75)!.Price);
        Assert.Null(measured.CheapestReaching(0.901));
        Assert.Equal((20, 0.9), (measured.Best.MacsPerFrame, measured.Best.Top1));
    }

    [Fact]
    public void A_budget_pays_for_the_dearest_point_within_it()
    {
        Assert.Null(curve.Within(9.9));
        Assert.Equal(3, curve.Within(39)!.Price);
        Assert.Equal(1, curve.Within(1000)!.Price);
        Assert.Equal(4, curve.NearestTo(4.4).Price);
    }

    private static CurvePoint Point(double price, double macs, double top1 = 0.5) => new() { Price = price, MacsPerFrame = macs, Top1 = top1, WidthShare = new Dictionary<Width, double>() };
}

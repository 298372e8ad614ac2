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

    private static CurvePoint Point(double price, double macs) => new() { Price = price, MacsPerFrame = macs, Top1 = 0.5, WidthShare = new Dictionary<Width, double>() };
}

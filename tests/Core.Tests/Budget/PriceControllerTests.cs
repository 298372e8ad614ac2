using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Core.Tests.Budget;

public class PriceControllerTests
{
    private const long Rate = 220_000_000, Burst = 2_400_000_000;

    // The shipped profiles, about: desktop-cpu, jetson-nano, jetson-agx-orin, jetson-orin-nano.
    [Theory]
    [InlineData(220_000_000, 2_400_000_000)]
    [InlineData(110_000_000, 240_000_000)]
    [InlineData(545_000_000, 1_200_000_000)]
    [InlineData(220_000_000, 480_000_000)]
    public void A_budget_is_used_and_never_overdrawn_whether_content_is_easier_or_harder_than_validation_data(long rate, long burst)
    {
        foreach (double difficulty in (double[])[0.5, 1, 3])
        {
            List<SimulatedFrame> frames = new SimulatedCamera(1).Run(rate, burst, 2000, _ => difficulty, out long overshoot);
            Assert.Equal(0, overshoot);
            Assert.InRange(Use(frames, 400, 2000, rate), 0.985, 1.01);
        }
    }

    [Fact]
    public void The_gate_gets_more_for_the_same_budget_than_at_a_fixed_price()
    {
        static double Alternating(double seconds) => (int)(seconds / 120) % 2 == 0 ? 0.5 : 3;
        List<SimulatedFrame> moved = new SimulatedCamera(2).Run(Rate, Burst, 2400, Alternating, out _);
        List<SimulatedFrame> still = new SimulatedCamera(2).Run(Rate, Burst, 2400, Alternating, out _, fixedPrice: true);
        Assert.True(moved.Sum(frame => frame.Score) > 1.05 * still.Sum(frame => frame.Score)); // 1.088 when this was written
    }

    [Theory]
    [InlineData(600, 1200)] // from easy to hard
    [InlineData(1200, 1800)] // and back
    public void After_a_step_of_the_content_it_settles_within_90_seconds_and_does_not_swing(int from, int to)
    {
        List<SimulatedFrame> frames = new SimulatedCamera(3).Run(Rate, Burst, 1800, seconds => seconds is >= 600 and < 1200 ? 3 : 0.5, out long overshoot);
        Assert.Equal(0, overshoot);
        double settled = Mean(frames, to - 300, to, frame => frame.Price);
        for (int t = from; t < to; t += 60)
            Assert.True(Mean(frames, t, t + 60, frame => frame.Price) < 1.25 * settled || from == 1200, "the price must not overshoot on its way up");
        for (int t = from + 90; t + 60 <= to; t += 30)
        {
            Assert.InRange(Use(frames, t, t + 60, Rate), 0.93, 1.07);
            Assert.InRange(Mean(frames, t, t + 60, frame => frame.Price), 0.75 * settled, 1.25 * settled);
        }

        for (int t = from + 240; t + 60 <= to; t += 30)
            Assert.InRange(Mean(frames, t, t + 60, frame => frame.Level), 0.4, 0.6);
    }

    [Fact]
    public void A_burst_of_hard_frames_is_paid_from_what_a_lull_saved()
    {
        // A minute in which the gate asks for nothing, then three seconds in which it asks for everything: the full width always would be 3.3 times the rate.
        List<SimulatedFrame> frames = new SimulatedCamera(4).Run(Rate, Burst, 630, seconds => seconds % 63 < 60 ? 0 : 40, out long overshoot);
        Assert.Equal(0, overshoot);
        for (int lull = 0; lull < 630; lull += 63)
        {
            Assert.Equal(1, Mean(frames, lull + 58, lull + 60, frame => frame.Level), 0.01);
            Assert.InRange(Use(frames, lull + 60, lull + 63, Rate), 2.5, 4);
        }
    }

    [Fact]
    public void It_never_pays_for_width_that_did_not_help_on_validation_data()
    {
        List<CurvePoint> points = [.. SimulatedCamera.Curve().Select(point => point with { Top1 = point.Price < 1.6 ? 0.8 : point.Price > 1.6 ? 0.7 : 0.9 })];
        FlopsBudget plenty = FlopsBudget.PerSecond(1_000_000_000_000, 1_000_000_000_000, new ManualTime());
        GatePolicy policy = new(SimulatedCamera.Costs, 9);
        PriceController controller = new(policy, new PriceCurve(points), 1e11);
        for (int i = 0; i < 1000; i++)
            controller.Adjust(plenty);
        Assert.Equal(1.6, policy.Price);
    }

    [Fact]
    public void Where_the_refill_pays_for_no_more_than_the_glance_the_price_is_the_highest()
    {
        GatePolicy policy = new(SimulatedCamera.Costs, 0);
        new PriceController(policy, new PriceCurve(SimulatedCamera.Curve()), policy.CheapestFrame).Adjust(FlopsBudget.PerFrame(1, 1_000_000_000));
        Assert.Equal(16, policy.Price);
    }

    [Fact]
    public void A_curve_in_another_unit_costs_what_its_width_shares_cost()
    {
        List<CurvePoint> points = [.. SimulatedCamera.Curve()];
        Tariff tariff = new(BudgetUnit.Nanoseconds, [1000, 2000, 4000, 8000, 16000]);
        PriceCurve curve = new(points, WidthSet.Default, tariff);
        double mean = points[10].WidthShare.Sum(pair => pair.Value * tariff.Frame(WidthSet.Default.IndexOf(pair.Key)));
        Assert.Equal(points[10].Price, curve.PriceFor(mean), 1e-9);
        tariff.Change(4, 32_000);
        double dearer = points[10].WidthShare.Sum(pair => pair.Value * tariff.Frame(WidthSet.Default.IndexOf(pair.Key)));
        Assert.True(dearer > mean);
        Assert.Equal(points[10].Price, curve.PriceFor(dearer), 1e-9);
    }

    [Fact]
    public void Adjusting_allocates_nothing()
    {
        GatePolicy policy = new(SimulatedCamera.Costs, 0);
        PriceController controller = new(policy, new PriceCurve(SimulatedCamera.Curve(), WidthSet.Default, policy.Tariff), 1e8);
        FlopsBudget budget = FlopsBudget.PerSecond(1_000_000_000, 2_000_000_000, TimeProvider.System);
        policy.Tariff.Change(0, 1);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
                controller.Adjust(budget);
        }));
    }

    private static double Use(List<SimulatedFrame> frames, double from, double to, long rate) =>
        frames.Where(f => f.Seconds >= from && f.Seconds < to).Sum(f => (double)f.Macs) / (rate * (to - from));

    private static double Mean(List<SimulatedFrame> frames, double from, double to, Func<SimulatedFrame, double> value) =>
        frames.Where(f => f.Seconds >= from && f.Seconds < to).Average(value);
}

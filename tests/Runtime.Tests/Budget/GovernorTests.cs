using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Telemetry;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Budget;

public class GovernorTests(Models models)
{
    private static readonly DeviceLimits Limits = new() { TemperatureC = new HysteresisLimit(80, 70), PowerWatts = new HysteresisLimit(10, 8) };

    [Fact]
    public void It_narrows_step_by_step_while_it_is_hot_and_widens_only_when_it_has_cooled()
    {
        FakeTime time = new();
        Governor governor = new(Limits, time);
        Assert.Equal([0.7, 0.7, 0.5, 0.35, 0.25, 0.25], Shares(governor, time, 85, 85, 85, 85, 85, 85, first: 5));
        Assert.Equal("temperature 85 C of 80 C", governor.Reason);
        Assert.Equal([0.25, 0.25], Shares(governor, time, 79, 71)); // between the limits nothing moves
        Assert.Equal([0.35, 0.5, 0.7, 1, 1], Shares(governor, time, 70, 60, 60, 60, 60));
        Assert.Null(governor.Reason);
    }

    [Fact]
    public void A_value_that_wavers_around_a_limit_does_not_make_it_swing()
    {
        FakeTime time = new();
        Governor governor = new(Limits, time);
        double[] shares = Shares(governor, time, 80.1, 79.9, 79.8, 79.9, 79.9, 79.9);
        Assert.Equal([0.7, 0.7, 0.7, 0.7, 0.7, 0.7], shares);
    }

    [Fact]
    public void The_narrowest_cause_counts_and_a_silent_sensor_changes_nothing()
    {
        FakeTime time = new();
        Governor governor = new(Limits, time);
        governor.Observe(new DeviceReading(60, 12, null, null));
        Assert.Equal((0.7, "power 12 W of 10 W"), (governor.Share, governor.Reason));
        time.Advance(TimeSpan.FromMinutes(1));
        governor.Observe(new DeviceReading(null, null, null, null));
        Assert.Equal(0.7, governor.Share);
    }

    [Fact]
    public void A_battery_that_would_be_empty_too_soon_narrows_until_it_lasts()
    {
        // 10 Wh at 14:30 until 18:30: 9.5 Wh in 4 hours are 2.375 W.
        LocalTime time = new(new DateTimeOffset(2026, 5, 1, 14, 30, 0, TimeSpan.Zero));
        Governor governor = new(new DeviceLimits { BatteryUntil = "18:30" }, time);
        governor.Observe(new DeviceReading(null, null, null, new BatteryReading(10, 2.3, 50)));
        Assert.Equal(1, governor.Share);
        governor.Observe(new DeviceReading(null, null, null, new BatteryReading(10, 2.5, 50)));
        Assert.Equal((0.7, "battery until 18:30: 2.5 W of 2.4 W"), (governor.Share, governor.Reason));
        time.Advance(TimeSpan.FromSeconds(20));
        governor.Observe(new DeviceReading(null, null, null, new BatteryReading(10, 2.2, 50)));
        Assert.Equal(0.7, governor.Share); // 0.93 of what lasts: neither
        governor.Observe(new DeviceReading(null, null, null, new BatteryReading(10, 2.0, 50)));
        Assert.Equal(1, governor.Share);

        Governor tomorrow = new(new DeviceLimits { BatteryUntil = "02:30" }, time); // 12 hours: 0.79 W
        tomorrow.Observe(new DeviceReading(null, null, null, new BatteryReading(10, 1, 50)));
        Assert.Equal(0.7, tomorrow.Share);
    }

    [Fact]
    public void A_decision_that_would_have_been_wider_names_the_governor_and_the_promise_stays_kept()
    {
        CostTable costs = models.Small.Costs;
        FakeTime time = new();
        FlopsBudget budget = FlopsBudget.PerSecond(costs.FullFrame, 2 * costs.FullFrame, time);
        Governor governor = new(Limits, time);
        Allowance allowance = new(budget, new GatePolicy(costs, 0), BudgetAudit.PerSecond(budget.Rate, budget.Capacity, time)) { Governor = governor };
        Claim claim = allowance.Join();
        List<DecisionReason> reasons = [];
        for (int i = 0; i < 100; i++)
        {
            governor.Observe(new DeviceReading(i < 50 ? 90 : 60, 1, null, null));
            if (claim.Begin())
            {
                claim.Wait([1, 2, 3, 4, 5]);
                allowance.Decide();
                reasons.Add(claim.Decision.Reason);
            }

            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Contains(DecisionReason.Governor, reasons);
        Assert.Equal(DecisionReason.Score, reasons[^1]);
        Assert.Equal(1, allowance.Share);
        Assert.Equal(0, allowance.Overshoot);
    }

    // One reading every ten seconds; the second one after `first` seconds.
    private static double[] Shares(Governor governor, FakeTime time, double a, double b, double? c = null, double? d = null, double? e = null, double? f = null, int first = 10) =>
        [.. new[] { a, b, c, d, e, f }.OfType<double>().Select((celsius, i) =>
        {
            governor.Observe(new DeviceReading(celsius, 1, null, null));
            time.Advance(TimeSpan.FromSeconds(i == 0 ? first : 10));
            return governor.Share;
        })];

    private sealed class LocalTime(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset now = now;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => now.Ticks;

        public void Advance(TimeSpan time) => now += time;
    }
}

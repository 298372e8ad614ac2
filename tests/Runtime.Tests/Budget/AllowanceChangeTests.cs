using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Telemetry;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Budget;

public class AllowanceChangeTests(Models models)
{
    private static readonly float[] Eager = [1, 2, 3, 4, 5]; // every frame wants the full width

    private CostTable Costs => models.Small.Costs;

    [Fact]
    public void A_persons_share_and_the_governors_are_two_limits_of_which_the_smaller_holds_and_is_named()
    {
        FakeTime time = new();
        Governor governor = new(new DeviceLimits { TemperatureC = new HysteresisLimit(80, 70) }, time);
        Allowance allowance = new(Terms(time, Costs.FullFrame, 2 * Costs.FullFrame)) { Governor = governor, UserShare = 0.4 };
        Claim claim = allowance.Join();
        Assert.Equal((0.4, DecisionReason.User), Narrowed());
        Assert.Equal("narrowed to 40 % by hand", allowance.NarrowedBy);

        governor.Observe(new DeviceReading(90, null, null, null)); // 0.7
        Assert.Equal((0.4, DecisionReason.User), Narrowed());
        allowance.UserShare = 0.9;
        Assert.Equal((0.7, DecisionReason.Governor), Narrowed());
        Assert.Equal("temperature 90 C of 80 C", allowance.NarrowedBy);
        allowance.UserShare = 0.7;
        Assert.Equal((0.7, DecisionReason.Governor), Narrowed());

        allowance.UserShare = 1;
        time.Advance(TimeSpan.FromSeconds(10));
        governor.Observe(new DeviceReading(60, null, null, null));
        Frame(allowance, claim);
        Assert.Equal((1, null), (allowance.Share, allowance.NarrowedBy));
        Assert.Equal(0, allowance.Overshoot);

        // Spends until a frame is narrower than it would have been.
        (double Share, DecisionReason Reason) Narrowed()
        {
            for (int i = 0; i < 20 && (!Frame(allowance, claim) || claim.Decision.Reason is not (DecisionReason.User or DecisionReason.Governor)); i++)
                time.Advance(TimeSpan.FromMilliseconds(700));
            return (allowance.Share, claim.Decision.Reason);
        }
    }

    [Fact]
    public void Another_profile_from_the_next_frame_on_keeps_spend_and_promise_and_brings_no_full_bucket()
    {
        FakeTime time = new();
        Allowance allowance = new(Terms(time, Costs.FullFrame / 10, 3 * Costs.FullFrame));
        Claim claim = allowance.Join();
        while (Frame(allowance, claim) && claim.Decision.Width.Percent == 100)
        {
        }

        (long spent, double level) = (allowance.Spent, allowance.Level!.Value);
        Assert.True(level < 0.34);
        allowance.Change(Terms(time, Costs.FullFrame / 5, 6 * Costs.FullFrame));
        Assert.Equal(level, allowance.Level!.Value); // not before a frame begins
        bool answered = Frame(allowance, claim);
        Assert.Equal(spent + (answered ? claim.Charge : 0), allowance.Spent);
        Assert.True(allowance.Level < 0.17, "the new bucket, twice as large, holds what was left in the old one");
        Assert.Equal((Costs.FullFrame / 5, 6 * Costs.FullFrame), (allowance.Reading.Rate, allowance.Reading.Capacity));
        Assert.Equal(0, allowance.Overshoot);
    }

    [Fact]
    public void However_often_profiles_and_shares_change_no_window_is_over_what_was_promised_in_it()
    {
        Random random = new(11);
        for (int run = 0; run < 20; run++)
        {
            FakeTime time = new();
            (long Rate, long Capacity) promise = (Costs.FullFrame, 3 * Costs.FullFrame);
            Allowance allowance = new(Terms(time, promise.Rate, promise.Capacity));
            Claim[] claims = [allowance.Join(), allowance.Join()];
            Windows windows = new();
            for (int i = 0; i < 150; i++)
            {
                double passed = random.NextDouble();
                time.Advance(TimeSpan.FromSeconds(passed));
                windows.Flow(time.GetTimestamp(), promise.Rate);
                if (random.Next(10) == 0)
                {
                    promise = (random.NextInt64(Costs.Frame(0), 2 * Costs.FullFrame), random.NextInt64(2 * Costs.FullFrame, 9 * Costs.FullFrame));
                    allowance.Change(Terms(time, promise.Rate, promise.Capacity));
                }

                if (random.Next(5) == 0)
                    allowance.UserShare = 0.1 + (0.9 * random.NextDouble());
                Claim[] begun = [.. claims.Where(claim => random.Next(4) > 0 && claim.Begin())];
                foreach (Claim claim in begun)
                    claim.Wait(Eager);
                allowance.Decide();
                foreach (Claim claim in begun)
                {
                    windows.Spend(claim.Charge, promise.Capacity);
                    claim.Finish();
                }
            }

            Assert.True(windows.WorstExcess <= 1, $"{windows.WorstExcess} over the promise");
            Assert.Equal(0, allowance.Overshoot);
            Assert.Equal(windows.Spent, allowance.Spent);
        }
    }

    [Fact]
    public void A_budget_in_another_unit_begins_with_the_same_share_of_its_bucket()
    {
        FakeTime time = new();
        Allowance allowance = new(Terms(time, Costs.FullFrame, 4 * Costs.FullFrame));
        Claim claim = allowance.Join();
        Frame(allowance, claim);
        Frame(allowance, claim); // half is left
        Tariff joules = new(BudgetUnit.Microjoules, [10, 20, 30, 40, 50]);
        GatePolicy gate = new(Costs, 0, tariff: joules);
        allowance.Change(new AllowanceTerms(FlopsBudget.PerSecond(1, 1000, time), gate, BudgetAudit.PerSecond(1, 1000, time)));
        Frame(allowance, claim);
        Assert.Equal((BudgetUnit.Microjoules, 50, 0), (allowance.Unit, allowance.Spent, allowance.Overshoot));
        Assert.Equal(0.45, allowance.Level!.Value, 1e-9);
    }

    [Fact]
    public void A_run_without_a_budget_gets_one_that_is_full()
    {
        FakeTime time = new();
        Allowance allowance = Allowance.Free(Costs, 0);
        Claim claim = allowance.Join();
        Frame(allowance, claim);
        Assert.Null(allowance.Level);
        allowance.Change(Terms(time, 1, 4 * Costs.FullFrame));
        Frame(allowance, claim);
        Assert.Equal((0.75, Costs.FullFrame), (Math.Round(allowance.Level!.Value, 6), allowance.Spent));
    }

    [Fact]
    public void A_share_outside_0_and_1_is_refused()
    {
        Allowance allowance = Allowance.Free(Costs, 0);
        foreach (double wrong in (double[])[0, -1, 1.01, double.NaN])
            Assert.Throws<ArgumentOutOfRangeException>(() => allowance.UserShare = wrong);
    }

    private static bool Frame(Allowance allowance, Claim claim)
    {
        if (!claim.Begin())
            return false;
        claim.Wait(Eager);
        allowance.Decide();
        claim.Finish();
        return true;
    }

    private AllowanceTerms Terms(FakeTime time, long rate, long capacity) =>
        new(FlopsBudget.PerSecond(rate, capacity, time), new GatePolicy(Costs, 0), BudgetAudit.PerSecond(rate, capacity, time));

    /// <summary>The promise checked the slow way: every window that begins with a spend.</summary>
    private sealed class Windows
    {
        private readonly List<(double Flowed, long Macs, long Capacity)> spends = [];
        private double flowed;
        private long last;

        public long Spent => spends.Sum(spend => spend.Macs);

        public double WorstExcess
        {
            get
            {
                double worst = 0;
                for (int first = 0; first < spends.Count; first++)
                {
                    double sum = 0;
                    for (int i = first; i < spends.Count; i++)
                    {
                        sum += spends[i].Macs;
                        worst = Math.Max(worst, sum - (spends[i].Flowed - spends[first].Flowed) - spends[first].Capacity);
                    }
                }

                return worst;
            }
        }

        public void Flow(long timestamp, long rate)
        {
            flowed += (timestamp - last) / (double)TimeSpan.TicksPerSecond * rate;
            last = timestamp;
        }

        public void Spend(long macs, long capacity) => spends.Add((flowed, macs, capacity));
    }
}

using SdCom.Edge.Core.Budget;

namespace SdCom.Edge.Core.Tests.Budget;

public class FlopsBudgetTests
{
    private static readonly long[] Frequencies = [1, 7, 1000, 10_000_000, 1_000_000_000];

    [Fact]
    public void It_starts_full_refills_with_time_and_never_holds_more_than_its_capacity()
    {
        ManualTime time = new(1000);
        FlopsBudget budget = FlopsBudget.PerSecond(200, 500, time);
        Assert.Equal(500, budget.Available);
        budget.Spend(450);
        time.Now = 100; // 0.1 s: 20 MACs
        budget.NextFrame();
        Assert.Equal(70, budget.Available);
        Assert.True(budget.CanSpend(70));
        Assert.False(budget.CanSpend(71));
        time.Now = 1_000_000;
        budget.NextFrame();
        Assert.Equal(500, budget.Available);
    }

    [Fact]
    public void It_is_never_overdrawn()
    {
        FlopsBudget budget = FlopsBudget.PerSecond(1, 10, new ManualTime());
        Assert.Throws<InvalidOperationException>(() => budget.Spend(11));
        Assert.Throws<ArgumentOutOfRangeException>(() => budget.Spend(-1));
        Assert.Equal(10, budget.Available);
    }

    [Fact]
    public void Small_steps_lose_nothing()
    {
        // 3 MACs/s on a nanosecond clock in steps of 0.1 s: each step is less than a MAC, 1,000 s are 3,000.
        ManualTime time = new();
        FlopsBudget budget = FlopsBudget.PerSecond(3, 10_000, time);
        budget.Spend(10_000);
        for (int i = 0; i < 10_000; i++)
        {
            time.Now += 100_000_000;
            budget.NextFrame();
        }

        Assert.Equal(3_000, budget.Available);
    }

    [Fact]
    public void A_clock_that_jumps_back_refills_nothing_twice()
    {
        ManualTime time = new(1) { Now = 100 };
        FlopsBudget budget = FlopsBudget.PerSecond(10, 1000, time);
        budget.Spend(1000);
        time.Now = 110;
        budget.NextFrame();
        time.Now = 5;
        budget.NextFrame();
        time.Now = 110;
        budget.NextFrame();
        Assert.Equal(100, budget.Available);
        time.Now = 111;
        budget.NextFrame();
        Assert.Equal(110, budget.Available);
    }

    [Fact]
    public void A_clock_that_jumps_ahead_by_years_only_fills_the_bucket()
    {
        ManualTime time = new();
        FlopsBudget budget = FlopsBudget.PerSecond(long.MaxValue / 2, 1000, time);
        budget.Spend(1000);
        time.Now = long.MaxValue;
        budget.NextFrame();
        Assert.Equal(1000, budget.Available);
    }

    [Fact]
    public void Over_any_window_the_spend_is_at_most_rate_times_length_plus_capacity()
    {
        Random random = new(11);
        for (int sequence = 0; sequence < 3_000; sequence++)
            CheckAllWindows(random);
    }

    [Fact]
    public void However_it_is_narrowed_and_widened_the_promise_is_kept()
    {
        Random random = new(13);
        for (int sequence = 0; sequence < 1_000; sequence++)
        {
            ManualTime time = new(1000);
            FlopsBudget budget = FlopsBudget.PerSecond(1000, 5000, time);
            BudgetAudit audit = BudgetAudit.PerSecond(1000, 5000, time), narrow = BudgetAudit.PerSecond(500, 2500, time);
            budget.Spend(budget.Available);
            for (int i = 0; i < 60; i++)
            {
                bool narrowed = i is >= 20 and < 40;
                budget.Narrow(narrowed ? 0.5 : random.NextDouble() + 1e-3 is var share and <= 1 ? share : 1, 10);
                time.Now += random.Next(0, 5000);
                long now = budget.NextFrame();
                Assert.True(budget.Available <= budget.Limit);
                long macs = Greedy(budget, random);
                audit.Record(now, macs);
                if (narrowed)
                    narrow.Record(now, macs);
            }

            Assert.Equal((0L, 0L), (audit.Overshoot, narrow.Overshoot));
        }
    }

    [Fact]
    public void Narrowed_it_still_holds_a_frame_and_widened_it_is_as_before()
    {
        FlopsBudget budget = FlopsBudget.PerFrame(10, 100);
        budget.Narrow(0.25, 40);
        Assert.Equal(40, budget.Limit);
        for (int i = 0; i < 100; i++)
            budget.NextFrame();
        Assert.Equal(40, budget.Available);
        budget.Narrow(1, 40);
        budget.NextFrame();
        Assert.Equal((100L, 50L), (budget.Limit, budget.Available));
        Assert.Throws<ArgumentOutOfRangeException>(() => budget.Narrow(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => budget.Narrow(double.NaN, 1));
    }

    [Fact]
    public void Frame_by_frame_the_mean_never_exceeds_the_refill()
    {
        Random random = new(12);
        for (int sequence = 0; sequence < 2_000; sequence++)
        {
            long rate = random.Next(1, 1000);
            FlopsBudget budget = FlopsBudget.PerFrame(rate, rate + random.Next(0, 5000));
            BudgetAudit audit = BudgetAudit.PerFrame(rate);
            Int128 spent = 0;
            for (int frame = 1; frame <= 60; frame++)
            {
                budget.NextFrame();
                long macs = Greedy(budget, random);
                spent += macs;
                audit.Record(0, macs);
                Assert.True(spent <= (Int128)rate * frame);
            }

            Assert.Equal(0, audit.Overshoot);
        }
    }

    [Fact]
    public void Frame_by_frame_it_starts_empty_and_saves_up_to_its_capacity()
    {
        FlopsBudget budget = FlopsBudget.PerFrame(10, 25);
        Assert.False(budget.CanSpend(1));
        List<long> held = [];
        for (int frame = 0; frame < 4; frame++)
        {
            budget.NextFrame();
            held.Add(budget.Available);
        }

        Assert.Equal([10L, 20L, 25L, 25L], held);
    }

    [Fact]
    public void Without_a_limit_everything_fits()
    {
        FlopsBudget budget = FlopsBudget.Unlimited();
        for (int i = 0; i < 3; i++)
        {
            budget.NextFrame();
            budget.Spend(long.MaxValue / 2);
        }
    }

    private static void CheckAllWindows(Random random)
    {
        long frequency = Frequencies[random.Next(Frequencies.Length)];
        long rate = random.Next(1, 10_000);
        long capacity = random.Next(1, 20_000);
        ManualTime time = new(frequency) { Now = random.NextInt64(0, 1L << 50) };
        FlopsBudget budget = FlopsBudget.PerSecond(rate, capacity, time);
        BudgetAudit audit = BudgetAudit.PerSecond(rate, capacity, time);
        List<(long Time, long Macs)> spends = [];
        for (int i = 0; i < 40; i++)
        {
            time.Now += random.Next(4) switch
            {
                0 => 0,
                1 => random.NextInt64(0, frequency + 1),
                2 => random.NextInt64(0, Math.Max(2, frequency / 1000)),
                _ => random.NextInt64(0, 4 * frequency),
            };
            long now = budget.NextFrame();
            long macs = Greedy(budget, random);
            spends.Add((now, macs));
            audit.Record(now, macs);
        }

        for (int first = 0; first < spends.Count; first++)
        {
            Int128 sum = 0;
            for (int last = first; last < spends.Count; last++)
            {
                sum += spends[last].Macs;
                Int128 promised = ((Int128)rate * (spends[last].Time - spends[first].Time)) + ((Int128)capacity * frequency);
                Assert.True(sum * frequency <= promised, $"window {first}..{last} spent {sum}");
            }
        }

        Assert.Equal(0, audit.Overshoot);
    }

    // Most spenders take all that there is.
    private static long Greedy(FlopsBudget budget, Random random)
    {
        long macs = random.Next(3) == 0 ? random.NextInt64(0, budget.Available + 1) : budget.Available;
        budget.Spend(macs);
        return macs;
    }
}

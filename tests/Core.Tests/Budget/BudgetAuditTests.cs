using SdCom.Edge.Core.Budget;

namespace SdCom.Edge.Core.Tests.Budget;

public class BudgetAuditTests
{
    [Fact]
    public void The_worst_window_counts_not_the_average()
    {
        // 10 MACs/s, capacity 20. Two spends of 20 one second apart: 40 spent, 30 promised.
        BudgetAudit audit = BudgetAudit.PerSecond(10, 20, new ManualTime(1));
        audit.Record(0, 20);
        Assert.Equal(0, audit.Overshoot);
        audit.Record(1, 20);
        Assert.Equal(10, audit.Overshoot);
        audit.Record(1000, 0);
        Assert.Equal(10, audit.Overshoot);
        Assert.Equal(40, audit.Spent);
    }

    [Fact]
    public void Any_part_of_a_MAC_over_is_reported()
    {
        BudgetAudit audit = BudgetAudit.PerSecond(1, 1, new ManualTime(1000));
        audit.Record(0, 1);
        audit.Record(999, 1); // 0.999 flowed in
        Assert.Equal(1, audit.Overshoot);
    }

    [Fact]
    public void It_equals_the_worst_of_all_windows()
    {
        Random random = new(3);
        for (int sequence = 0; sequence < 500; sequence++)
        {
            BudgetAudit audit = BudgetAudit.PerSecond(5, 30, new ManualTime(1));
            List<(long Time, long Macs)> spends = [];
            long time = 0, worst = 0;
            for (int i = 0; i < 30; i++)
            {
                time += random.Next(0, 6);
                spends.Add((time, random.Next(0, 40)));
                audit.Record(time, spends[^1].Macs);
                for (int first = 0; first <= i; first++)
                    worst = Math.Max(worst, spends.Skip(first).Sum(s => s.Macs) - (5 * (time - spends[first].Time)) - 30);
            }

            Assert.Equal(worst, audit.Overshoot);
        }
    }

    [Fact]
    public void When_the_promise_changes_every_window_is_judged_by_what_was_promised_in_it()
    {
        Random random = new(5);
        for (int sequence = 0; sequence < 500; sequence++)
        {
            (long Rate, long Capacity) promise = (5, 30);
            BudgetAudit audit = BudgetAudit.PerSecond(promise.Rate, promise.Capacity, new ManualTime(1));
            List<(long Time, long Macs, long Flowed, long Capacity)> spends = []; // Flowed: all that was promised up to then
            long time = 0, flowed = 0, worst = 0;
            for (int i = 0; i < 30; i++)
            {
                if (random.Next(4) == 0)
                {
                    long passed = random.Next(0, 3);
                    (time, flowed) = (time + passed, flowed + (passed * promise.Rate));
                    promise = (random.Next(1, 12), random.Next(5, 60));
                    audit.Change(time, promise.Rate, promise.Capacity);
                }

                long wait = random.Next(0, 6);
                (time, flowed) = (time + wait, flowed + (wait * promise.Rate));
                spends.Add((time, random.Next(0, 40), flowed, promise.Capacity));
                audit.Record(time, spends[^1].Macs);
                for (int first = 0; first <= i; first++)
                    worst = Math.Max(worst, spends.Skip(first).Sum(s => s.Macs) - (flowed - spends[first].Flowed) - spends[first].Capacity);
            }

            Assert.Equal(worst, audit.Overshoot);
        }
    }

    [Fact]
    public void Frame_by_frame_the_worst_prefix_counts()
    {
        BudgetAudit audit = BudgetAudit.PerFrame(10);
        foreach (long macs in (long[])[5, 12, 16, 0])
            audit.Record(0, macs); // sums 5, 17, 33, 33 against 10, 20, 30, 40
        Assert.Equal(3, audit.Overshoot);
    }
}

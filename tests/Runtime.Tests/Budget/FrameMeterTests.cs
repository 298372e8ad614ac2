using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Budget;

public class FrameMeterTests(Models models)
{
    private CostTable Costs => models.Small.Costs;

    [Fact]
    public void A_width_is_charged_the_median_of_its_last_frames()
    {
        FrameMeter meter = new([1000, 2000], TimeProvider.System);
        foreach (int milliseconds in (int[])[5, 9, 7])
            meter.Add(1, TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal((1000L, 7_000_000L), (meter.Tariff.Frame(0), meter.Tariff.Frame(1)));
        for (int i = 0; i < 31; i++)
            meter.Add(1, TimeSpan.FromMilliseconds(20));
        Assert.Equal(20_000_000, meter.Tariff.Frame(1));
    }

    [Fact]
    public void Whatever_frames_take_the_mean_charge_never_exceeds_the_budget()
    {
        // Times change tenfold under way, frames break, some begin without being paid: the mean of all due frames stays below the refill.
        Random random = new(3);
        for (int sequence = 0; sequence < 200; sequence++)
        {
            FakeTime time = new();
            FrameMeter meter = new([.. Enumerable.Range(1, Costs.Widths.Count).Select(i => i * 1_000_000L)], time);
            GatePolicy policy = new(Costs, 0.1, tariff: meter.Tariff);
            FlopsBudget budget = FlopsBudget.PerFrame(2_000_000, 64 * 2_000_000);
            Allowance allowance = new(new AllowanceTerms(budget, policy, BudgetAudit.PerFrame(2_000_000), Meter: meter));
            Claim claim = allowance.Join();
            float[] scores = new float[Costs.Widths.Count];
            for (int frame = 1; frame <= 200; frame++)
            {
                bool begun = claim.Begin();
                if (begun && random.Next(10) > 0)
                {
                    for (int i = 0; i < scores.Length; i++)
                        scores[i] = random.NextSingle() * 5;
                    claim.Wait(scores);
                    allowance.Decide();
                    claim.Resume();
                    time.Advance(TimeSpan.FromMilliseconds((claim.Decision.Index + 1) * (frame > 100 ? 3 : 0.3) * random.NextDouble()));
                    claim.Finish();
                }

                Assert.True(allowance.Spent <= 2_000_000L * frame);
            }

            Assert.Equal(0, allowance.Overshoot);
        }
    }
}

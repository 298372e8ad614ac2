using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Tests.Budget;

public class WidthPolicyTests
{
    private static readonly Width Quarter = new(25), Half = new(50), ThreeQuarters = new(75);

    // Frames cost 20, 30, 60, 90, 120; relative costs 0, 0.1, 0.4, 0.7, 1.
    internal static readonly CostTable Costs = new()
    {
        Widths = WidthSet.Default,
        Static = new PartCost(10, 1),
        Gate = new PartCost(4, 1),
        Fusion = new PartCost(6, 1),
        Dynamic = [new PartCost(0, 0), new PartCost(10, 1), new PartCost(40, 1), new PartCost(70, 1), new PartCost(100, 1)],
    };

    [Fact]
    public void At_price_zero_the_highest_score_wins()
    {
        Decision decision = new GatePolicy(Costs, 0).Choose([1, 2, 5, 4, 3], 1000);
        Assert.Equal(new Decision(Half, 2, 60, DecisionReason.Score), decision);
    }

    [Fact]
    public void The_price_is_paid_for_relative_cost()
    {
        // 1, 2 - 0.5, 3.9 - 2, 4 - 3.5, 5 - 5: the half wins.
        Decision decision = new GatePolicy(Costs, 5).Choose([1, 2, 3.9f, 4, 5], 1000);
        Assert.Equal(new Decision(Half, 2, 60, DecisionReason.Price), decision);
    }

    [Fact]
    public void Of_equal_widths_the_smaller_wins()
    {
        Assert.Equal(Quarter, new GatePolicy(Costs, 0).Choose([1, 2, 2, 2, 2], 1000).Width);
        Assert.Equal(Width.Skip, new GatePolicy(Costs, 0).Choose([0, 0, 0, 0, 0], 1000).Width);
    }

    [Theory]
    [InlineData(119, 0.75)]
    [InlineData(90, 0.75)]
    [InlineData(89, 0.5)]
    [InlineData(59, 0.25)]
    [InlineData(20, 0)]
    public void Only_widths_that_the_bucket_holds_are_chosen(long available, double expected)
    {
        Decision decision = new GatePolicy(Costs, 0).Choose([1, 2, 3, 4, 5], available);
        Assert.Equal(expected, decision.Width.Fraction);
        Assert.Equal(DecisionReason.Bucket, decision.Reason);
        Assert.True(decision.Macs <= available);
    }

    [Fact]
    public void When_the_bucket_is_short_the_next_best_score_wins_not_the_next_width()
    {
        Assert.Equal(Quarter, new GatePolicy(Costs, 0).Choose([1, 4, 3, 2, 5], 100).Width);
    }

    [Fact]
    public void A_frame_is_left_out_when_not_even_the_cheapest_width_fits()
    {
        GatePolicy policy = new(Costs, 0);
        FlopsBudget budget = FlopsBudget.PerFrame(19, 1000);
        budget.NextFrame();
        Assert.Equal(20, policy.CheapestFrame);
        Assert.False(policy.CanLook(budget));
        budget.NextFrame();
        Assert.True(policy.CanLook(budget));
    }

    [Fact]
    public void Widths_that_the_device_forbids_are_never_chosen()
    {
        GatePolicy policy = new(Costs, 0, [Quarter, Half]);
        Assert.Equal(30, policy.CheapestFrame);
        Assert.Equal(Half, policy.Choose([9, 1, 2, 8, 9], 1000).Width);
        Assert.Throws<ArgumentException>(() => new GatePolicy(Costs, 0, [new Width(10)]));
    }

    [Fact]
    public void A_width_that_only_the_deadline_forbids_is_never_chosen_and_the_deadline_is_named()
    {
        GatePolicy policy = new(Costs, 0, [Width.Skip, Quarter], lateWidths: [Half, ThreeQuarters, Width.Full]);
        Assert.Equal(new Decision(Quarter, 1, 30, DecisionReason.Deadline), policy.Choose([1, 2, 3, 4, 5], 1000));
        Assert.Equal(new Decision(Width.Skip, 0, 20, DecisionReason.Bucket), policy.Choose([1, 2, 3, 4, 5], 29));
        Assert.Equal(new Decision(Quarter, 1, 30, DecisionReason.Score), policy.Choose([1, 9, 3, 4, 5], 1000));
    }

    [Fact]
    public void A_tariff_charges_what_it_says_and_MACs_are_told_as_they_are()
    {
        GatePolicy policy = new(Costs, 0, tariff: new Tariff(BudgetUnit.Nanoseconds, [5, 6, 7, 8, 9]));
        Assert.Equal(5, policy.CheapestFrame);
        Assert.Equal(new Decision(Half, 2, 60, DecisionReason.Bucket), policy.Choose([1, 2, 3, 4, 5], 7));
        policy.Tariff.Change(2, 8);
        Assert.Equal(Quarter, policy.Choose([1, 2, 3, 4, 5], 7).Width);
    }

    [Fact]
    public void Scores_that_are_not_numbers_run_the_cheapest_width()
    {
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            Assert.Equal(new Decision(Width.Skip, 0, 20, DecisionReason.BadScores), new GatePolicy(Costs, 1).Choose([1, 2, bad, 4, 5], 1000));
    }

    [Fact]
    public void A_higher_price_never_spends_more()
    {
        Random random = new(4);
        GatePolicy policy = new(Costs, 0);
        float[] scores = new float[5];
        for (int i = 0; i < 2000; i++)
        {
            for (int w = 0; w < 5; w++)
                scores[w] = random.NextSingle() * 10;
            long last = long.MaxValue;
            for (double price = 0; price < 40; price += 0.7)
            {
                policy.Price = price;
                long macs = policy.Choose(scores, 1000).Macs;
                Assert.True(macs <= last);
                last = macs;
            }
        }
    }

    [Fact]
    public void A_fixed_width_gives_way_only_to_the_bucket()
    {
        FixedPolicy policy = new(Costs, ThreeQuarters);
        Assert.Equal(new Decision(ThreeQuarters, 3, 90, DecisionReason.Fixed), policy.Choose([], 90));
        Assert.Equal(new Decision(Half, 2, 60, DecisionReason.Bucket), policy.Choose([], 89));
        Assert.Equal(20, policy.CheapestFrame);
        Assert.Throws<ArgumentException>(() => new FixedPolicy(Costs, new Width(30)));
    }

    [Fact]
    public void Random_widths_repeat_with_the_seed_follow_their_shares_and_keep_the_bucket()
    {
        RandomPolicy policy = new(Costs, new Random(1), [0, 1, 0, 0, 3]);
        Width[] drawn = [.. Enumerable.Range(0, 4000).Select(_ => policy.Choose([], 1000).Width)];
        Assert.Equal(1000, drawn.Count(w => w == Quarter), 100.0);
        Assert.Equal(4000, drawn.Count(w => w == Quarter || w == Width.Full));

        RandomPolicy again = new(Costs, new Random(1), [0, 1, 0, 0, 3]);
        Assert.Equal(drawn, Enumerable.Range(0, 4000).Select(_ => again.Choose([], 1000).Width));

        RandomPolicy even = new(Costs, new Random(2));
        Decision[] poor = [.. Enumerable.Range(0, 500).Select(_ => even.Choose([], 60))];
        Assert.Equal([20L, 30L, 60L], poor.Select(d => d.Macs).Distinct().Order());
    }

    [Fact]
    public void Choosing_allocates_nothing()
    {
        GatePolicy policy = new(Costs, 1);
        FlopsBudget budget = FlopsBudget.PerSecond(1000, 1000, TimeProvider.System);
        float[] scores = [1, 2, 3, 4, 5];
        long bytes = Allocations.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                budget.NextFrame();
                policy.Choose(scores, budget);
            }
        });
        Assert.Equal(0, bytes);
    }
}

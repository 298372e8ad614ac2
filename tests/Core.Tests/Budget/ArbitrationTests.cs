using SdCom.Edge.Core.Budget;

namespace SdCom.Edge.Core.Tests.Budget;

public class ArbitrationTests
{
    private static readonly Decision Skip = new(Width.Skip, 0, 20, DecisionReason.Arbitration);

    [Fact]
    public void Every_frame_that_waits_has_its_glance_before_any_is_widened()
    {
        // Frames cost 20, 30, 60, 90, 120. The bucket holds three glances and a step to the quarter.
        Shared shared = new(70, cameras: 3);
        Decision[] decisions = shared.Round([1, 9, 20, 30, 40], [1, 5, 6, 7, 8], [1, 4, 5, 6, 7]);
        Assert.Equal([new Decision(new Width(25), 1, 30, DecisionReason.Arbitration), Skip, Skip], decisions);
        Assert.Equal(0, shared.Budget.Available);
    }

    [Fact]
    public void The_step_that_gains_most_per_MAC_is_paid_for_first_whoever_asks_for_it()
    {
        // The second camera asks for less in all, but each of its first steps gains more.
        Shared shared = new(2 * 20 + 40, cameras: 2);
        Decision[] decisions = shared.Round([0, 0.1f, 2, 3, 12], [0, 2, 6, 6.1f, 6.2f]);
        Assert.Equal([Skip, new Decision(new Width(50), 2, 60, DecisionReason.Bucket)], decisions); // all that it would get alone
    }

    [Fact]
    public void A_bucket_that_holds_what_everybody_wants_is_dealt_as_if_each_were_alone()
    {
        Random random = new(1);
        for (int trial = 0; trial < 2000; trial++)
        {
            float[][] scores = [.. Enumerable.Range(0, 3).Select(_ => Scores(random))];
            double price = random.NextDouble() * 5;
            Shared shared = new(3 * 120, cameras: 3, price);
            Decision[] decisions = shared.Round(scores);
            GatePolicy alone = new(WidthPolicyTests.Costs, price);
            Assert.Equal(scores.Select(look => alone.Choose(look, 360)), decisions);
        }
    }

    [Fact]
    public void Climbing_step_by_step_reaches_the_width_that_the_policy_takes_at_once()
    {
        Random random = new(2);
        for (int trial = 0; trial < 5000; trial++)
        {
            GatePolicy policy = new(WidthPolicyTests.Costs, random.NextDouble() * 5);
            float[] scores = Scores(random);
            long available = random.Next(20, 130);
            int index = 0;
            while (policy.NextStep(scores, index, available - policy.Tariff.Frame(index)) is { Index: >= 0 } step)
                index = step.Index;
            Assert.Equal(policy.Choose(scores, available).Index, index);
        }
    }

    [Fact]
    public void The_deal_is_the_best_there_is_but_for_the_last_step()
    {
        Random random = new(3);
        for (int trial = 0; trial < 2000; trial++)
        {
            int cameras = random.Next(2, 4);
            float[][] scores = [.. Enumerable.Range(0, cameras).Select(_ => Scores(random))];
            long bucket = random.Next(20 * cameras, 120 * cameras);
            Decision[] dealt = new Shared(bucket, cameras).Round(scores);
            Assert.True(dealt.Sum(decision => decision.Macs) <= bucket);
            double value = Value(scores, dealt.Select(decision => decision.Index)), best = Best(scores, 0, bucket);
            double largestStep = scores.Max(look => look.Max() - look[0]);
            Assert.InRange(value, best - largestStep, best + 1e-4);
        }
    }

    [Fact]
    public void Equal_scenes_are_looked_at_wider_in_turn()
    {
        Shared shared = new(2 * 20 + 100, cameras: 2);
        List<int> wide = [];
        for (int round = 0; round < 6; round++)
        {
            Decision[] decisions = shared.Round([0, 0.5f, 2, 3, 10], [0, 0.5f, 2, 3, 10]);
            wide.Add(Array.FindIndex(decisions, decision => decision.Index == 4));
            shared.Time.Now += 140;
        }

        Assert.Equal([0, 1, 0, 1, 0, 1], wide);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void No_camera_starves_however_little_there_is_and_whatever_the_others_want(int cameras)
    {
        // Half of the glances are paid for. Frames come one after another, always in the same order: the first would find the bucket filled again, the last one never.
        Random random = new(cameras);
        Shared shared = new(cameras * 20, cameras, rate: 20 * cameras / 2);
        int[] answered = new int[cameras], patience = new int[cameras];
        for (int second = 0; second < 4000; second++)
        {
            for (int i = 0; i < cameras; i++)
            {
                shared.Time.Now = (second * 1000) + (i * 7) + random.Next(7);
                bool served = shared.Frame(i, [0, 9, 9, 9, 50]);
                answered[i] += served ? 1 : 0;
                patience[i] = served ? 0 : patience[i] + 1;
                Assert.True(patience[i] <= 3, $"camera {i} went without an answer for {patience[i]} frames");
            }
        }

        Assert.InRange(answered.Max() - answered.Min(), 0, 1 + answered.Max() / 50);
        Assert.InRange(answered.Sum(), 0.98 * 2000 * cameras, 2000 * cameras + cameras);
        Assert.Equal(0, shared.Audit.Overshoot);
    }

    [Fact]
    public void A_camera_that_is_away_is_waited_for_by_nobody()
    {
        Shared shared = new(40, cameras: 2, rate: 20);
        shared.Frame(1, [0, 0, 0, 0, 0]);
        shared.Claims[1].IsActive = false;
        int answered = 0;
        for (int second = 1; second <= 100; second++)
        {
            shared.Time.Now = second * 1000;
            answered += shared.Frame(0, [0, 0, 0, 0, 0]) ? 1 : 0;
        }

        Assert.Equal(100, answered);
    }

    [Fact]
    public void Whatever_cameras_scores_and_times_come_the_bucket_is_never_overdrawn_and_every_glance_is_left_over_for()
    {
        Random random = new(4);
        for (int trial = 0; trial < 300; trial++)
        {
            int cameras = random.Next(1, 6);
            long burst = random.Next(20 * cameras, 300 * cameras);
            Shared shared = new(burst, cameras, random.NextDouble() * 3, rate: random.Next(1, 400));
            for (int step = 0; step < 120; step++)
            {
                shared.Time.Now += random.Next(3) == 0 ? 0 : random.Next(0, 3000);
                if (random.Next(10) == 0)
                    shared.Claims[random.Next(cameras)].IsActive ^= true;
                int[] due = [.. Enumerable.Range(0, cameras).Where(_ => random.Next(2) == 0)];
                Decision?[] decisions = shared.Round([.. due.Select(i => (i, Scores(random)))]);
                bool widened = decisions.Any(decision => decision?.Index > 0);
                int absent = shared.Claims.Where((claim, i) => claim.IsActive && !due.Contains(i)).Count();
                Assert.True(!widened || shared.Budget.Available >= 20 * absent, "a wider look must leave the others their glance");
            }

            Assert.Equal(0, shared.Audit.Overshoot);
        }
    }

    [Fact]
    public void A_policy_without_scores_is_served_in_turn_within_the_bucket()
    {
        ManualTime time = new(1000);
        FlopsBudget budget = FlopsBudget.PerSecond(1, 160, time);
        Arbitration arbitration = new(new FixedPolicy(WidthPolicyTests.Costs, Width.Full), budget);
        WidthClaim first = arbitration.Join(), second = arbitration.Join();
        FixedPolicy policy = new(WidthPolicyTests.Costs, Width.Full);
        foreach (WidthClaim claim in (WidthClaim[])[first, second])
        {
            Assert.True(arbitration.TryGlance(claim));
            claim.Wait([0, 0, 0, 0, 0]);
            claim.Decision = policy.Choose(claim.Scores, budget);
        }

        arbitration.Deal();
        Assert.Equal((4, 1), (first.Decision.Index, second.Decision.Index)); // 120 + 30 of 160
        Assert.Equal((DecisionReason.Fixed, DecisionReason.Arbitration), (first.Decision.Reason, second.Decision.Reason));
    }

    [Fact]
    public void Dealing_allocates_nothing()
    {
        Shared shared = new(100, cameras: 3, rate: 1_000_000);
        float[][] scores = [[0, 1, 2, 3, 10], [0, 2, 3, 4, 5], [0, 1, 4, 5, 6]];
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                shared.Time.Now += 1000;
                shared.Budget.NextFrame();
                for (int camera = 0; camera < 3; camera++)
                    shared.Look(camera, scores[camera]);
                shared.Decide();
            }
        }));
    }

    private static float[] Scores(Random random)
    {
        float[] scores = new float[5];
        for (int i = 0; i < scores.Length; i++)
            scores[i] = (float)((random.NextDouble() * 4) + (i * random.NextDouble()));
        return scores;
    }

    private static double Value(float[][] scores, IEnumerable<int> widths) => scores.Zip(widths, (look, width) => (double)look[width]).Sum();

    // All combinations.
    private static double Best(float[][] scores, int camera, long bucket)
    {
        if (camera == scores.Length)
            return 0;
        double best = double.NegativeInfinity;
        for (int i = 0; i < 5; i++)
        {
            long cost = WidthPolicyTests.Costs.Frame(i);
            if (cost <= bucket)
                best = Math.Max(best, scores[camera][i] + Best(scores, camera + 1, bucket - cost));
        }

        return best;
    }

    /// <summary>Cameras without pictures that share a bucket, whose clock counts milliseconds.</summary>
    private sealed class Shared
    {
        private readonly GatePolicy policy;
        private readonly Arbitration arbitration;
        private long now;

        public Shared(long burst, int cameras, double price = 0, long rate = 1000)
        {
            policy = new GatePolicy(WidthPolicyTests.Costs, price);
            Budget = FlopsBudget.PerSecond(rate, burst, Time);
            Audit = BudgetAudit.PerSecond(rate, burst, Time);
            arbitration = new Arbitration(policy, Budget);
            Claims = [.. Enumerable.Range(0, cameras).Select(_ => arbitration.Join())];
        }

        public ManualTime Time { get; } = new(1000);

        public FlopsBudget Budget { get; }

        public BudgetAudit Audit { get; }

        public WidthClaim[] Claims { get; }

        public Decision[] Round(params float[][] scores) => [.. Round([.. scores.Select((look, i) => (i, look))]).Select(decision => decision!.Value)];

        // Null where a frame is left out.
        public Decision?[] Round((int Camera, float[] Scores)[] frames)
        {
            bool[] begun = [.. frames.Select(frame => Begin(frame.Camera, frame.Scores))];
            Decide();
            return [.. frames.Zip(begun, (frame, answered) => answered ? Claims[frame.Camera].Decision : (Decision?)null)];
        }

        public bool Frame(int camera, float[] scores) => Round([(camera, scores)])[0] is not null;

        public bool Look(int camera, float[] scores)
        {
            if (!arbitration.TryGlance(Claims[camera]))
                return false;
            Claims[camera].Wait(scores);
            return true;
        }

        public void Decide()
        {
            foreach (WidthClaim claim in Claims)
            {
                if (claim.Waits)
                    claim.Decision = policy.Choose(claim.Scores, Budget);
            }

            arbitration.Deal();
            foreach (WidthClaim claim in Claims)
            {
                if (!claim.Waits)
                    continue;
                arbitration.Pay(claim, claim.Decision.Macs);
                Audit.Record(now, claim.Decision.Macs);
            }
        }

        private bool Begin(int camera, float[] scores)
        {
            now = Budget.NextFrame();
            return Look(camera, scores);
        }
    }
}

using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Recognition;

public class RecognizerTests(Models models)
{
    private CostTable Costs => models.Small.Costs;

    [Fact]
    public void A_frame_allocates_nothing_at_any_width()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        Recognizer[] recognizers = [.. Costs.Widths.Select(width => new Recognizer(models.Small, nets, Allowance.Fixed(Costs, width)))];
        Recognizer gated = Gated(nets, new FakeTime(), Costs.FullFrame, Costs.FullFrame);
        using Frame frame = Pictures.Frame("hover", 0.5);
        Assert.Equal(0, Allocations.Of(() => Run(10)));

        void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                foreach (Recognizer recognizer in recognizers)
                    recognizer.Process(frame);
                gated.Process(frame);
            }
        }
    }

    [Fact]
    public void A_stream_answers_as_if_it_had_begun_a_window_ago()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        int window = models.Small.Manifest.Segments;
        Recognizer longer = new(models.Small, nets, Allowance.Fixed(Costs, Width.Full));
        Recognizer shorter = new(models.Small, nets, Allowance.Fixed(Costs, Width.Full));
        for (int i = 0; i < window + 5; i++)
        {
            using Frame frame = Pictures.Frame("wave_off", i * 0.32);
            longer.Process(frame);
            if (i >= 5)
                shorter.Process(frame);
        }

        Assert.Equal(shorter.Probabilities.ToArray(), longer.Probabilities.ToArray());
    }

    [Fact]
    public void Whatever_widths_and_resets_came_before_the_last_window_alone_counts()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        Frame[] pool = [.. Enumerable.Range(0, 6).Select(i => Pictures.Frame("wave_off", i * 0.7))];
        int window = models.Small.Manifest.Segments;
        for (int trial = 0; trial < 25; trial++)
        {
            Random random = new(trial);
            (int Picture, int Width)[] frames = [.. Enumerable.Range(0, random.Next(1, 3 * window)).Select(_ => (random.Next(pool.Length), random.Next(Costs.Widths.Count)))];
            int begin = 0;
            Recognizer stream = Scripted(frames.Select(f => f.Width));
            for (int i = 0; i < frames.Length; i++)
            {
                if (random.Next(6) == 0)
                {
                    stream.Reset();
                    begin = i;
                }

                stream.Process(pool[frames[i].Picture]);
            }

            (int Picture, int Width)[] rest = frames[Math.Max(begin, frames.Length - window)..];
            Recognizer clip = Scripted(rest.Select(f => f.Width));
            foreach ((int picture, _) in rest)
                clip.Process(pool[picture]);
            Assert.Equal(clip.Probabilities.ToArray(), stream.Probabilities.ToArray());
        }

        Array.ForEach(pool, frame => frame.Dispose());

        Recognizer Scripted(IEnumerable<int> widths) => new(models.Small, nets, new Allowance(FlopsBudget.Unlimited(), new ScriptedPolicy(Costs, widths)));
    }

    [Fact]
    public void Where_the_scene_changes_the_stream_begins_anew()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        Recognizer watching = new(models.Small, nets, Allowance.Fixed(Costs, Width.Full)) { WatchesCuts = true };
        Recognizer fresh = new(models.Small, nets, Allowance.Fixed(Costs, Width.Full));
        using Frame dark = Pictures.Frame("hover", 1), scene = Pictures.Frame("hover", 2), later = Pictures.Frame("hover", 2.3);
        dark.Picture.SetTo(new OpenCvSharp.Scalar(0, 0, 0));
        Assert.False(watching.Process(dark).BeginsScene);
        Assert.False(watching.Process(dark).BeginsScene);
        Assert.True(watching.Process(scene).BeginsScene);
        Assert.False(watching.Process(later).BeginsScene);
        fresh.Process(scene);
        fresh.Process(later);
        Assert.Equal(fresh.Probabilities.ToArray(), watching.Probabilities.ToArray());
    }

    [Fact]
    public void A_reset_stream_is_a_new_stream()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        Recognizer used = new(models.Small, nets, Allowance.Free(Costs, 0));
        Recognizer fresh = new(models.Small, nets, Allowance.Free(Costs, 0));
        using Frame other = Pictures.Frame("hover", 1);
        using Frame frame = Pictures.Frame("land", 2);
        used.Process(other);
        used.Process(other);
        used.Reset();
        Assert.Equal(fresh.Process(frame), used.Process(frame));
        Assert.Equal(fresh.Probabilities.ToArray(), used.Probabilities.ToArray());
    }

    [Fact]
    public void Probabilities_sum_to_one_and_the_answer_is_the_likeliest()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        Recognizer recognizer = new(models.Small, nets, Allowance.Free(Costs, 0));
        using Frame frame = Pictures.Frame("hover", 1);
        Answer answer = recognizer.Process(frame);
        Assert.Equal(1, recognizer.Probabilities.ToArray().Sum(), 1e-5);
        Assert.Equal(recognizer.Probabilities.ToArray().Max(), answer.Prediction.Confidence);
        Assert.Equal(recognizer.Probabilities[answer.Prediction.ClassIndex], answer.Prediction.Confidence);
    }

    [Fact]
    public void Spending_never_exceeds_the_budget_whatever_the_pace_of_frames()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        using Frame frame = Pictures.Frame("hover", 0.5);
        Random random = new(11);
        for (int trial = 0; trial < 6; trial++)
        {
            FakeTime time = new();
            long rate = random.NextInt64(Costs.FullFrame / 4, Costs.FullFrame * 5);
            long burst = random.NextInt64(Costs.Frame(0), Costs.FullFrame * 3);
            Recognizer recognizer = Gated(nets, time, rate, burst);
            List<(long Ticks, long Macs)> spends = [];
            for (int i = 0; i < 60; i++)
            {
                time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 700)));
                Answer answer = recognizer.Process(frame);
                spends.Add((time.GetTimestamp(), answer.IsAnswered ? answer.Decision.Macs : 0));
            }

            Assert.Equal(0, recognizer.Allowance.Overshoot);
            for (int from = 0; from < spends.Count; from++)
            {
                double sum = 0;
                for (int to = from; to < spends.Count; to++)
                {
                    sum += spends[to].Macs;
                    Assert.True(sum <= burst + (rate * ((spends[to].Ticks - spends[from].Ticks) / (double)TimeSpan.TicksPerSecond)) + 1);
                }
            }
        }
    }

    [Fact]
    public void A_fuller_bucket_buys_a_wider_net_and_an_empty_one_leaves_the_frame_out()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        using Frame frame = Pictures.Frame("hover", 0.5);
        FakeTime time = new();
        // The fixed policy wants the full width; the bucket starts full and then refills by a cheapest frame a second.
        FlopsBudget budget = FlopsBudget.PerSecond(Costs.Frame(0), Costs.FullFrame, time);
        Recognizer recognizer = new(models.Small, nets, new Allowance(budget, new FixedPolicy(Costs, Width.Full), BudgetAudit.PerSecond(Costs.Frame(0), Costs.FullFrame, time)));
        Assert.Equal(Width.Full, recognizer.Process(frame).Decision.Width);
        Assert.False(recognizer.Process(frame).IsAnswered);
        time.Advance(TimeSpan.FromSeconds(1));
        Answer poor = recognizer.Process(frame);
        Assert.Equal((Width.Skip, DecisionReason.Bucket), (poor.Decision.Width, poor.Decision.Reason));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(new Width(25), recognizer.Process(frame).Decision.Width);
        Assert.Equal(0, recognizer.Allowance.Overshoot);
    }

    [Fact]
    public void Numbers_that_are_none_fail_the_frame_name_the_graph_and_are_paid_for()
    {
        ModelPackage broken = FixtureModel.Write(models.NewPath(), FixtureModel.Small, weights => weights.Get("fusion.classify.bias", FixtureModel.Classes.Count)[0] = float.NaN);
        using Nets nets = new(broken, models.Engine);
        FakeTime time = new();
        long burst = 3 * Costs.FullFrame;
        FlopsBudget budget = FlopsBudget.PerSecond(1, burst, time);
        Recognizer recognizer = new(broken, nets, new Allowance(budget, new FixedPolicy(Costs, Width.Skip)));
        using Frame frame = Pictures.Frame("hover", 0.5);
        EngineException problem = Assert.Throws<EngineException>(() => recognizer.Process(frame));
        Assert.Contains(ModelFiles.Fusion, problem.Message, StringComparison.Ordinal);
        Assert.All(recognizer.Probabilities.ToArray(), p => Assert.Equal(0, p));
        Assert.Equal(burst - Costs.Frame(0), budget.Available);
    }

    [Fact]
    public void A_package_whose_graphs_answer_otherwise_is_refused()
    {
        ModelPackage other = FixtureModel.Write(models.NewPath(), FixtureModel.Small, weights => weights.Get("fusion.classify.bias", FixtureModel.Classes.Count)[0] += 0.5f);
        EngineException problem = Assert.Throws<EngineException>(() => Nets.Load(other, models.Engine));
        Assert.Contains("parity at width 0", problem.Message, StringComparison.Ordinal);
    }

    private Recognizer Gated(Nets nets, TimeProvider time, long rate, long burst) => new(
        models.Small,
        nets,
        new Allowance(FlopsBudget.PerSecond(rate, burst, time), new GatePolicy(Costs, 0), BudgetAudit.PerSecond(rate, burst, time)));

    private sealed class ScriptedPolicy(CostTable costs, IEnumerable<int> widths) : WidthPolicy(costs, null)
    {
        private readonly Queue<int> widths = new(widths);

        protected override (int Index, DecisionReason Reason) Prefer(ReadOnlySpan<float> scores, Reach reach) => (widths.Dequeue(), DecisionReason.Fixed);
    }
}

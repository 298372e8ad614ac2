using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Stages;

/// <summary>The policies that ours is compared with.</summary>
public sealed class BaselineTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();
    private readonly TinyRun tiny = new();
    private readonly TrainingData data;
    private readonly SdComNetwork network;
    private readonly FrameCache clips;
    private readonly EvaluationFeatures features;
    private readonly Evaluator evaluator;
    private readonly CostTable costs;

    public BaselineTests()
    {
        torch.set_num_threads(1);
        data = TrainingData.Open(tiny.Recipe, tiny.Cache, Reporter.Silent);
        network = new SdComNetwork(NetworkSpec.Create(tiny.Recipe.Network, 3), 1);
        clips = data.OpenTest();
        features = EvaluationFeatures.Compute(network, clips, Reporter.Silent);
        evaluator = new Evaluator(network, features);
        costs = MacCounter.Count(network.Spec);
    }

    public void Dispose()
    {
        features.Dispose();
        clips.Dispose();
        network.Dispose();
        data.Dispose();
        tiny.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void An_answer_that_is_never_sure_runs_every_frame_at_full_width_without_paying_a_gate()
    {
        Outcome outcome = evaluator.Confident(1), full = evaluator.Fixed(Width.Full);
        Assert.Equal(full.Logits, outcome.Logits);
        Assert.Equal(full.MacsPerFrame - costs.Gate.Macs, outcome.MacsPerFrame, 1e-6);
    }

    [Fact]
    public void An_answer_that_is_always_sure_runs_only_the_first_frame()
    {
        Outcome outcome = evaluator.Confident(0);
        double frames = clips.Clips.Sum(c => c.Frames);
        Assert.Equal(clips.Clips.Count / frames, outcome.WidthShare[^1], 1e-9);
        Assert.Equal(1 - (clips.Clips.Count / frames), outcome.WidthShare[0], 1e-9);
    }

    [Fact]
    public void The_running_answer_decides_frame_by_frame()
    {
        // By hand, with the fusion alone, for the first clip.
        const double threshold = 0.36;
        Outcome outcome = evaluator.Confident(threshold);
        using IDisposable off = torch.no_grad();
        ClipFeatures clip = features.Clips[0];
        Tensor window = torch.zeros(1, 3, 16);
        Tensor logits = torch.zeros(1, 3);
        double sure = 0;
        for (int t = 0; t < clip.Clip.Frames; t++)
        {
            Tensor? look = sure > threshold ? null : clip.Supplementary[^1]!.narrow(0, t, 1);
            Tensor z = network.Fusion.Mix(clip.Primary.narrow(0, t, 1), look).unsqueeze(1);
            window = torch.cat([window.narrow(1, 1, 2), z], 1);
            logits = network.Fusion.Classify(window);
            sure = logits.softmax(1).max().item<float>();
        }

        Assert.All(logits.data<float>().ToArray().Zip(outcome.Logits[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void With_noise_a_price_draws_widths_and_a_seed_repeats_them()
    {
        Outcome still = evaluator.Priced(0), noisy = evaluator.Noisy(0, new Random(1));
        Assert.Contains(1, still.WidthShare); // an untrained gate prefers one width
        Assert.All(noisy.WidthShare, share => Assert.InRange(share, 0.05, 0.8));
        Assert.Equal(noisy.WidthShare, evaluator.Noisy(0, new Random(1)).WidthShare);
        Assert.Equal(1, evaluator.Noisy(1e6, new Random(1)).WidthShare[0]);
    }

    [Fact]
    public void A_gate_without_memory_judges_every_frame_alone_and_pays_its_own_macs()
    {
        using MemorylessGate gate = new(network.Spec.Gate);
        Assert.Equal((1280 * 8) + (8 * 3), gate.Macs);
        Tensor primary = features.Clips[0].Primary;
        Tensor whole = gate.Forward(primary.unsqueeze(0));
        Golden.Near(whole.select(1, 1), gate.Forward(primary.narrow(0, 1, 1)), 1e-6, 1e-6);

        // At a price beyond every score all frames are skipped.
        Outcome dear = evaluator.Memoryless(gate, [1e6])[0];
        Assert.Equal(1, dear.WidthShare[0]);
        Assert.Equal(costs.Frame(0) - costs.Gate.Macs + gate.Macs, dear.MacsPerFrame, 1e-6);
    }

    [Fact]
    public void Training_the_gate_without_memory_changes_nothing_of_the_network_and_repeats_exactly()
    {
        float[] before = Values(network.All()), first, second;
        using (MemorylessGate gate = MemorylessBaseline.Train(tiny.Recipe, network, data, Reporter.Silent))
            first = Values(gate);
        using (MemorylessGate gate = MemorylessBaseline.Train(tiny.Recipe, network, data, Reporter.Silent))
            second = Values(gate);
        Assert.Equal(first, second);
        Assert.Equal(before, Values(network.All()));
        Assert.All(network.All().Parameters, p => Assert.Null(p.grad));
        torch.random.manual_seed(Seeds.Mix(tiny.Recipe.Seed, 11));
        using MemorylessGate untrained = new(network.Spec.Gate);
        Assert.NotEqual(Values(untrained), first);
    }

    private static float[] Values(MemorylessGate gate)
    {
        NamedTensors named = new();
        gate.Collect("gate", named);
        return Values(named);
    }

    private static float[] Values(NamedTensors named) => [.. named.Entries.SelectMany(e => e.Value.detach().contiguous().data<float>().ToArray())];
}

using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Tests;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Parity.Tests;

public class TorchEqualsEngineTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("mobilenetv2")]
    [InlineData("resnet")]
    [InlineData("static-shift")]
    [InlineData("both-shift")]
    [InlineData("tsm-resnet")]
    [InlineData("standardised")]
    public void At_every_width_torch_and_engine_give_the_same_logits_and_scores(string net)
    {
        using Pair pair = new(net);
        foreach (Width width in pair.Spec.Widths)
        {
            pair.Engine.Reset();
            using TorchStream torchStream = new(pair.Torch);
            for (int frame = 0; frame < pair.Spec.Fusion.Segments + 1; frame++)
            {
                byte[] picture = Pictures.Create(pair.Spec, seed: 11, frame);
                TorchAnswer expected = torchStream.Process(picture, width);
                EngineAnswer actual = pair.Engine.Process(picture, width);
                Assert.InRange(Pictures.Difference(expected.Logits, actual.Logits), 0, Tolerance);
                Assert.InRange(Pictures.Difference(expected.Scores, actual.Scores), 0, Tolerance);
                Assert.True(expected.Logits.Max() - expected.Logits.Min() > 0.05, "The test says nothing when all logits are alike.");
            }
        }
    }

    [Theory]
    [InlineData("mobilenetv2", 1)]
    [InlineData("mobilenetv2", 2)]
    [InlineData("static-shift", 3)]
    [InlineData("standardised", 4)]
    public void A_stream_in_the_engine_equals_the_torch_clip_of_its_last_frames(string net, int seed)
    {
        using Pair pair = new(net);
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        int segments = pair.Spec.Fusion.Segments;
        Random random = new(seed);
        List<Tensor> inputs = [];
        List<Tensor> mixed = [];
        for (int frame = 0; frame < 4 * segments; frame++)
        {
            if (random.Next(6) == 0)
            {
                pair.Engine.Reset();
                inputs.Clear();
                mixed.Clear();
            }

            byte[] picture = Pictures.Create(pair.Spec, seed, frame);
            Width width = pair.Spec.Widths[random.Next(pair.Spec.Widths.Count)];
            EngineAnswer streamed = pair.Engine.Process(picture, width);

            Tensor input = TorchStream.Normalised(picture, pair.Spec.InputSize);
            inputs.Add(input);
            Tensor primaries = pair.Torch.Primary(torch.cat(inputs), NormPass.Evaluate, clips: 1);
            Tensor primary = primaries.narrow(0, inputs.Count - 1, 1);
            mixed.Add(pair.Torch.Fusion.Mix(primary, pair.Torch.Supplementary(input, width, NormPass.Evaluate, clips: 1)));

            // The clip, all at once: frames before the start are zeros.
            IEnumerable<Tensor> padding = Enumerable.Range(0, Math.Max(0, segments - mixed.Count)).Select(_ => torch.zeros([1, pair.Spec.Fusion.Hidden]));
            Tensor clip = torch.stack([.. padding, .. mixed.TakeLast(segments)], 1);
            float[] logits = pair.Torch.Fusion.Classify(clip).data<float>().ToArray();
            float[] scores = pair.Torch.Gate.Forward(primaries.unsqueeze(0)).select(1, inputs.Count - 1).contiguous().data<float>().ToArray();
            Assert.InRange(Pictures.Difference(logits, streamed.Logits), 0, Tolerance);
            Assert.InRange(Pictures.Difference(scores, streamed.Scores), 0, Tolerance);
        }
    }

    [Theory]
    [InlineData("both-shift")]
    [InlineData("tsm-resnet")]
    public void With_temporal_shift_torch_and_engine_agree_when_the_width_changes_from_frame_to_frame(string net)
    {
        using Pair pair = new(net);
        using TorchStream torchStream = new(pair.Torch);
        // Narrow after wide reads a part, wide after narrow reads zeros, skip leaves what was kept.
        int[] percents = [25, 100, 50, 0, 75, 100, 0, 0, 25, 100];
        foreach ((int frame, int percent) in percents.Index())
        {
            byte[] picture = Pictures.Create(pair.Spec, seed: 13, frame);
            TorchAnswer expected = torchStream.Process(picture, new Width(percent));
            EngineAnswer actual = pair.Engine.Process(picture, new Width(percent));
            Assert.InRange(Pictures.Difference(expected.Logits, actual.Logits), 0, Tolerance);
            Assert.InRange(Pictures.Difference(expected.Scores, actual.Scores), 0, Tolerance);
        }
    }

    [Fact]
    public void Standardised_torch_and_engine_agree_on_dark_flat_and_black_pictures()
    {
        using Pair pair = new("standardised");
        using TorchStream torchStream = new(pair.Torch);
        List<float[]> answers = [];
        foreach ((int divisor, int level) in ((int, int)[])[(1, 0), (8, 0), (32, 3), (8, 200), (256, 0), (256, 255), (1, 0)]) // 256 leaves one level
        {
            byte[] picture = [.. Pictures.Create(pair.Spec, seed: 19, frame: 0).Select(x => (byte)Math.Min(255, (x / divisor) + level))];
            TorchAnswer expected = torchStream.Process(picture, Width.Full);
            EngineAnswer actual = pair.Engine.Process(picture, Width.Full);
            Assert.InRange(Pictures.Difference(expected.Logits, actual.Logits), 0, Tolerance);
            Assert.InRange(Pictures.Difference(expected.Scores, actual.Scores), 0, Tolerance);
            answers.Add(actual.Scores);
        }

        Assert.True(Pictures.Difference(answers[0], answers[^1]) > 10 * Tolerance, "The test says nothing when nothing moves the gate.");
    }

    [Fact]
    public void Widths_differ_in_what_they_answer()
    {
        using Pair pair = new("mobilenetv2");
        byte[] picture = Pictures.Create(pair.Spec, seed: 5, frame: 0);
        List<float[]> answers = [];
        foreach (Width width in pair.Spec.Widths)
        {
            pair.Engine.Reset();
            answers.Add(pair.Engine.Process(picture, width).Logits);
        }

        for (int i = 1; i < answers.Count; i++)
            Assert.True(Pictures.Difference(answers[i - 1], answers[i]) > 10 * Tolerance);
    }

    /// <summary>The same seeded weights in torch and in the engine.</summary>
    private sealed class Pair : IDisposable
    {
        public Pair(string net)
        {
            torch.set_num_threads(1);
            Spec = SmallNetworks.Named(net);
            WeightSet weights = RandomWeights.Create(Spec, 7);
            Torch = new SdComNetwork(Spec, seed: 1);
            Torch.All().CopyFrom(weights);
            Engine = EngineStream.Build(Spec, weights);
        }

        public NetworkSpec Spec { get; }

        public SdComNetwork Torch { get; }

        public EngineStream Engine { get; }

        public void Dispose()
        {
            Torch.Dispose();
            Engine.Dispose();
        }
    }
}

using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Stages;
using TorchSharp;

namespace SdCom.Edge.Training.Tests.Stages;

/// <summary>Policies over a dynamic net with temporal shift, whose features depend on the widths before.</summary>
public sealed class ClipReplayTests : IDisposable
{
    private readonly TinyRun tiny = new();
    private readonly TrainingData data;
    private readonly SdComNetwork network;

    public ClipReplayTests()
    {
        torch.set_num_threads(1);
        data = TrainingData.Open(tiny.Recipe, tiny.Cache, Reporter.Silent);
        network = new SdComNetwork(NetworkSpec.Create(tiny.Recipe.Network with { Dynamic = "resnet-18", DynamicShift = 0.25 }, 3), 1);
    }

    public void Dispose()
    {
        network.Dispose();
        data.Dispose();
        tiny.Dispose();
    }

    [Fact]
    public void Widths_that_change_from_frame_to_frame_answer_as_a_stream_does()
    {
        using FrameCache clips = data.OpenTest();
        using EvaluationFeatures features = EvaluationFeatures.Compute(network, clips, Reporter.Silent);
        Evaluator evaluator = new(network, features);
        double[] shares = [0.3, 0.4, 0.3];
        Outcome outcome = evaluator.Blind(shares, new Random(5));

        Random again = new(5);
        byte[] picture = new byte[clips.Size * clips.Size * 3];
        double furthest = 0;
        for (int i = 0; i < clips.Clips.Count; i++)
        {
            using TorchStream stream = new(network);
            float[] logits = [];
            for (int frame = 0; frame < clips.Clips[i].Frames; frame++)
            {
                double at = again.NextDouble();
                clips.Read(clips.Clips[i], frame, picture);
                logits = stream.Process(picture, network.Spec.Widths[at < 0.3 ? 0 : at < 0.7 ? 1 : 2]).Logits;
            }

            Assert.All(logits.Zip(outcome.Logits[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
            furthest = Math.Max(furthest, logits.Zip(evaluator.Fixed(Width.Full).Logits[i], (a, b) => Math.Abs(a - b)).Max());
        }

        Assert.True(furthest > 1e-3, "The widths must matter.");
    }

    [Fact]
    public void Replaying_leaves_no_tensor_behind()
    {
        using FrameCache clips = data.OpenTest();
        using EvaluationFeatures features = EvaluationFeatures.Compute(network, clips, Reporter.Silent);
        Evaluator evaluator = new(network, features);
        evaluator.Blind([0.3, 0.4, 0.3], new Random(5));
        long alive = Tensors.Alive();
        evaluator.Blind([0.3, 0.4, 0.3], new Random(6));
        Assert.Equal(alive, Tensors.Alive());
    }
}

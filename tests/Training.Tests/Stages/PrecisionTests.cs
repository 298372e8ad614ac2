using SdCom.Edge.Bindings;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Stages;

public sealed class PrecisionTests
{
    private static readonly SupernetRecipe Recipe = new() { Epochs = 1, Batch = TinyNetwork.Clips, LearningRate = 0.01, FeatureDropout = 0, PooledDropout = 0 };

    public PrecisionTests() => torch.set_num_threads(1);

    [Fact]
    public void A_step_in_bfloat16_stays_near_the_step_in_float32()
    {
        if (!TorchExtras.TrainsInBfloat16(CPU))
            Assert.Skip("this libtorch does not train in bfloat16 on this CPU");
        using SdComNetwork full = TinyNetwork.Create(), brief = TinyNetwork.Create(inBfloat16: true);
        (double loss, float[] gradient) = Step(full);
        (double briefLoss, float[] briefGradient) = Step(brief);
        Assert.Equal(loss, briefLoss, 0.02 * loss);
        double cosine = gradient.Zip(briefGradient, (a, b) => (double)a * b).Sum() / (Length(gradient) * Length(briefGradient));
        Assert.InRange(cosine, 0.95, 1);
        Assert.NotEqual(gradient, briefGradient);
        foreach ((string name, Tensor value) in brief.All().Entries)
            Assert.True(value.dtype == ScalarType.Float32, $"{name} stays float32");
        WeightSet statistics = full.Trunks().ToWeights(), briefStatistics = brief.Trunks().ToWeights();
        foreach (string name in statistics.Names.Where(n => n.Contains("running_", StringComparison.Ordinal)))
        {
            float[] expected = statistics[name].Values, got = briefStatistics[name].Values;
            Assert.InRange(Length([.. expected.Zip(got, (a, b) => a - b)]), 0, 0.03 * Length(expected));
        }
    }

    [Fact]
    public void Only_passes_that_gradients_follow_are_shortened()
    {
        using SdComNetwork full = TinyNetwork.Create(), brief = TinyNetwork.Create(inBfloat16: true);
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor pictures, _) = TinyNetwork.Problem(0);
        using IDisposable off = torch.no_grad();
        Tensor expected = full.Supplementary(pictures, Width.Full, NormPass.Evaluate, TinyNetwork.Clips)!;
        Tensor got = brief.Supplementary(pictures, Width.Full, NormPass.Evaluate, TinyNetwork.Clips)!;
        Assert.Equal(expected.data<float>().ToArray(), got.data<float>().ToArray());
    }

    private static (double Loss, float[] Gradient) Step(SdComNetwork network)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor pictures, Tensor labels) = TinyNetwork.Problem(0);
        double loss = Sandwich.Backward(network, pictures, labels, [Width.Skip, new Width(25), new Width(50)], Recipe).Loss;
        Assert.Equal(ScalarType.Float32, network.Fusion.Mix(torch.ones(1, network.Spec.Fusion.Primary), null).dtype); // the scope is left
        return (loss, [.. network.Trunks().Parameters.SelectMany(p => p.grad!.contiguous().data<float>().ToArray())]);
    }

    private static double Length(float[] values) => Math.Sqrt(values.Sum(v => (double)v * v));
}

using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Layers;

public sealed class GateAndFusionTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public GateAndFusionTests()
    {
        torch.set_num_threads(1);
        torch.random.manual_seed(2);
    }

    public void Dispose() => scope.Dispose();

    [Fact]
    public void The_gru_equals_the_published_one_step_by_step()
    {
        WeightSet file = Safetensors.Read(Golden.Require("golden/gate/weights.safetensors"));
        string prefix = file.Names.First(n => n.EndsWith("weight_ih_l0", StringComparison.Ordinal))[..^"weight_ih_l0".Length];
        using GruCell gru = new(64, 64, torch.CPU);
        NamedTensors named = new();
        gru.Collect("g", named);
        WeightSet weights = new();
        foreach (string name in new[] { "weight_ih", "weight_hh", "bias_ih", "bias_hh" })
            weights.Add($"g.{name}", file[$"{prefix}{name}_l0"]);
        named.CopyFrom(weights);

        Tensor encoded = Golden.Npy("gate/encoded").view(2, 4, 64);
        Tensor hidden = torch.zeros(2, 64);
        for (int t = 0; t < 4; t++)
        {
            hidden = gru.Forward(encoded.select(1, t), hidden);
            Golden.Near(Golden.Npy("gate/hidden_per_step").select(1, t), hidden, 1e-5, 1e-5);
        }
    }

    [Fact]
    public void A_gate_that_is_streamed_scores_as_on_the_whole_clip()
    {
        using Gate gate = new(new GateSpec(12, 8, 8, 3));
        Tensor primary = torch.randn(2, 5, 12);
        Tensor whole = gate.Forward(primary);
        Tensor hidden = torch.zeros(2, 8);
        for (int t = 0; t < 5; t++)
        {
            (Tensor scores, hidden) = gate.Step(primary.select(1, t), hidden);
            Golden.Near(whole.select(1, t), scores, 1e-6, 0);
        }
    }

    [Fact]
    public void A_skipped_feature_counts_as_zeros_and_a_narrow_one_is_padded_with_them()
    {
        using Fusion fusion = new(new FusionSpec(6, 8, 4, 3, 2));
        Tensor primary = torch.randn(3, 6), narrow = torch.randn(3, 2);
        Golden.Near(fusion.Mix(primary, torch.zeros(3, 8)), fusion.Mix(primary, null), 1e-6, 0);
        Golden.Near(fusion.Mix(primary, torch.cat([narrow, torch.zeros(3, 6)], 1)), fusion.Mix(primary, narrow), 1e-6, 0);
    }

    [Fact]
    public void The_answer_depends_on_the_window_alone_and_on_its_order()
    {
        using Fusion fusion = new(new FusionSpec(6, 8, 4, 3, 2));
        Tensor window = torch.rand(1, 3, 4);
        Tensor answer = fusion.Classify(window);
        Golden.Near(answer, fusion.Classify(window), 0, 0);
        Assert.False(torch.allclose(answer, fusion.Classify(window.flip(1))));
    }

    [Fact]
    public void Pooled_as_published_every_position_answers_for_the_largest_so_far()
    {
        using Fusion fusion = new(new FusionSpec(6, 8, 4, 3, 2), prefixes: true);
        NamedTensors named = new();
        fusion.Collect("f", named);
        Tensor primary = torch.randn(2, 5, 6), supplementary = torch.randn(2, 5, 8);
        Tensor lessons = fusion.Lessons(primary, supplementary, default).view(2, 3, 2);
        Tensor mixed = fusion.Mix(primary.view(10, 6), supplementary.view(10, 8)).view(2, 5, 4).narrow(1, 2, 3);
        for (int t = 0; t < 3; t++)
        {
            Tensor largest = mixed.narrow(1, 0, t + 1).amax([1]);
            Tensor weight = At($"f.classifiers.{t}.weight"), bias = At($"f.classifiers.{t}.bias");
            Golden.Near(torch.nn.functional.linear(largest, weight, bias), lessons.select(1, t), 1e-6, 0);
        }

        Golden.Near(fusion.Classify(mixed), lessons.select(1, 2), 1e-6, 0);
        Golden.Near(fusion.Classify(mixed), fusion.Classify(mixed.flip(1)), 1e-6, 0); // order is lost
        Tensor labels = lessons.select(1, 2).argmax(1);
        Assert.Equal([.. labels.data<long>().SelectMany(l => new[] { l, l, l })], fusion.LessonLabels(labels).data<long>().ToArray());
        Assert.Equal(2, fusion.Right(lessons.view(6, 2), labels));
        Assert.Equal(1, fusion.Right(lessons.view(6, 2), torch.cat([labels.narrow(0, 0, 1), 1 - labels.narrow(0, 1, 1)])));

        Tensor At(string name) => named.Entries.Single(e => e.Name == name).Value;
    }

    [Fact]
    public void The_counter_knows_the_fusion_that_pools_as_published()
    {
        NetworkSpec spec = NetworkSpec.Create(
            new NetworkDescription { Static = "mobilenetv2-0.35", Dynamic = "mobilenetv2-0.35", InputSize = 32, Widths = [0, 1], FusionHidden = 16, Segments = 3, Pooling = "runningMaximum" }, 5);
        using Fusion fusion = new(spec.Fusion, prefixes: true);
        NamedTensors named = new();
        fusion.Collect("f", named);
        Assert.Equal(named.Parameters.Sum(p => p.NumberOfElements), MacCounter.Count(spec).Fusion.Parameters);
        Assert.Equal((2 * 1280 * 16) + (16 * 5), MacCounter.Count(spec).Fusion.Macs);
    }
}

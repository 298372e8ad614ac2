using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Networks;

public sealed class TrunkTests : IDisposable
{
    private static readonly Width[] Widths = [new(25), new(50), new(75), Width.Full];
    private readonly DisposeScope scope = torch.NewDisposeScope();
    private readonly IDisposable off = torch.no_grad();

    public TrunkTests()
    {
        torch.set_num_threads(1);
        torch.random.manual_seed(1);
    }

    public void Dispose()
    {
        off.Dispose();
        scope.Dispose();
    }

    [Theory]
    [InlineData("0.35", PaddingRule.Same, "same")]
    [InlineData("0.35", PaddingRule.Symmetric, "symmetric")]
    [InlineData("1.0", PaddingRule.Same, "same")]
    [InlineData("1.0", PaddingRule.Symmetric, "symmetric")]
    public void Pretrained_weights_give_the_check_values(string multiplier, PaddingRule padding, string name)
    {
        using Backbone trunk = new(MobileNetV2.Create(double.Parse(multiplier, System.Globalization.CultureInfo.InvariantCulture), padding));
        Pretrained.Load(trunk, Golden.Require($"pretrained/mobilenet_v2_{multiplier}_224.safetensors"), "static");
        Tensor feature = trunk.Forward(CheckPicture(), Width.Full, NormPass.Evaluate);
        Golden.Near(Golden.Shared($"pretrained/check_{multiplier}_pooled_{name}.npy").view(1, -1), feature, 2e-4, 0);
    }

    [Fact]
    public void The_trunk_of_a_run_begins_another_one_at_every_width()
    {
        NetworkSpec spec = NetworkSpec.Create(
            new NetworkDescription { Static = "mobilenetv2-0.35", Dynamic = "mobilenetv2-0.35", InputSize = 32, Widths = [0, 0.25, 0.5, 0.75, 1], Segments = 2 }, 3);
        using SdComNetwork run = new(spec, seed: 1), other = new(spec, seed: 2);
        Tensor pictures = torch.rand([4, 3, 32, 32]);
        foreach (Width width in Widths)
            run.Supplementary(pictures, width, NormPass.Train, 2); // statistics of its own
        string path = Path.Combine(Directory.CreateTempSubdirectory("sdcom-trunk-").FullName, "run.safetensors");
        run.Save(path);
        Assert.False(Pretrained.Load(other.Static, path, "static"));
        Assert.False(Pretrained.Load(other.Dynamic, path, "dynamic"));
        Golden.Near(run.Primary(pictures, NormPass.Evaluate, 2), other.Primary(pictures, NormPass.Evaluate, 2), 0, 0);
        foreach (Width width in Widths)
            Golden.Near(run.Supplementary(pictures, width, NormPass.Evaluate, 2)!, other.Supplementary(pictures, width, NormPass.Evaluate, 2)!, 0, 0);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void Quarter_width_equals_the_sliced_full_net()
    {
        BackboneSpec spec = MobileNetV2.Create(0.5);
        using Backbone trunk = new(spec, Widths);
        Randomise(trunk);
        Width width = new(25);
        using Backbone sliced = new(Slice(spec, width));
        NamedTensors wide = new(), narrow = new();
        trunk.Collect("net", wide);
        sliced.Collect("net", narrow);
        Dictionary<string, Tensor> full = wide.Entries.ToDictionary(e => e.Name, e => e.Value);
        foreach ((string name, Tensor value) in narrow.Entries)
        {
            string source = name.Contains("running", StringComparison.Ordinal) ? name.Insert(name.LastIndexOf('.'), $".{width.FileTag}") : name;
            Tensor part = full[source];
            for (int d = 0; d < Math.Min(2, part.ndim); d++)
                part = part.narrow(d, 0, value.shape[d]);
            value.copy_(part);
        }

        Tensor x = torch.randn(2, 3, 64, 64);
        Golden.Near(sliced.Forward(x, Width.Full, NormPass.Evaluate), trunk.Forward(x, width, NormPass.Evaluate), 1e-5, 1e-5);
    }

    [Theory]
    [InlineData("mobilenet")]
    [InlineData("basic")]
    [InlineData("bottleneck")]
    public void Sorting_channels_only_reorders_the_feature(string kind)
    {
        BackboneSpec spec = kind == "mobilenet" ? MobileNetV2.Create(0.35) : ResNet.Create("tiny", [2, 1, 1, 1], kind == "bottleneck", 8);
        using Backbone trunk = new(spec, Widths);
        Randomise(trunk);
        Tensor x = torch.randn(2, 3, 64, 64);
        Tensor before = trunk.Forward(x, Width.Full, NormPass.Evaluate);
        WeightSet unsorted = Values(trunk);

        long[] order = ChannelSort.Apply(trunk);

        Assert.Equal(Enumerable.Range(0, spec.FeatureChannels).Select(i => (long)i), order.Order());
        Golden.Near(before.index_select(1, torch.tensor(order)), trunk.Forward(x, Width.Full, NormPass.Evaluate), 1e-4, 1e-4);
        WeightSet sorted = Values(trunk);
        Assert.All(unsorted.Names.Where(n => n.EndsWith("conv1.weight", StringComparison.Ordinal) || n.EndsWith(".0.0.weight", StringComparison.Ordinal)), n => Assert.NotEqual(unsorted[n].Values, sorted[n].Values));
    }

    [Fact]
    public void Unfolding_keeps_the_function_and_makes_the_training_pass_agree_with_it()
    {
        using Backbone trunk = new(MobileNetV2.Create(0.35), Widths);
        Randomise(trunk);
        Tensor x = torch.randn(8, 3, 64, 64);
        Tensor before = trunk.Forward(x, Width.Full, NormPass.Evaluate);
        trunk.Forward(x, Width.Full, NormPass.Unfold);
        Golden.Near(before, trunk.Forward(x, Width.Full, NormPass.Evaluate), 1e-3, 1e-3);
        Golden.Near(before, trunk.Forward(x, Width.Full, NormPass.Train), 2e-2, 2e-2); // up to the 1e-6 that guards dead channels
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_by_name()
    {
        using Backbone trunk = new(MobileNetV2.Create(0.5));
        InputException e = Assert.Throws<InputException>(() => Pretrained.Load(trunk, Golden.Require("pretrained/mobilenet_v2_0.35_224.safetensors"), "static"));
        Assert.Contains("does not fit mobilenetv2-0.5", e.Message, StringComparison.Ordinal);
        Assert.Contains("must have shape", e.Message, StringComparison.Ordinal);
    }

    private static Tensor CheckPicture()
    {
        float[] rgb = new float[3 * 224 * 224];
        for (int y = 0; y < 224; y++)
        {
            for (int x = 0; x < 224; x++)
            {
                int[] planes = [(x + y) % 256, ((2 * x) + (y / 2)) % 256, x * y / 64 % 256];
                for (int c = 0; c < 3; c++)
                    rgb[(((c * 224) + y) * 224) + x] = (planes[c] / 127.5f) - 1;
            }
        }

        return torch.tensor(rgb, [1, 3, 224, 224]);
    }

    private static BackboneSpec Slice(BackboneSpec spec, Width width) => spec with
    {
        Blocks = [.. spec.Blocks.Select(b => b with
        {
            Convs = [.. b.Convs.Select(c => c with { Inputs = spec.InputsAt(c, width), Outputs = spec.OutputsAt(c, width) })],
        })],
    };

    // Norms that are not the identity, so that a forgotten permutation shows.
    private static void Randomise(Backbone trunk)
    {
        NamedTensors named = new();
        trunk.Collect("net", named);
        foreach ((string name, Tensor value) in named.Entries.Where(e => e.Value.ndim == 1))
            value.copy_(name.EndsWith("weight", StringComparison.Ordinal) || name.EndsWith("var", StringComparison.Ordinal) ? torch.rand_like(value) + 0.5 : torch.randn_like(value) * 0.2);
    }

    private static WeightSet Values(Backbone trunk)
    {
        NamedTensors named = new();
        trunk.Collect("net", named);
        return named.ToWeights();
    }
}

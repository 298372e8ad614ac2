using System.Globalization;
using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Published;

namespace SdCom.Edge.Training.Tests.Published;

/// <summary>Every number of macs.json: what was read is taken out of the document, and at the end only words are left.</summary>
public sealed class MacsTests
{
    private readonly JsonObject golden = JsonNode.Parse(File.ReadAllText(Golden.Require("golden/macs.json")))!.AsObject();

    [Fact, GoldenCase("macs.json")]
    public void Every_count_of_the_published_network_is_reproduced_and_so_are_its_miscounts()
    {
        Dynamic("resnet18", 18);
        Dynamic("resnet50", 50);
        foreach (double multiplier in (double[])[1, 0.5, 0.35])
            Static(FormattableString.Invariant($"mobilenetv2_{multiplier:0.0#}"), multiplier);
        foreach (int size in (int[])[224, 160, 112])
            Gate(size);
        foreach ((int depth, int frames) in (ReadOnlySpan<(int, int)>)[(50, 8), (18, 8), (50, 16), (18, 16)])
            Fusion(depth, frames);
        PublishedCost cost = new(Spec(1, 50, 224));
        Equal("training_only_heads.slim_classifier_resnet50.macs", cost.SlimClassifier);
        Equal("training_only_heads.slim_classifier_resnet50.params", cost.SlimClassifier + 200);
        Equal("training_only_heads.policy_linear_head.macs", cost.StaticHead);
        Equal("training_only_heads.policy_linear_head.params", cost.StaticHead + 200);
        foreach (int size in (int[])[224, 160, 112])
        {
            foreach (Width width in WidthSet.Default)
                Equal(["per_frame_total_mobilenetv2_1.0+gate(with GRU)+resnet50+fusion", $"{size}", Key(width), "macs"], new PublishedCost(Spec(1, 50, size)).Frame(width));
        }

        Assert.Equal([224, 160, 112], Take(["sizes_px"])!.AsArray().Select(n => (int)n!));
        Assert.Equal(["convention", "note"], Left(golden).Distinct().Order()); // nothing but words was left out
    }

    private void Dynamic(string name, int depth)
    {
        PublishedSpec spec = Spec(1, depth, 224);
        PublishedCost cost = new(spec);
        string[] at = ["dynamic", name];
        Equal([.. at, "feature_dim"], spec.Dynamic.FeatureChannels);
        long backbone = cost.DynamicParameters(Width.Full).Convolutions + cost.DynamicParameters(Width.Full).Norms;
        long imageNet = MacCounter.Linear(spec.Dynamic.FeatureChannels, 1000) + 1000; // the layer that is never run
        Equal([.. at, "params_stored", "backbone"], backbone);
        Equal([.. at, "params_stored", "unused_imagenet_fc"], imageNet);
        Equal([.. at, "params_stored", "total_with_unused_imagenet_fc"], backbone + imageNet);
        Equal([.. at, "params_stored", "running_statistics_all_widths"], cost.DynamicStatistics);
        foreach (Width width in WidthSet.Default)
        {
            string[] row = [.. at, "widths", Key(width)];
            int channels = spec.Dynamic.FeatureAt(width);
            foreach (int size in (int[])[224, 160, 112])
            {
                PublishedCost sized = new(Spec(1, depth, size));
                Equal([.. row, "macs", $"{size}"], sized.Dynamic(width));
                Close([.. row, "macs_ratio_to_full", $"{size}"], (double)sized.Dynamic(width) / sized.Dynamic(Width.Full));
                int side = spec.Dynamic.Blocks.Aggregate(size, (s, block) => block.OutputSize(s));
                Assert.Equal([1, channels, side, side], Take([.. row, "final_map", $"{size}"])!.AsArray().Select(n => (int)n!));
            }

            foreach ((ConvSpec conv, long macs) in MacCounter.Layers(spec.Dynamic, width, 224))
                Equal([.. row, "layers", conv.Name], macs);
            (long convolutions, long norms) = cost.DynamicParameters(width);
            Equal([.. row, "active_params", "conv"], convolutions);
            Equal([.. row, "active_params", "bn_affine"], norms);
            Equal([.. row, "active_params", "total"], convolutions + norms);
            Equal([.. row, "feature_channels"], channels);
            Close([.. row, "width_squared_used_as_cost"], width.Fraction * width.Fraction);
        }
    }

    private void Static(string name, double multiplier)
    {
        PublishedSpec spec = Spec(multiplier, 50, 224);
        Equal(["static", name, "feature_dim"], spec.Static.FeatureChannels);
        Equal(["static", name, "params_features"], MacCounter.Parameters(spec.Static, Width.Full));
        Assert.Equal(spec.Static.Convs.Select(c => c.Outputs), Take(["static", name, "channels"])!.AsArray().Select(n => (int)n!));
        foreach (int size in (int[])[224, 160, 112])
        {
            Equal(["static", name, "macs", $"{size}"], new PublishedCost(spec with { InputSize = size }).Static);
            int side = spec.Static.Blocks.Aggregate(size, (s, block) => block.OutputSize(s));
            Assert.Equal([1, spec.Static.FeatureChannels, side, side], Take(["static", name, "final_map", $"{size}"])!.AsArray().Select(n => (int)n!));
        }

        Equal(["static", name, "linear_head_200_classes", "macs"], new PublishedCost(spec).StaticHead);
        Equal(["static", name, "linear_head_200_classes", "params"], new PublishedCost(spec).StaticHead + 200);
    }

    private void Gate(int size)
    {
        PublishedSpec spec = Spec(1, 50, size);
        PublishedCost cost = new(spec);
        int hidden = spec.GateHidden;
        string[] at = ["gate", $"{size}"];
        Equal([.. at, "spatial"], spec.MapCells);
        long encoder = MacCounter.Linear(spec.GateChannels * spec.MapCells, hidden);
        Equal([.. at, "macs_parts", "conv1x1"], cost.GateConvolution);
        Equal([.. at, "macs_parts", "encoder_fc"], encoder);
        Equal([.. at, "macs_parts", "gru_matrix_products"], cost.GateGru);
        Equal([.. at, "macs_parts", "out_fc"], MacCounter.Linear(hidden, 5));
        Equal([.. at, "macs_as_original_counts"], cost.GateAsCounted);
        Equal([.. at, "macs_with_gru"], cost.Gate);

        // The bundled profiler adds the two biases of each gate and seven element-wise operations a unit: 13 a unit.
        Equal([.. at, "gru_as_bundled_thop_counts"], cost.GateGru + (13L * hidden));
        Equal([.. at, "params", "conv1x1"], (long)spec.Static.FeatureChannels * spec.GateChannels);
        Equal([.. at, "params", "bn2d"], 2L * spec.GateChannels);
        Equal([.. at, "params", "encoder_fc"], encoder + hidden);
        Equal([.. at, "params", "bn1d"], 2L * hidden);
        Equal([.. at, "params", "gru"], cost.GateGru + (6L * hidden));
        Equal([.. at, "params", "out_fc"], MacCounter.Linear(hidden, 5) + 5);
        Equal([.. at, "params_total"], cost.GateParameters);
    }

    private void Fusion(int depth, int frames)
    {
        PublishedSpec spec = Spec(1, depth, 224) with { Frames = frames };
        PublishedCost cost = new(spec);
        string[] at = ["fusion", $"mobilenetv2_1.0+resnet{depth},T={frames}"];
        Equal([.. at, "input_dim"], spec.FusedFeature);
        Equal([.. at, "mlp_macs_per_frame"], cost.FusionMix);
        Equal([.. at, "classifier_macs_per_frame"], cost.Classifier);
        Equal([.. at, "true_macs_per_video"], cost.FusionPerVideo);
        Equal([.. at, "original_add_flops_once"], cost.FusionPerVideoAsCounted / frames);
        Equal([.. at, "original_times_T"], cost.FusionPerVideoAsCounted);
        Equal([.. at, "original_over_count"], cost.FusionPerVideoAsCounted - cost.FusionPerVideo);
        (long total, long mix, long norm, long one) = cost.FusionParameters;
        Equal([.. at, "params", "mlp_linear"], mix);
        Equal([.. at, "params", "mlp_bn"], norm);
        Equal([.. at, "params", "classifiers_all_positions"], frames * one);
        Equal([.. at, "params", "one_classifier"], one);
        Equal([.. at, "params", "total"], total);
    }

    private static PublishedSpec Spec(double multiplier, int depth, int size) => new()
    {
        Static = MobileNetV2.Create(multiplier, PaddingRule.Symmetric),
        Dynamic = ResNet.Create(depth, ChannelRounding.Floor),
        InputSize = size,
        Frames = 16,
        Classes = 200,
    };

    private static string Key(Width width) => width == Width.Full ? "1.0" : width.ToString();

    private static IEnumerable<string> Left(JsonNode node) => node switch
    {
        JsonObject parts => parts.SelectMany(p => p.Value is JsonObject or JsonArray ? Left(p.Value) : [p.Key]),
        JsonArray list => list.Count == 0 ? [] : ["a list"],
        _ => [],
    };

    private void Equal(string path, long actual) => Equal(path.Split('.'), actual);

    private void Equal(string[] path, long actual) => Assert.True((long)Take(path)! == actual, $"{string.Join('/', path)}: {actual}");

    private void Close(string[] path, double actual) => Assert.Equal(double.Parse(Take(path)!.ToJsonString(), CultureInfo.InvariantCulture), actual, 1e-12);

    private JsonNode? Take(string[] path)
    {
        JsonObject parent = golden;
        foreach (string key in path[..^1])
            parent = parent[key] as JsonObject ?? throw new KeyNotFoundException(string.Join('/', path));
        Assert.True(parent.TryGetPropertyValue(path[^1], out JsonNode? value), string.Join('/', path));
        parent.Remove(path[^1]);
        return value;
    }
}

using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The tensors of the whole published network under the names of its checkpoints (but see <see cref="PublishedNames"/> for slimmable norms).
/// What they compute is in <see cref="PolicyPass"/> and <see cref="InferencePass"/>.
/// </summary>
public sealed class PublishedNetwork : IDisposable
{
    private const string FeatureNet = "policy_net.feat_net", Gate = "policy_net.gate", Head = "final_classifier";
    private readonly NamedTensors parts = new(); // static head, gate and fusion

    /// <summary>Creates all parts; their random weights come from <paramref name="seed"/>.</summary>
    public PublishedNetwork(PublishedSpec spec, long seed, Device? device = null)
    {
        Device = device ?? torch.CPU;
        Spec = spec;
        torch.random.manual_seed(seed);
        Look = new SlimVideoNet(spec, Device);
        Glance = new Backbone(spec.Static, device: Device);
        int feature = spec.Static.FeatureChannels;
        PublishedInit.Linear(parts, $"{FeatureNet}.classifier.1", feature, spec.Classes, Device);
        parts.Add($"{Gate}.encoder.0.weight", PublishedInit.Kernel(spec.GateChannels, feature, 1, Device));
        PublishedInit.Norm(parts, $"{Gate}.encoder.1", spec.GateChannels, Device);
        PublishedInit.Linear(parts, $"{Gate}.encoder.4", spec.GateChannels * spec.MapCells, spec.GateHidden, Device);
        PublishedInit.Norm(parts, $"{Gate}.encoder.5", spec.GateHidden, Device);
        PublishedInit.Gru(parts, $"{Gate}.gru", spec.GateHidden, Device);
        PublishedInit.Linear(parts, $"{Gate}.fc", spec.GateHidden, spec.Widths.Count, Device);
        PublishedInit.Linear(parts, $"{Head}.mlp.layers.0", spec.FusedFeature, spec.FusionHidden, Device);
        PublishedInit.Norm(parts, $"{Head}.mlp.layers.1", spec.FusionHidden, Device);
        for (int t = 0; t < spec.Frames; t++)
            PublishedInit.Linear(parts, $"{Head}.classifiers.{t}.1", spec.FusionHidden, spec.Classes, Device);
        QuietResiduals(Look.Trunk);
        QuietResiduals(Glance);
    }

    public PublishedSpec Spec { get; }

    /// <summary>Where the weights lie.</summary>
    public Device Device { get; }

    /// <summary>The slimmable trunk with its classifier: what the supernet stage trains.</summary>
    public SlimVideoNet Look { get; }

    /// <summary>The static net's trunk.</summary>
    public Backbone Glance { get; }

    /// <summary>All tensors by name.</summary>
    public NamedTensors All()
    {
        NamedTensors named = Look.All();
        foreach ((string name, Tensor value) in Policy().Entries)
            named.Add(name, value);
        return named;
    }

    /// <summary>Static net, gate and fusion: what the meta step's pseudo update moves (behaviour 18).</summary>
    public NamedTensors Policy()
    {
        NamedTensors named = new();
        Glance.Collect(FeatureNet, named);
        foreach ((string name, Tensor value) in parts.Entries)
            named.Add(name, value);
        return named;
    }

    /// <summary>Writes all weights as safetensors, aside then renamed.</summary>
    public void Save(string path) => Safetensors.Write(path, All().ToWeights());

    /// <summary>Reads all weights.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or another network's.</exception>
    public void Load(string path)
    {
        if (!File.Exists(path))
            throw new InputException($"{path}: weights are not there; train the supernet first, with --faithful.");
        try
        {
            All().CopyFrom(Safetensors.Read(path));
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        Look.Dispose();
        Glance.Dispose();
        foreach ((_, Tensor value) in parts.Entries)
            value.Dispose();
    }

    // The last norm of a residual branch starts at 0, so that a block starts as its shortcut (behaviour 6; Goyal et al. 2017, section 5.1).
    private static void QuietResiduals(Backbone trunk)
    {
        using IDisposable off = torch.no_grad();
        NamedTensors named = new();
        trunk.Collect("x", named);
        foreach (BlockSpec block in trunk.Spec.Blocks.Where(b => b.Residual && b.Activation != Activation.None))
            named.Entries.Single(e => e.Name == $"x.{block.Convs[^1].NormName}.weight").Value.zero_();
    }
}

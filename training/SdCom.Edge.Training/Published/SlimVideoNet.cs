using SdCom.Edge.Core;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Published;

/// <summary>What the published supernet stage trains: the slimmable trunk and one linear classifier, of which a width uses the leading columns (behaviour 7).</summary>
public sealed class SlimVideoNet : IDisposable
{
    private readonly Parameter weight; // [classes, D]
    private readonly Parameter bias; // [classes]

    public SlimVideoNet(PublishedSpec spec, Device? device = null)
    {
        Device on = device ?? torch.CPU;
        Trunk = new Backbone(spec.Dynamic, spec.Widths, on);
        Widths = spec.Widths;
        weight = PublishedInit.Uniform([spec.Classes, spec.Dynamic.FeatureChannels], spec.Classes, on);
        bias = PublishedInit.Constant(spec.Classes, 0, on);
    }

    public Backbone Trunk { get; }

    public WidthSet Widths { get; }

    /// <summary>Video logits [V, classes] of pictures [V, T, 3, S, S]: the mean over a video's frames of linear(pooled feature).</summary>
    public Tensor Forward(Tensor pictures, Width width, NormPass pass)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor feature = Trunk.Forward(pictures.flatten(0, 1), width, pass);
        Tensor frames = F.linear(feature, weight.narrow(1, 0, feature.shape[1]), bias);
        return frames.view(pictures.shape[0], pictures.shape[1], -1).mean([1]).MoveToOuterDisposeScope();
    }

    /// <summary>Frame logits [N, classes] of features padded to full length [N, D].</summary>
    public Tensor Classify(Tensor features) => F.linear(features, weight, bias);

    /// <summary>All tensors: <c>backbone.</c> and <c>classifier.</c></summary>
    public NamedTensors All()
    {
        NamedTensors named = new();
        Collect("", named);
        return named;
    }

    /// <summary>Adds all tensors, their names behind a prefix.</summary>
    public void Collect(string prefix, NamedTensors into)
    {
        Trunk.Collect($"{prefix}backbone", into);
        into.Add($"{prefix}classifier.weight", weight);
        into.Add($"{prefix}classifier.bias", bias);
    }

    /// <summary>Takes over all values of another net of the same shape.</summary>
    public void CopyFrom(SlimVideoNet other)
    {
        WeightSet values = other.All().ToWeights();
        All().CopyFrom(values);
    }

    public void Dispose()
    {
        Trunk.Dispose();
        weight.Dispose();
        bias.Dispose();
    }
}

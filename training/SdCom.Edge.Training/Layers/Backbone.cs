using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Layers;

/// <summary>A convolutional trunk with global average pooling, built from its description; slimmable when it is given widths.</summary>
public sealed class Backbone : IDisposable
{
    private readonly Block[] blocks;

    /// <summary>Creates the trunk; without <paramref name="widths"/> it only runs at full width and its norms are named plainly.</summary>
    public Backbone(BackboneSpec spec, IReadOnlyList<Width>? widths = null, Device? device = null)
    {
        Spec = spec;
        blocks = [.. spec.Blocks.Select(b => new Block(b, spec, widths, device ?? torch.CPU))];
    }

    public BackboneSpec Spec { get; }

    public IReadOnlyList<Block> Blocks => blocks;

    /// <summary>All convolutions, a block's projection last: the order of <see cref="BackboneSpec.Convs"/>.</summary>
    public IEnumerable<SlimmableConv> Convs => blocks.SelectMany(b => b.Projection is null ? b.Convs : b.Convs.Append(b.Projection));

    /// <summary>x [N, 3, H, W] to the pooled feature [N, C at width].</summary>
    public Tensor Forward(Tensor x, Width width, NormPass pass)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor y = x;
        foreach (Block block in blocks)
        {
            Tensor next = block.Forward(y, width, pass);
            if (!ReferenceEquals(y, x))
                y.Dispose(); // without gradients nothing else holds it; with them the graph does
            y = next;
        }

        return y.mean([2, 3]).MoveToOuterDisposeScope();
    }

    /// <summary>Adds every tensor by name, as weights files have them.</summary>
    public void Collect(string prefix, NamedTensors into)
    {
        foreach (SlimmableConv conv in Convs)
            conv.Collect(prefix, into);
    }

    public void Dispose()
    {
        foreach (Block block in blocks)
            block.Dispose();
    }
}

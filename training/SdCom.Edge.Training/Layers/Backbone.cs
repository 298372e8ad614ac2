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

    /// <summary>
    /// x [N, 3, H, W] to the pooled feature [N, C at width]. A trunk with temporal shift takes the N pictures as <paramref name="clips"/> whole clips, one behind
    /// the other and each with its frames in order; other trunks do not ask.
    /// </summary>
    public Tensor Forward(Tensor x, Width width, NormPass pass, int clips = 0)
    {
        if (!Spec.Shifts())
            return Run(x, width, pass, null, null);
        using ShiftState fresh = ShiftState.Fresh(clips);
        return Run(x, width, pass, fresh, null);
    }

    /// <summary>
    /// The next frames of N streams, x [N x T, 3, H, W], stream by stream: their features [N x T, C at width] and the next state. Frame by frame or many at
    /// once gives the same. Another width than before reads the leading part of what was kept, and zeros where it was narrower.
    /// </summary>
    /// <exception cref="ArgumentException">The trunk looks at the frame after, or x is not of whole streams.</exception>
    public (Tensor Feature, ShiftState Next) Step(Tensor x, Width width, NormPass pass, ShiftState state)
    {
        if (Spec.LooksAhead)
            throw new ArgumentException($"{Spec.Name}: a bidirectional shift needs whole clips, it has no next frame of a stream.");
        using DisposeScope scope = torch.NewDisposeScope();
        List<Tensor> kept = [];
        Tensor feature = Run(x, width, pass, state, kept);
        return (feature.MoveToOuterDisposeScope(), new ShiftState(state.Streams, [.. kept]).MoveToOuterDisposeScope());
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

    private Tensor Run(Tensor x, Width width, NormPass pass, ShiftState? state, List<Tensor>? kept)
    {
        if (state is not null && (state.Streams < 1 || x.shape[0] % state.Streams != 0))
            throw new ArgumentException($"the pictures must be those of whole clips of one length, got {x.shape[0]} pictures and {state.Streams} clips.");
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor y = x;
        int shifting = 0;
        foreach (Block block in blocks)
        {
            Tensor? shifted = null;
            int channels = Spec.ShiftChannels(block.Spec, width);
            if (state is not null && channels > 0)
            {
                shifted = ChannelShift.Apply(y, channels, state.Streams, state.Of(shifting++), Spec.LooksAhead);
                kept?.Add(ChannelShift.Keep(y, channels, state.Streams));
            }

            Tensor next = block.Forward(y, width, pass, shifted);
            shifted?.Dispose();
            if (!ReferenceEquals(y, x))
                y.Dispose(); // without gradients nothing else holds it; with them the graph does
            y = next;
        }

        foreach (Tensor tensor in kept ?? [])
            tensor.MoveToOuterDisposeScope();
        return y.mean([2, 3], type: ScalarType.Float32).MoveToOuterDisposeScope(); // float32 also under autocast
    }
}

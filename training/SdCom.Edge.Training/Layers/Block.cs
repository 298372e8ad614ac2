using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Layers;

/// <summary>Convolutions in a row, with the shortcut, activation and pooling that the description gives them.</summary>
public sealed class Block : IDisposable
{
    private readonly SlimmableConv[] convs;
    private readonly SlimmableConv? projection;

    public Block(BlockSpec spec, BackboneSpec backbone, IReadOnlyList<Width>? widths, Device device)
    {
        Spec = spec;
        convs = [.. spec.Convs.Select(c => new SlimmableConv(c, backbone, widths, device))];
        projection = spec.Projection is null ? null : new SlimmableConv(spec.Projection, backbone, widths, device);
    }

    public BlockSpec Spec { get; }

    /// <summary>The convolutions in running order, without the projection.</summary>
    public IReadOnlyList<SlimmableConv> Convs => convs;

    /// <summary>The shortcut's convolution, if there is one.</summary>
    public SlimmableConv? Projection => projection;

    /// <summary>x [N, C, H, W] to the block's output; <paramref name="shifted"/> is what the convolutions see in place of x when the block shifts.</summary>
    public Tensor Forward(Tensor x, Width width, NormPass pass, Tensor? shifted = null)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor y = shifted ?? x;
        foreach (SlimmableConv conv in convs)
            y = conv.Forward(y, width, pass);
        if (Spec.Residual)
            y = y.add_(projection is null ? x : projection.Forward(x, width, pass));
        y = y.Activate(Spec.Activation);
        if (Spec.Pool is { } pool)
            y = F.max_pool2d(y, pool.Kernel, pool.Stride, pool.Kernel / 2);
        return y.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (SlimmableConv conv in convs)
            conv.Dispose();
        projection?.Dispose();
    }
}

using SdCom.Edge.Core.Networks;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Published;

/// <summary>How a trunk's layers follow each other, whatever a layer does: shortcuts, activations and pooling of its description.</summary>
internal static class TrunkPlan
{
    /// <summary>x [N, 3, H, W] to the last map [N, C, h, w]; <paramref name="layer"/> is a convolution with its norm, without activation.</summary>
    public static Tensor Run(BackboneSpec spec, Tensor x, Func<ConvSpec, Tensor, Tensor> layer)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor y = x;
        foreach (BlockSpec block in spec.Blocks)
        {
            Tensor input = y;
            foreach (ConvSpec conv in block.Convs)
                y = Activate(layer(conv, y), conv.Activation);
            if (block.Residual)
                y += block.Projection is null ? input : layer(block.Projection, input);
            y = Activate(y, block.Activation);
            if (block.Pool is { } pool)
                y = F.max_pool2d(y, pool.Kernel, pool.Stride, pool.Kernel / 2);
        }

        return y.MoveToOuterDisposeScope();
    }

    /// <summary>The convolution of a layer with a kernel [O, I, K, K].</summary>
    public static Tensor Convolve(ConvSpec conv, Tensor x, Tensor kernel)
    {
        long groups = conv.Depthwise ? kernel.shape[0] : 1;
        long[] stride = [conv.Stride, conv.Stride];
        (int before, int after) = conv.Pads((int)x.shape[2]);
        if (before == after)
            return F.conv2d(x, kernel, strides: stride, padding: [before, before], groups: groups);
        using Tensor padded = F.pad(x, [before, after, before, after]);
        return F.conv2d(padded, kernel, strides: stride, groups: groups);
    }

    private static Tensor Activate(Tensor x, Activation activation) => activation switch
    {
        Activation.Relu => x.relu(),
        Activation.Relu6 => x.relu6(),
        _ => x,
    };
}

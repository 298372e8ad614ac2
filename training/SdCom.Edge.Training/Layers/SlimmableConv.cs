using SdCom.Edge.Bindings;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Layers;

/// <summary>A convolution, its norm and its activation; a narrower width uses the leading filters and their leading inputs.</summary>
public sealed class SlimmableConv : IDisposable
{
    private readonly Parameter weight; // [O, I, K, K]
    private readonly SlimmableNorm norm;
    private readonly ChannelRounding rounding;

    /// <summary>Creates the layer with He's normal initialisation over the fan out; <paramref name="widths"/> as in <see cref="SlimmableNorm"/>.</summary>
    public SlimmableConv(ConvSpec spec, BackboneSpec backbone, IReadOnlyList<Width>? widths, Device device)
    {
        Spec = spec;
        rounding = backbone.Rounding;
        int inputs = spec.Depthwise ? 1 : spec.Inputs;
        double deviation = Math.Sqrt(2.0 / (spec.Kernel * spec.Kernel * (spec.Depthwise ? 1 : spec.Outputs)));
        using Tensor drawn = torch.randn([spec.Outputs, inputs, spec.Kernel, spec.Kernel], device: device) * deviation;
        using Tensor laidOut = TorchExtras.ToChannelsLast(drawn);
        weight = new Parameter(laidOut.clone());
        norm = new SlimmableNorm(spec.Outputs, rounding, widths, backbone.NormEpsilon, device);
    }

    /// <summary>What the layer is.</summary>
    public ConvSpec Spec { get; }

    /// <summary>The norm behind the convolution.</summary>
    public SlimmableNorm Norm => norm;

    /// <summary>The full kernel [O, I, K, K].</summary>
    public Parameter Weight => weight;

    /// <summary>x [N, I at width, H, W] to [N, O at width, H', W'].</summary>
    public Tensor Forward(Tensor x, Width width, NormPass pass)
    {
        using Tensor summed = Convolve(x, width);
        Tensor y = norm.Forward(summed, width, pass);
        return y.Activate(Spec.Activation);
    }

    /// <summary>The convolution alone.</summary>
    public Tensor Convolve(Tensor x, Width width)
    {
        int outputs = rounding.Channels(Spec.Outputs, width);
        long inputs = Spec.Depthwise ? 1 : x.shape[1];
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor kernel = Slice(outputs, inputs);
        (int before, int after) = Spec.Pads((int)x.shape[2]);
        long[] stride = [Spec.Stride, Spec.Stride];
        long groups = Spec.Depthwise ? outputs : 1;
        if (before == after)
            return F.conv2d(x, kernel, strides: stride, padding: [before, before], groups: groups).MoveToOuterDisposeScope();
        Tensor padded = F.pad(x, [before, after, before, after]);
        return F.conv2d(padded, kernel, strides: stride, groups: groups).MoveToOuterDisposeScope();
    }

    /// <summary>Adds every tensor by name, as weights files have them.</summary>
    public void Collect(string prefix, NamedTensors into)
    {
        into.Add($"{prefix}.{Spec.Name}.weight", weight);
        norm.Collect($"{prefix}.{Spec.NormName}", into);
    }

    public void Dispose()
    {
        weight.Dispose();
        norm.Dispose();
    }

    private Tensor Slice(long outputs, long inputs)
    {
        if (outputs == weight.shape[0] && inputs == weight.shape[1])
            return weight;
        return weight.narrow(0, 0, outputs).narrow(1, 0, inputs);
    }
}

using SdCom.Edge.Core.Networks;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Layers;

/// <summary>The activations of a <see cref="BackboneSpec"/>.</summary>
internal static class Activations
{
    /// <summary>Applies one to y, in place where it can; use what comes back.</summary>
    public static Tensor Activate(this Tensor y, Activation activation) => activation switch
    {
        Activation.Relu => y.relu_(),
        Activation.Relu6 when y.dtype == ScalarType.BFloat16 => y.relu_().clamp_max(6), // libtorch 1.13 has no backward of relu6 for it on the CPU
        Activation.Relu6 => y.relu6_(),
        _ => y,
    };
}

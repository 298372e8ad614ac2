using SdCom.Edge.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>First values of parameters as published (behaviour 6).</summary>
internal static class PublishedInit
{
    /// <summary>Uniform within 1 / sqrt(<paramref name="units"/>); the published linear layers take their outputs, PyTorch's GRU its hidden units.</summary>
    public static Parameter Uniform(long[] size, int units, Device device)
    {
        using Tensor unit = torch.rand(size, device: device);
        using Tensor centred = unit - 0.5;
        return new Parameter(centred * (2 / Math.Sqrt(units)));
    }

    /// <summary>Convolution kernels, normal with deviation sqrt(2 / (k k outputs)).</summary>
    public static Parameter Kernel(int outputs, int inputs, int side, Device device)
    {
        using Tensor drawn = torch.randn([outputs, inputs, side, side], device: device);
        return new Parameter(drawn * Math.Sqrt(2.0 / (side * side * outputs)));
    }

    public static Parameter Constant(int length, float value, Device device) => new(torch.full([length], value, device: device));

    /// <summary>A linear layer with bias 0.</summary>
    public static void Linear(NamedTensors into, string name, int inputs, int outputs, Device device)
    {
        into.Add($"{name}.weight", Uniform([outputs, inputs], outputs, device));
        into.Add($"{name}.bias", Constant(outputs, 0, device));
    }

    /// <summary>A plain batch-norm.</summary>
    public static void Norm(NamedTensors into, string name, int channels, Device device)
    {
        into.Add($"{name}.weight", Constant(channels, 1, device));
        into.Add($"{name}.bias", Constant(channels, 0, device));
        into.Add($"{name}.running_mean", torch.zeros(channels, device: device));
        into.Add($"{name}.running_var", torch.ones(channels, device: device));
    }

    /// <summary>A GRU of one layer by PyTorch's names.</summary>
    public static void Gru(NamedTensors into, string name, int units, Device device)
    {
        into.Add($"{name}.weight_ih_l0", Uniform([3 * units, units], units, device));
        into.Add($"{name}.weight_hh_l0", Uniform([3 * units, units], units, device));
        into.Add($"{name}.bias_ih_l0", Uniform([3 * units], units, device));
        into.Add($"{name}.bias_hh_l0", Uniform([3 * units], units, device));
    }
}

using SdCom.Edge.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Layers;

/// <summary>A linear layer with bias; drawn uniformly within 1/sqrt(inputs), as PyTorch does.</summary>
public sealed class Dense : IDisposable
{
    private readonly Parameter weight; // [O, I]
    private readonly Parameter bias; // [O]

    public Dense(int inputs, int outputs, Device device)
    {
        weight = Draw([outputs, inputs], inputs, device);
        bias = Draw([outputs], inputs, device);
    }

    /// <summary>x [.., I] to [.., O].</summary>
    public Tensor Forward(Tensor x) => F.linear(x, weight, bias);

    /// <summary>What a part of the inputs, from <paramref name="first"/> on, adds to the outputs: x [.., part] to [.., O], without bias.</summary>
    public Tensor Part(Tensor x, long first)
    {
        using Tensor columns = weight.narrow(1, first, x.shape[^1]);
        return F.linear(x, columns);
    }

    /// <summary>Adds weight and bias by name.</summary>
    public void Collect(string prefix, NamedTensors into)
    {
        into.Add($"{prefix}.weight", weight);
        into.Add($"{prefix}.bias", bias);
    }

    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }

    /// <summary>A parameter drawn uniformly within 1/sqrt(<paramref name="fan"/>).</summary>
    internal static Parameter Draw(long[] size, int fan, Device device)
    {
        double bound = 1 / Math.Sqrt(fan);
        using Tensor unit = torch.rand(size, device: device);
        using Tensor centred = unit - 0.5;
        return new Parameter(centred * (2 * bound));
    }
}

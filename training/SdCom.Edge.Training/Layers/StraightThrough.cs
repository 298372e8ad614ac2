using SdCom.Edge.Training.Distributed;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Layers;

/// <summary>Straight-through Gumbel softmax (Jang et al. 2017): a hard choice forward, the soft one's gradient backward.</summary>
public static class StraightThrough
{
    /// <summary>softmax((scores + noise) / temperature) over the last dimension.</summary>
    public static Tensor Soft(Tensor scores, Tensor noise, double temperature)
    {
        using Tensor noisy = scores + noise;
        using Tensor scaled = noisy / temperature;
        return scaled.softmax(-1);
    }

    /// <summary>One-hot rows of the largest entry of <paramref name="soft"/>, through which gradients pass as if it were soft.</summary>
    public static Tensor Harden(Tensor soft)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor fixedSoft = soft.detach();
        Tensor hard = F.one_hot(fixedSoft.argmax(-1), soft.shape[^1]).to(ScalarType.Float32);
        return (hard - fixedSoft + soft).MoveToOuterDisposeScope();
    }

    /// <summary>Gumbel noise of a shape: -log(-log(u)) with u uniform and kept away from 0 and 1; <paramref name="part"/> of a batch's.</summary>
    public static Tensor Noise(long[] shape, Device device, Part part = default)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor uniform = part.Draw(shape, whole => torch.rand(whole, device: device)).clamp(1e-6, 1 - 1e-6);
        return (-(-uniform.log()).log()).MoveToOuterDisposeScope();
    }
}

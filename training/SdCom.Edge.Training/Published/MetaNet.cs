using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The weighting net (after Shu et al. 2019, section 3.1): from a frame's two losses to two weights by linear 2 to 100, ReLU, linear 100 to 2,
/// sigmoid (behaviour 18).
/// </summary>
public sealed class MetaNet : IDisposable
{
    private readonly NamedTensors tensors = new();

    /// <summary>Creates the net from torch's random numbers.</summary>
    public MetaNet(Device? device = null)
    {
        Device on = device ?? torch.CPU;
        PublishedInit.Linear(tensors, "first_layer", 2, 100, on);
        PublishedInit.Linear(tensors, "out_layer", 100, 2, on);
    }

    /// <summary>The four tensors by name.</summary>
    public NamedTensors All() => tensors;

    /// <summary>Losses [N, 2], through which no gradient goes, to weights [N, 2] between 0 and 1.</summary>
    public Tensor Forward(Tensor perFrame)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Weights weights = new(tensors);
        return weights.Linear("out_layer", weights.Linear("first_layer", perFrame.detach()).relu()).sigmoid().MoveToOuterDisposeScope();
    }

    /// <summary>How much of a weight stays 1: exp(-0.005 (epoch - first)^2), 1 in the first epoch.</summary>
    public static double Alpha(int epoch, int first) => Math.Exp(-0.005 * (epoch - first) * (epoch - first));

    /// <summary>The weights in use, alpha + (1 - alpha) w.</summary>
    public static Tensor Blend(Tensor weights, double alpha)
    {
        using Tensor share = weights * (1 - alpha);
        return share + alpha;
    }

    public void Dispose()
    {
        foreach ((_, Tensor value) in tensors.Entries)
            value.Dispose();
    }
}

using SdCom.Edge.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) as the published code moves the meta-net: rate 1e-3, decay 1e-4 as part of the gradient. So with alpha = 1,
/// where there is no other gradient, it only shrinks the meta-net, by about the rate a step (defect 4). Its moments are tensors by name, which lie in
/// a run's checkpoint beside the weights.
/// </summary>
public sealed class MetaOptimiser : IDisposable
{
    private const double Rate = 1e-3, Decay = 1e-4, First = 0.9, Second = 0.999, Epsilon = 1e-8;
    private readonly (Parameter Value, Tensor Mean, Tensor Square)[] moments;
    private readonly NamedTensors state = new();
    private readonly Tensor steps;

    /// <summary>Starts with empty moments.</summary>
    public MetaOptimiser(MetaNet net)
    {
        moments = [.. net.All().Parameters.Select(p => (p, torch.zeros_like(p), torch.zeros_like(p)))];
        steps = torch.zeros(1);
        state.Add("steps", steps);
        foreach (((string name, _), (_, Tensor mean, Tensor square)) in net.All().Entries.Zip(moments))
        {
            state.Add($"{name}.mean", mean);
            state.Add($"{name}.square", square);
        }
    }

    /// <summary>Everything that it remembers.</summary>
    public NamedTensors State => state;

    /// <summary>Moves the meta-net along its gradients.</summary>
    public void Step()
    {
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        steps.add_(1);
        int t = steps.ToInt32();
        foreach ((Parameter value, Tensor mean, Tensor square) in moments)
        {
            Tensor gradient = value.grad! + (value * Decay);
            mean.mul_(First).add_(gradient, 1 - First);
            square.mul_(Second).addcmul_(gradient, gradient, 1 - Second);
            Tensor size = (square / (1 - Math.Pow(Second, t))).sqrt() + Epsilon;
            value.addcdiv_(mean, size, -Rate / (1 - Math.Pow(First, t)));
        }
    }

    public void Dispose()
    {
        foreach ((_, Tensor value) in state.Entries)
            value.Dispose();
    }
}

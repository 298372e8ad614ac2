using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Layers;

/// <summary>
/// A gate that knows the frame before it and nothing else: ReLU(linear), linear to one score per width. The baseline in the manner of AR-Net (Meng et al. 2020),
/// which also picks a cost for each frame by Gumbel softmax; its policy has a recurrent state, this one has none, so the difference to ours is what memory buys.
/// </summary>
public sealed class MemorylessGate : IDisposable
{
    private readonly Dense encoder;
    private readonly Dense scores;

    /// <summary>As wide as the gate that it is compared with.</summary>
    public MemorylessGate(GateSpec spec, Device? device = null)
    {
        encoder = new Dense(spec.Inputs, spec.Encoder, device ?? torch.CPU);
        scores = new Dense(spec.Encoder, spec.Scores, device ?? torch.CPU);
        Macs = MacCounter.Linear(spec.Inputs, spec.Encoder) + MacCounter.Linear(spec.Encoder, spec.Scores);
    }

    /// <summary>MACs a frame.</summary>
    public long Macs { get; }

    /// <summary>Primary features [.., P] to scores [.., widths].</summary>
    public Tensor Forward(Tensor primary)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return scores.Forward(encoder.Forward(primary).relu_()).MoveToOuterDisposeScope();
    }

    /// <summary>Adds every tensor by name.</summary>
    public void Collect(string prefix, NamedTensors into)
    {
        encoder.Collect($"{prefix}.encoder", into);
        scores.Collect($"{prefix}.scores", into);
    }

    public void Dispose()
    {
        encoder.Dispose();
        scores.Dispose();
    }
}

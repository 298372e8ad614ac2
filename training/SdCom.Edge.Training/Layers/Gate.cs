using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Layers;

/// <summary>The gate: from the primary feature and what it remembers to one score per width. It remembers nothing itself: the hidden vector goes in and comes out.</summary>
public sealed class Gate : IDisposable
{
    private readonly Dense encoder;
    private readonly GruCell gru;
    private readonly Dense scores;

    public Gate(GateSpec spec, Device? device = null)
    {
        Device on = device ?? torch.CPU;
        Spec = spec;
        encoder = new Dense(spec.Inputs, spec.Encoder, on);
        gru = new GruCell(spec.Encoder, spec.Hidden, on);
        scores = new Dense(spec.Hidden, spec.Scores, on);
    }

    public GateSpec Spec { get; }

    /// <summary>One frame of N streams: primary [N, P] and hidden [N, H] to scores [N, widths] and the next hidden.</summary>
    public (Tensor Scores, Tensor Hidden) Step(Tensor primary, Tensor hidden)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor next = gru.Forward(encoder.Forward(primary).relu(), hidden);
        Tensor judged = scores.Forward(next);
        return (judged.MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
    }

    /// <summary>Whole clips from a fresh state: primary [N, T, P] to scores [N, T, widths].</summary>
    public Tensor Forward(Tensor primary)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor hidden = torch.zeros([primary.shape[0], Spec.Hidden], device: primary.device);
        List<Tensor> steps = [];
        for (int t = 0; t < primary.shape[1]; t++)
        {
            (Tensor judged, hidden) = Step(primary.select(1, t), hidden);
            steps.Add(judged);
        }

        return torch.stack(steps, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Adds every tensor by name.</summary>
    public void Collect(string prefix, NamedTensors into)
    {
        encoder.Collect($"{prefix}.encoder", into);
        gru.Collect($"{prefix}.gru", into);
        scores.Collect($"{prefix}.scores", into);
    }

    public void Dispose()
    {
        encoder.Dispose();
        gru.Dispose();
        scores.Dispose();
    }
}

using SdCom.Edge.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Layers;

/// <summary>One step of a gated recurrent unit (Cho et al. 2014) with PyTorch's equations and gate order r, z, n, in plain operations.</summary>
public sealed class GruCell : IDisposable
{
    private readonly int hidden;
    private readonly Parameter inputWeight; // [3H, I]
    private readonly Parameter hiddenWeight; // [3H, H]
    private readonly Parameter inputBias; // [3H]
    private readonly Parameter hiddenBias; // [3H]

    public GruCell(int inputs, int hidden, Device device)
    {
        this.hidden = hidden;
        inputWeight = Dense.Draw([3 * hidden, inputs], hidden, device);
        hiddenWeight = Dense.Draw([3 * hidden, hidden], hidden, device);
        inputBias = Dense.Draw([3 * hidden], hidden, device);
        hiddenBias = Dense.Draw([3 * hidden], hidden, device);
    }

    /// <summary>x [N, I] and h [N, H] to the next h: n = tanh(W x + b + r (U h + c)), h' = (1 - z) n + z h.</summary>
    public Tensor Forward(Tensor x, Tensor h)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor fromInput = F.linear(x, inputWeight, inputBias);
        Tensor fromHidden = F.linear(h, hiddenWeight, hiddenBias);
        Tensor reset = (Part(fromInput, 0) + Part(fromHidden, 0)).sigmoid();
        Tensor update = (Part(fromInput, 1) + Part(fromHidden, 1)).sigmoid();
        Tensor candidate = (Part(fromInput, 2) + (reset * Part(fromHidden, 2))).tanh();
        return (candidate + (update * (h - candidate))).MoveToOuterDisposeScope();
    }

    /// <summary>Adds the four tensors by PyTorch's names.</summary>
    public void Collect(string prefix, NamedTensors into)
    {
        into.Add($"{prefix}.weight_ih", inputWeight);
        into.Add($"{prefix}.weight_hh", hiddenWeight);
        into.Add($"{prefix}.bias_ih", inputBias);
        into.Add($"{prefix}.bias_hh", hiddenBias);
    }

    public void Dispose()
    {
        inputWeight.Dispose();
        hiddenWeight.Dispose();
        inputBias.Dispose();
        hiddenBias.Dispose();
    }

    private Tensor Part(Tensor gates, int index) => gates.narrow(1, (long)index * hidden, hidden);
}

using SdCom.Edge.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Networks;

/// <summary>The tensors of a network by the names that weights files use. It lends them; their layers own them.</summary>
public sealed class NamedTensors
{
    private readonly List<(string Name, Tensor Value)> entries = [];

    /// <summary>Everything that was added, in order.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Entries => entries;

    /// <summary>What an optimiser moves: all but the running statistics.</summary>
    public IEnumerable<Parameter> Parameters => entries.Select(e => e.Value).OfType<Parameter>();

    /// <summary>Adds a tensor.</summary>
    public void Add(string name, Tensor value) => entries.Add((name, value));

    /// <summary>The first tensor that holds something else than finite numbers; null when all is well.</summary>
    public string? FirstNotFinite()
    {
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        return entries.Find(e => !e.Value.isfinite().all().item<bool>()).Name;
    }

    /// <summary>Copies all values out.</summary>
    public WeightSet ToWeights()
    {
        using IDisposable off = torch.no_grad();
        WeightSet weights = new();
        foreach ((string name, Tensor value) in entries)
        {
            using Tensor rowMajor = value.detach().cpu().contiguous();
            weights.Add(name, [.. value.shape.Select(n => (int)n)], rowMajor.data<float>().ToArray());
        }

        return weights;
    }

    /// <summary>Copies values in; names that the network does not have are left alone.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or shaped otherwise.</exception>
    public void CopyFrom(WeightSet weights)
    {
        using IDisposable off = torch.no_grad();
        foreach ((string name, Tensor value) in entries)
        {
            int[] shape = [.. value.shape.Select(n => (int)n)];
            using Tensor source = torch.tensor(weights.Get(name, shape), value.shape);
            value.copy_(source);
        }
    }

    /// <summary>Forgets all gradients. Zeros would do harm: an optimiser would still decay and move what the last pass did not touch.</summary>
    public void ForgetGradients()
    {
        foreach ((_, Tensor value) in entries)
        {
            if (value is Parameter parameter)
                parameter.grad = null;
        }
    }
}

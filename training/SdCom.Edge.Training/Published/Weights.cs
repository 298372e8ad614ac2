using SdCom.Edge.Training.Networks;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// Tensors by name, as a function's argument. What the meta step moves is written as functions of these, so that the paper's pseudo-updated
/// network is the same function with other tensors: nothing is copied, swapped or put back. It lends the tensors, it does not own them.
/// </summary>
public sealed class Weights
{
    private readonly Dictionary<string, Tensor> tensors;
    private readonly string prefix;

    /// <summary>All tensors of a network, under their full names.</summary>
    public Weights(NamedTensors named)
        : this(named.Entries.ToDictionary(e => e.Name, e => e.Value), "")
    {
    }

    /// <summary>The given tensors, under their full names.</summary>
    public Weights(IEnumerable<KeyValuePair<string, Tensor>> named)
        : this(new Dictionary<string, Tensor>(named), "")
    {
    }

    private Weights(Dictionary<string, Tensor> tensors, string prefix)
    {
        this.tensors = tensors;
        this.prefix = prefix;
    }

    /// <summary>The tensor of a name below this prefix.</summary>
    public Tensor this[string name] => tensors[prefix + name];

    /// <summary>The same tensors seen from a part: <c>Under("gate")["fc.weight"]</c> is <c>["gate.fc.weight"]</c>.</summary>
    public Weights Under(string part) => new(tensors, $"{prefix}{part}.");

    /// <summary>The same with some tensors exchanged; names are full ones.</summary>
    public Weights With(IEnumerable<KeyValuePair<string, Tensor>> exchanged)
    {
        Dictionary<string, Tensor> changed = new(tensors);
        foreach ((string name, Tensor value) in exchanged)
            changed[name] = value;
        return new Weights(changed, prefix);
    }

    /// <summary>The same with copies of all running statistics: what runs on them leaves the network's own as they are.</summary>
    public Weights WithOwnStatistics() =>
        With(tensors.Where(t => t.Key.Contains(".running_", StringComparison.Ordinal)).Select(t => KeyValuePair.Create(t.Key, t.Value.clone())));

    /// <summary>linear(x) with the weight and bias of a part.</summary>
    internal Tensor Linear(string part, Tensor x) => nn.functional.linear(x, this[$"{part}.weight"], this[$"{part}.bias"]);

    /// <summary>Plain batch-norm with the tensors of a part; training uses the batch's statistics and moves the running ones by 0.1.</summary>
    internal Tensor Norm(string part, Tensor x, bool training, double epsilon = 1e-5) => nn.functional.batch_norm(
        x, this[$"{part}.running_mean"], this[$"{part}.running_var"], this[$"{part}.weight"], this[$"{part}.bias"], training, 0.1, epsilon);
}

namespace SdCom.Edge.Core.Weights;

/// <summary>The learned numbers of a network by name. The torch modules write them, the graph writers read them; Safetensors is their file.</summary>
public sealed class WeightSet
{
    private readonly SortedDictionary<string, WeightTensor> tensors = new(StringComparer.Ordinal);

    /// <summary>Free text beside the tensors, such as the run that made them.</summary>
    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>All names in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => tensors.Keys;

    /// <summary>Adds a tensor.</summary>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public void Add(string name, WeightTensor tensor) => tensors.Add(name, tensor);

    /// <summary>Adds a tensor from its shape and values, which are not copied.</summary>
    public void Add(string name, IReadOnlyList<int> shape, float[] values) => Add(name, new WeightTensor(shape, values));

    /// <summary>Whether a tensor of this name is there.</summary>
    public bool Contains(string name) => tensors.ContainsKey(name);

    /// <summary>The tensor of a name, whatever its shape.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public WeightTensor this[string name] => tensors.TryGetValue(name, out WeightTensor? tensor)
        ? tensor
        : throw new InvalidDataException($"weights: tensor {name} is missing; were they trained for another network?");

    /// <summary>The values of a tensor that must have exactly this shape.</summary>
    /// <exception cref="InvalidDataException">The tensor is missing or shaped otherwise.</exception>
    public float[] Get(string name, params ReadOnlySpan<int> shape)
    {
        WeightTensor tensor = this[name];
        if (tensor.Shape.Count != shape.Length || !shape.SequenceEqual(tensor.Shape.ToArray()))
        {
            throw new InvalidDataException(
                $"weights: tensor {name} must have shape [{string.Join(", ", shape.ToArray())}], got [{string.Join(", ", tensor.Shape)}].");
        }

        return tensor.Values;
    }
}

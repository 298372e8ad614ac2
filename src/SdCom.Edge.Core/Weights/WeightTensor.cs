namespace SdCom.Edge.Core.Weights;

/// <summary>One named tensor of learned numbers: its shape and its values, row-major, as float32.</summary>
public sealed class WeightTensor
{
    /// <summary>Wraps values without copying them.</summary>
    /// <exception cref="ArgumentException">The shape and the number of values disagree.</exception>
    public WeightTensor(IReadOnlyList<int> shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        long count = shape.Aggregate(1L, (product, n) => product * n);
        if (count != values.Length || shape.Any(n => n < 0))
            throw new ArgumentException($"shape [{string.Join(", ", shape)}] must hold {values.Length} values, it holds {count}.", nameof(shape));
        Shape = shape;
        Values = values;
    }

    /// <summary>Lengths of the axes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values themselves, not a copy.</summary>
    public float[] Values { get; }
}

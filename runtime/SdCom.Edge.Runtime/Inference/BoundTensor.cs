using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>A tensor in pinned memory that sessions read or write in place, bound once and filled for each frame.</summary>
/// <typeparam name="T">float or byte.</typeparam>
public sealed class BoundTensor<T> : IDisposable
    where T : unmanaged
{
    private readonly T[] data;
    private readonly int length;

    /// <summary>A tensor of zeros.</summary>
    public BoundTensor(params long[] shape)
        : this(GC.AllocateArray<T>(checked((int)shape.Aggregate(1L, (a, b) => a * b)), pinned: true), shape)
    {
    }

    private BoundTensor(T[] data, long[] shape)
    {
        this.data = data;
        length = checked((int)shape.Aggregate(1L, (a, b) => a * b));
        Value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data.AsMemory(0, length), shape);
    }

    /// <summary>The elements.</summary>
    public Span<T> Span => data.AsSpan(0, length);

    /// <summary>The tensor as sessions take it.</summary>
    public OrtValue Value { get; }

    /// <summary>A shorter tensor over this one's first elements, for a net that fills only a part.</summary>
    public BoundTensor<T> Head(params long[] shape) => new(data, shape);

    public void Dispose() => Value.Dispose();
}

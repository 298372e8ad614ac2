using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>Weights in native memory that several sessions read as inputs. It must outlive them.</summary>
internal sealed unsafe class WeightStore : IDisposable
{
    private const int Alignment = 64; // a cache line, and the widest vector

    private readonly List<OrtValue> lent = [];
    private readonly long capacity; // numbers
    private float* first;
    private long used;

    /// <param name="numbers">How many float numbers it will hold.</param>
    public WeightStore(long numbers)
    {
        capacity = numbers;
        first = (float*)NativeMemory.AlignedAlloc(checked((nuint)(numbers * sizeof(float))), Alignment);
    }

    /// <summary>Its size.</summary>
    public long Bytes => capacity * sizeof(float);

    /// <summary>Takes the next numbers of the store, to be filled; returns where they begin.</summary>
    public long Reserve(int count, out Span<float> numbers)
    {
        if (count > capacity - used)
            throw new InvalidOperationException($"The store holds {capacity} numbers; {count} more do not fit beside {used}.");
        numbers = new Span<float>(first + used, count);
        used += count;
        return used - count;
    }

    /// <summary>Lends the numbers from a place on as a tensor; the store disposes of it.</summary>
    public OrtValue Lend(long at, params long[] shape)
    {
        long count = shape.Aggregate(1L, (a, b) => a * b);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at + count, used);
        OrtValue value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, (nint)(first + at), count * sizeof(float));
        lent.Add(value);
        return value;
    }

    public void Dispose()
    {
        lent.ForEach(value => value.Dispose());
        lent.Clear();
        NativeMemory.AlignedFree(first);
        first = null;
    }
}

using System.Collections;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp.Utils;

/// <summary>Elements of a CPU tensor in row-major order, whatever its strides.</summary>
/// <typeparam name="T">Element type of the tensor.</typeparam>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;

    internal TensorAccessor(torch.Tensor tensor) => this.tensor = tensor;

    public long Count => tensor.NumberOfElements;

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => Memory()[checked((int)Offset(indices))];
        set => Memory()[checked((int)Offset(indices))] = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Span<T> to = array.Slice(arrayIndex, checked((int)(Count - tensorIndex)));
        if (tensorIndex == 0)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(to);
            Native.Check(Native.ts_copy_bytes_out(tensor.Handle, bytes, bytes.Length));
            return;
        }
        ToArray().AsSpan(checked((int)tensorIndex)).CopyTo(to);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ReadOnlySpan<T> from = array[arrayIndex..];
        T[] all = tensorIndex == 0 && from.Length >= Count ? new T[Count] : ToArray();
        Span<T> to = all.AsSpan(checked((int)tensorIndex));
        from[..Math.Min(from.Length, to.Length)].CopyTo(to);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes<T>(all);
        Native.Check(Native.ts_copy_bytes_in(tensor.Handle, bytes, bytes.Length));
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
    }

    private long Offset(long[] indices)
    {
        long[] shape = tensor.shape;
        long[] strides = tensor.stride();
        if (indices.Length == 1 && shape.Length != 1)
            return FromFlat(indices[0], shape, strides);
        if (indices.Length != shape.Length)
            throw new ArgumentException($"{indices.Length} indices for a tensor of {shape.Length} dimensions");
        long offset = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[i]);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[i], shape[i]);
            offset += indices[i] * strides[i];
        }
        return offset;
    }

    private static long FromFlat(long index, long[] shape, long[] strides)
    {
        long offset = 0;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            offset += index % shape[i] * strides[i];
            index /= shape[i];
        }
        return index == 0 ? offset : throw new ArgumentOutOfRangeException(nameof(index));
    }

    /// <summary>From the first element to the last one that the strides reach.</summary>
    private unsafe Span<T> Memory()
    {
        Native.Check(Native.ts_data(tensor.Handle, out nint pointer));
        long[] shape = tensor.shape;
        long[] strides = tensor.stride();
        long reach = 1;
        for (int i = 0; i < shape.Length; i++)
            reach += (shape[i] - 1) * strides[i];
        return new Span<T>((void*)pointer, checked((int)reach));
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Copies an array of any rank; its element type becomes the tensor's.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        rawArray.GetType().GetElementType() switch
        {
            Type t when t == typeof(bool) => MakeFromArray<bool>(rawArray, dtype, device, requires_grad),
            Type t when t == typeof(byte) => MakeFromArray<byte>(rawArray, dtype, device, requires_grad),
            Type t when t == typeof(sbyte) => MakeFromArray<sbyte>(rawArray, dtype, device, requires_grad),
            Type t when t == typeof(short) => MakeFromArray<short>(rawArray, dtype, device, requires_grad),
            Type t when t == typeof(int) => MakeFromArray<int>(rawArray, dtype, device, requires_grad),
            Type t when t == typeof(long) => MakeFromArray<long>(rawArray, dtype, device, requires_grad),
            Type t when t == typeof(float) => MakeFromArray<float>(rawArray, dtype, device, requires_grad),
            Type t when t == typeof(double) => MakeFromArray<double>(rawArray, dtype, device, requires_grad),
            Type t => throw new NotSupportedException($"arrays of {t.Name} cannot become tensors"),
            null => throw new NotSupportedException("an array without an element type cannot become a tensor"),
        };

    public static Tensor as_tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);

    public static Tensor as_tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);

    public static Tensor as_tensor(long[] rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);

    public static Tensor as_tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null) => tensor(rawArray, dtype, device);

    internal static Tensor Make<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        return Tensor.New(Native.ts_from_bytes(bytes, bytes.Length, sizes, sizes.Length, (int)TypeOf<T>(),
            new NativeOptions(dtype, device, requiresGrad), out TensorHandle r), r);
    }

    private static Tensor MakeFromArray<T>(Array array, ScalarType? dtype, Device? device, bool requiresGrad) where T : unmanaged
    {
        var sizes = new long[array.Rank];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = array.GetLongLength(i);
        ReadOnlySpan<T> values = MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
        return Make(values, sizes, dtype, device, requiresGrad);
    }
}

using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/factories.cpp
internal static partial class Native
{
    [LibraryImport(Library)] internal static partial int ts_zeros(ReadOnlySpan<long> size, int n, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_ones(ReadOnlySpan<long> size, int n, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_empty(ReadOnlySpan<long> size, int n, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_full(ReadOnlySpan<long> size, int n, NativeScalar value, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_arange(NativeScalar start, NativeScalar stop, NativeScalar step, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_linspace(double start, double end, long steps, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_eye(long rows, long columns, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_from_bytes(ReadOnlySpan<byte> data, long bytes, ReadOnlySpan<long> size, int n, int sourceDtype, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_zeros_like(TensorHandle self, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_ones_like(TensorHandle self, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_empty_like(TensorHandle self, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_full_like(TensorHandle self, NativeScalar value, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_rand_like(TensorHandle self, NativeOptions o, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_randn_like(TensorHandle self, NativeOptions o, out TensorHandle result);
}

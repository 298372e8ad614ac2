using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/tensor.cpp
internal static partial class Native
{
    [LibraryImport(Library)] internal static partial int ts_info(TensorHandle self, out NativeInfo result);
    [LibraryImport(Library)] internal static partial int ts_sizes(TensorHandle self, Span<long> to, int capacity, out int dimensions);
    [LibraryImport(Library)] internal static partial int ts_strides(TensorHandle self, Span<long> to, int capacity, out int dimensions);
    [LibraryImport(Library)] internal static partial int ts_size(TensorHandle self, long dim, out long result);
    [LibraryImport(Library)] internal static partial int ts_is_contiguous(TensorHandle self, out int result);
    [LibraryImport(Library)] internal static partial int ts_requires_grad(TensorHandle self, out int result);
    [LibraryImport(Library)] internal static partial int ts_is_leaf(TensorHandle self, out int result);
    [LibraryImport(Library)] internal static partial int ts_set_requires_grad(TensorHandle self, int value);
    [LibraryImport(Library)] internal static partial int ts_data(TensorHandle self, out nint result);
    [LibraryImport(Library)] internal static partial int ts_item(TensorHandle self, out NativeScalar result);
    [LibraryImport(Library)] internal static partial int ts_copy_bytes_out(TensorHandle self, Span<byte> to, long bytes);
    [LibraryImport(Library)] internal static partial int ts_copy_bytes_in(TensorHandle self, ReadOnlySpan<byte> from, long bytes);
    [LibraryImport(Library)] internal static partial int ts_clone(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_detach(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_alias(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_contiguous(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_set_data(TensorHandle self, TensorHandle data);
    [LibraryImport(Library)] internal static partial int ts_to(TensorHandle self, int dtype, int deviceType, int deviceIndex, int nonBlocking, int copy, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_set_num_threads(int threads);
    [LibraryImport(Library)] internal static partial int ts_get_num_threads(out int result);
    [LibraryImport(Library)] internal static partial int ts_cuda_device_count(out int result);
    [LibraryImport(Library)] internal static partial int ts_set_default_dtype(int dtype);
}

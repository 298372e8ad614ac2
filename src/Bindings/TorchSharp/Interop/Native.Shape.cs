using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/shape.cpp
internal static partial class Native
{
    [LibraryImport(Library)] internal static partial int ts_view(TensorHandle self, ReadOnlySpan<long> shape, int n, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_reshape(TensorHandle self, ReadOnlySpan<long> shape, int n, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_permute(TensorHandle self, ReadOnlySpan<long> order, int n, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_expand(TensorHandle self, ReadOnlySpan<long> sizes, int n, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_repeat(TensorHandle self, ReadOnlySpan<long> sizes, int n, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_flip(TensorHandle self, ReadOnlySpan<long> dims, int n, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_roll(TensorHandle self, ReadOnlySpan<long> shifts, int n, ReadOnlySpan<long> dims, int m, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_as_strided(TensorHandle self, ReadOnlySpan<long> size, int n, ReadOnlySpan<long> strides, int m, long offset, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_flatten(TensorHandle self, long start, long end, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_transpose(TensorHandle self, long a, long b, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_t(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_unsqueeze(TensorHandle self, long dim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_squeeze(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_squeeze_dim(TensorHandle self, long dim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_narrow(TensorHandle self, long dim, long start, long length, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_slice(TensorHandle self, long dim, long start, long finish, long step, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_select(TensorHandle self, long dim, long index, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_unfold(TensorHandle self, long dim, long size, long step, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_tril(TensorHandle self, long diagonal, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_triu(TensorHandle self, long diagonal, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_diag(TensorHandle self, long diagonal, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_repeat_interleave(TensorHandle self, long repeats, int hasDim, long dim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_cat(ReadOnlySpan<nint> tensors, int n, long dim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_stack(ReadOnlySpan<nint> tensors, int n, long dim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_chunk(TensorHandle self, long chunks, long dim, out nint result, out int count);
    [LibraryImport(Library)] internal static partial int ts_split(TensorHandle self, long size, long dim, out nint result, out int count);
    [LibraryImport(Library)] internal static partial int ts_split_sizes(TensorHandle self, ReadOnlySpan<long> sizes, int n, long dim, out nint result, out int count);
    [LibraryImport(Library)] internal static partial int ts_unbind(TensorHandle self, long dim, out nint result, out int count);
}

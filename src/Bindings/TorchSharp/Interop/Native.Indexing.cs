using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/indexing.cpp
internal static partial class Native
{
    [LibraryImport(Library)] internal static partial int ts_index(TensorHandle self, ReadOnlySpan<NativeIndex> args, int n, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_index_put_(TensorHandle self, ReadOnlySpan<NativeIndex> args, int n, TensorHandle value);
    [LibraryImport(Library)] internal static partial int ts_index_put_scalar_(TensorHandle self, ReadOnlySpan<NativeIndex> args, int n, NativeScalar value);
    [LibraryImport(Library)] internal static partial int ts_index_select(TensorHandle self, long dim, TensorHandle index, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_index_add_(TensorHandle self, long dim, TensorHandle index, TensorHandle source, NativeScalar alpha);
    [LibraryImport(Library)] internal static partial int ts_index_copy_(TensorHandle self, long dim, TensorHandle index, TensorHandle source);
    [LibraryImport(Library)] internal static partial int ts_gather(TensorHandle self, long dim, TensorHandle index, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_scatter(TensorHandle self, long dim, TensorHandle index, TensorHandle src, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_scatter_(TensorHandle self, long dim, TensorHandle index, TensorHandle src);
    [LibraryImport(Library)] internal static partial int ts_scatter_add(TensorHandle self, long dim, TensorHandle index, TensorHandle src, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_scatter_add_(TensorHandle self, long dim, TensorHandle index, TensorHandle src);
    [LibraryImport(Library)] internal static partial int ts_masked_select(TensorHandle self, TensorHandle mask, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_one_hot(TensorHandle self, long classes, out TensorHandle result);
}

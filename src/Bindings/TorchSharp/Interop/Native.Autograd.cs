using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/autograd.cpp
internal static partial class Native
{
    [LibraryImport(Library)] internal static partial int ts_backward(ReadOnlySpan<nint> tensors, int n, ReadOnlySpan<nint> grads, int ng, int retainGraph, int createGraph, ReadOnlySpan<nint> inputs, int ni);
    [LibraryImport(Library)] internal static partial int ts_grad(ReadOnlySpan<nint> outputs, int n, ReadOnlySpan<nint> inputs, int ni, ReadOnlySpan<nint> grads, int ng, int retainGraph, int createGraph, int allowUnused, out nint result, out int count);
    [LibraryImport(Library)] internal static partial int ts_get_grad(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_set_grad(TensorHandle self, TensorHandle gradient);
    [LibraryImport(Library)] internal static partial int ts_retain_grad(TensorHandle self);
    [LibraryImport(Library)] internal static partial int ts_grad_mode(out int result);
    [LibraryImport(Library)] internal static partial int ts_set_grad_mode(int enabled);
}

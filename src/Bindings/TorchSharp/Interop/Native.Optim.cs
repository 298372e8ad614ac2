using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/optim.cpp
internal static partial class Native
{
    [LibraryImport(Library)] internal static partial int ts_sgd_step(ReadOnlySpan<nint> parameters, Span<nint> momenta, int n, double lr, double momentum, double dampening, double weightDecay, int nesterov, int maximize);
    [LibraryImport(Library)] internal static partial int ts_adam_step(ReadOnlySpan<nint> parameters, Span<nint> averages, Span<nint> squares, Span<nint> maxima, Span<long> steps, int n, double lr, double beta1, double beta2, double eps, double weightDecay, int amsgrad, int maximize, int decoupled);
}

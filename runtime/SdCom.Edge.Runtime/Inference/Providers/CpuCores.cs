using System.ComponentModel;
using System.Diagnostics;
using System.Numerics;

namespace SdCom.Edge.Runtime.Inference.Providers;

/// <summary>
/// Keeps the program to some cores. Linux binds the first thread, and every thread that is started later takes over the binding of the one that starts it:
/// the engine's pool, capture and outputs. ONNX Runtime can bind each thread of its global pool to a core of its own, but its .NET binding does not offer it,
/// and threads that may move within the cores suffer less from neighbours.
/// </summary>
public static class CpuCores
{
    /// <summary>Binds the program; to be called on its first thread, before the engine starts its own.</summary>
    /// <exception cref="EngineException">The machine has no such core, or does not give it to this program.</exception>
    public static void KeepTo(IReadOnlyList<int> cores)
    {
        ArgumentNullException.ThrowIfNull(cores);
        if (!OperatingSystem.IsLinux())
            throw new EngineException("affinity is known on Linux only; set it to null.");
        try
        {
            using Process program = Process.GetCurrentProcess();
            ulong given = (ulong)program.ProcessorAffinity;
            ulong asked = MaskOf(cores);
            if ((asked & ~given) != 0)
                throw new EngineException($"affinity names core {BitOperations.TrailingZeroCount(asked & ~given)}, and this program may run on {string.Join(", ", CoresOf(given))}; name some of these, or set it to null.");
            program.ProcessorAffinity = (nint)asked;
        }
        catch (Win32Exception problem)
        {
            throw new EngineException($"affinity cannot be set: {problem.Message}; set it to null.", problem);
        }
    }

    /// <summary>The bit of each core.</summary>
    internal static ulong MaskOf(IReadOnlyList<int> cores) => cores.Aggregate(0UL, (mask, core) => mask | (1UL << core));

    /// <summary>The core of each bit, ascending.</summary>
    internal static IReadOnlyList<int> CoresOf(ulong mask) => [.. Enumerable.Range(0, 64).Where(core => (mask & (1UL << core)) != 0)];
}

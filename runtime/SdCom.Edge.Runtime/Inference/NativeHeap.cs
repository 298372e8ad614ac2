using System.Runtime.InteropServices;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>The heap of the C library, where the engine reads graphs.</summary>
internal static partial class NativeHeap
{
    /// <summary>
    /// Gives back to the system what loading left: glibc keeps freed memory, and after a graph was parsed and its filters reordered that was as much again as its
    /// weights (ResNet-50: 166 MB stay of 284). Other C libraries have no such call, and nothing happens.
    /// </summary>
    public static void Trim()
    {
        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception problem) when (problem is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl gives memory back by itself.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint keep);
}

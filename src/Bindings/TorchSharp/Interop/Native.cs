using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop;

/// <summary>The shim's exports, one file here for each file there, and the one place that turns a status into an exception.</summary>
internal static partial class Native
{
    private const string Library = "torch_shim";

    [LibraryImport(Library)] private static partial nint ts_last_error();
    [LibraryImport(Library)] internal static partial void ts_free(nint tensor);
    [LibraryImport(Library)] internal static partial void ts_free_array(nint array);
    [LibraryImport(Library)] internal static partial void ts_generator_free(nint generator);

    internal static void Check(int status)
    {
        if (status != 0)
            Throw();
    }

    /// <summary>Takes ownership of a native array of tensors; null entries stay null.</summary>
    internal static unsafe torch.Tensor?[] Adopt(int status, nint array, int count)
    {
        Check(status);
        nint* pointers = (nint*)array;
        var tensors = new torch.Tensor?[count];
        for (int i = 0; i < count; i++)
            tensors[i] = pointers[i] == 0 ? null : new torch.Tensor(new TensorHandle(pointers[i]));
        ts_free_array(array);
        return tensors;
    }

    private static void Throw() => throw new ExternalException(Marshal.PtrToStringUTF8(ts_last_error()));
}

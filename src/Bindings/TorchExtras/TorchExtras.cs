using System.Runtime.InteropServices;
using TorchSharp;

namespace SdCom.Edge.Bindings;

/// <summary>
/// What the official TorchSharp API lacks and training wants: a memory layout and heap tuning. Both change speed, not results. The file uses
/// the public API alone and is compiled with our binding as well as with the official package; see src/Bindings/README.md.
/// </summary>
public static partial class TorchExtras
{
    // glibc's malloc.h
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int LargestMmapThreshold = 32 << 20;

    /// <summary>
    /// The same picture batch [N, C, H, W] with channels innermost in memory (NHWC): convolutions on a CPU then take about half the time, and
    /// what is computed from it keeps the layout. The result is a view of a new tensor through which gradients flow.
    /// </summary>
    public static torch.Tensor ToChannelsLast(torch.Tensor tensor)
    {
        using torch.Tensor rows = tensor.permute(0, 2, 3, 1);
        using torch.Tensor packed = rows.contiguous();
        return packed.permute(0, 3, 1, 2);
    }

    /// <summary>
    /// Puts every four-dimensional parameter of a module into that layout, in place. With the official package this does nothing: libtorch then
    /// rearranges the weights at every call.
    /// </summary>
    public static T ToChannelsLast<T>(T module) where T : torch.nn.Module
    {
        foreach (torch.Tensor parameter in module.parameters())
        {
            if (parameter.Dimensions != 4)
                continue;
            using torch.Tensor values = parameter.detach();
            using torch.Tensor laidOut = ToChannelsLast(values);
            Replace(parameter, laidOut);
        }
        return module;
    }

    /// <summary>
    /// Lets the heap keep big activation buffers from step to step instead of handing them back to the kernel at once (1.2 to 1.9 times faster
    /// forward passes on one thread). Call it once at start. Returns false where the C library has no such setting.
    /// </summary>
    public static bool SetMallocThresholds()
    {
        try
        {
            return mallopt(MmapThreshold, LargestMmapThreshold) == 1 && mallopt(TrimThreshold, 1 << 30) == 1;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    static partial void Replace(torch.Tensor parameter, torch.Tensor values);

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}

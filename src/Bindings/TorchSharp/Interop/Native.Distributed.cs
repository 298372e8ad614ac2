using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/distributed.cpp
internal static partial class Native
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int ts_group_connect(int nccl, string host, int port, int serves, string prefix, int rank, int count, long timeout, out GroupHandle group);
    [LibraryImport(Library)] internal static partial void ts_group_free(nint group);
    [LibraryImport(Library)] internal static partial int ts_group_broadcast(GroupHandle group, TensorHandle values, long root);
    [LibraryImport(Library)] internal static partial int ts_group_sum(GroupHandle group, ReadOnlySpan<nint> tensors, int n, double scale);
    [LibraryImport(Library)] internal static partial int ts_group_barrier(GroupHandle group);
    [LibraryImport(Library)] internal static partial int ts_group_moments(GroupHandle group, TensorHandle x, out TensorHandle mean, out TensorHandle variance);
    [LibraryImport(Library)] internal static partial int ts_group_batch_norm(GroupHandle group, TensorHandle x, TensorHandle weight, TensorHandle bias, TensorHandle runningMean, TensorHandle runningVar, double momentum, double eps, out TensorHandle result);
}

/// <summary>Owns this process's end of a process group.</summary>
internal sealed class GroupHandle : SafeHandle
{
    public GroupHandle() : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Native.ts_group_free(handle);
        return true;
    }
}

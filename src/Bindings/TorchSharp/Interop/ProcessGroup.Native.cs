using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Interop;

namespace SdCom.Edge.Bindings;

// The half of the adapter that needs libtorch itself; the official package compiles without it.
public sealed partial class ProcessGroup
{
    private GroupHandle Group => (GroupHandle)handle!;

    static partial void Open(MeetingPoint point, bool cuda, TimeSpan timeout, ref SafeHandle? opened)
    {
        bool serves = point.Rank == 0 && !point.IsServed;
        int status = Native.ts_group_connect(
            cuda ? 1 : 0, point.Host, point.Port, serves ? 1 : 0, point.Prefix, point.Rank, point.Count, (long)timeout.TotalMilliseconds, out GroupHandle group);
        Native.Check(status);
        opened = group;
    }

    partial void Share(torch.Tensor values, int root) => Native.Check(Native.ts_group_broadcast(Group, values.Handle, root));

    partial void Sum(IList<torch.Tensor> values, double scale)
    {
        using HandleList list = new(values);
        Native.Check(Native.ts_group_sum(Group, list.Pointers, list.Count, scale));
    }

    partial void Wait() => Native.Check(Native.ts_group_barrier(Group));

    partial void Moments(torch.Tensor x, ref torch.Tensor? mean, ref torch.Tensor? variance)
    {
        Native.Check(Native.ts_group_moments(Group, x.Handle, out TensorHandle m, out TensorHandle v));
        mean = new torch.Tensor(m);
        variance = new torch.Tensor(v);
    }

    partial void Normalise(
        torch.Tensor x, torch.Tensor runningMean, torch.Tensor runningVariance, torch.Tensor weight, torch.Tensor bias, double momentum, double epsilon, ref torch.Tensor? result)
    {
        int status = Native.ts_group_batch_norm(
            Group, x.Handle, weight.Handle, bias.Handle, runningMean.Handle, runningVariance.Handle, momentum, epsilon, out TensorHandle y);
        Native.Check(status);
        result = new torch.Tensor(y);
    }
}

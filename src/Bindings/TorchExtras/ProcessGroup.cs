using System.Runtime.InteropServices;
using TorchSharp;

namespace SdCom.Edge.Bindings;

/// <summary>Where the processes of a group meet, and which of them this one is.</summary>
public sealed record MeetingPoint
{
    /// <summary>Name or address of the first process's machine.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>This process, counted from 0.</summary>
    public required int Rank { get; init; }

    /// <summary>All processes.</summary>
    public required int Count { get; init; }

    /// <summary>Whether somebody else serves the port; else the first process does.</summary>
    public bool IsServed { get; init; }

    /// <summary>Keeps groups that share a port apart.</summary>
    public string Prefix { get; init; } = "sdcom";
}

/// <summary>
/// Processes that compute together, over libtorch's own c10d: Gloo on the CPU, NCCL on CUDA. Every process makes the same calls in the same order.
/// A call that misses a process throws <see cref="ExternalException"/>: at once when the process is gone, after the timeout when it is silent.
/// The official TorchSharp has no collectives, so with it <see cref="Connect"/> throws.
/// </summary>
public sealed partial class ProcessGroup : IDisposable
{
    private SafeHandle? handle;

    private ProcessGroup(int rank, int count)
    {
        Rank = rank;
        Count = count;
    }

    /// <summary>This process, counted from 0.</summary>
    public int Rank { get; }

    /// <summary>All processes.</summary>
    public int Count { get; }

    /// <summary>Waits for all processes to meet.</summary>
    /// <param name="point">Where.</param>
    /// <param name="cuda">NCCL for tensors on CUDA devices; else Gloo for those on the CPU.</param>
    /// <param name="timeout">How long to wait here, and in every call.</param>
    public static ProcessGroup Connect(MeetingPoint point, bool cuda, TimeSpan timeout)
    {
        ProcessGroup group = new(point.Rank, point.Count);
        Open(point, cuda, timeout, ref group.handle);
        if (group.handle is null)
            throw new ExternalException("the official TorchSharp package has no collectives; build with -p:Bindings=native to train on several processes");
        return group;
    }

    /// <summary>Fills a tensor with the values that process <paramref name="root"/> has in it.</summary>
    public void Broadcast(torch.Tensor values, int root = 0) => Share(values, root);

    /// <summary>Sums each tensor over all processes, in place and as one message, and multiplies it by <paramref name="scale"/>.</summary>
    public void AllReduce(IList<torch.Tensor> values, double scale = 1) => Sum(values, scale);

    /// <summary>Waits until all processes are here.</summary>
    public void Barrier() => Wait();

    /// <summary>Mean and biased variance [C] of each channel of x [N, C, ..] over the x of all processes. No gradient.</summary>
    public (torch.Tensor Mean, torch.Tensor Variance) Moments(torch.Tensor x)
    {
        torch.Tensor? mean = null, variance = null;
        Moments(x, ref mean, ref variance);
        return (mean!, variance!);
    }

    /// <summary>
    /// Batch-norm in training over the x [N, C, ..] of all processes: what one process would compute on all of them, backward as well. The running
    /// statistics follow in all processes alike.
    /// </summary>
    public torch.Tensor BatchNorm(torch.Tensor x, torch.Tensor runningMean, torch.Tensor runningVariance, torch.Tensor weight, torch.Tensor bias, double momentum, double epsilon)
    {
        torch.Tensor? result = null;
        Normalise(x, runningMean, runningVariance, weight, bias, momentum, epsilon, ref result);
        return result!;
    }

    public void Dispose() => handle?.Dispose();

    // The half that needs libtorch itself is beside our binding; the official package compiles without it.
    static partial void Open(MeetingPoint point, bool cuda, TimeSpan timeout, ref SafeHandle? opened);

    partial void Share(torch.Tensor values, int root);

    partial void Sum(IList<torch.Tensor> values, double scale);

    partial void Wait();

    partial void Moments(torch.Tensor x, ref torch.Tensor? mean, ref torch.Tensor? variance);

    partial void Normalise(
        torch.Tensor x, torch.Tensor runningMean, torch.Tensor runningVariance, torch.Tensor weight, torch.Tensor bias, double momentum, double epsilon, ref torch.Tensor? result);
}

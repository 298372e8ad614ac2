using System.Runtime.InteropServices;
using System.Text;
using SdCom.Edge.Bindings;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Distributed;

/// <summary>
/// The processes that train one run together. Each has all weights and works on its part of every batch; gradients and the norms' statistics are
/// shared, so that the weights stay equal in all and are those of one process with the whole batch. The first one alone writes files and talks.
/// </summary>
public sealed class Workers : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private readonly Device device;

    private Workers(ProcessGroup? group, Device device)
    {
        Group = group;
        this.device = device;
    }

    /// <summary>One process that trains by itself.</summary>
    public static Workers Alone { get; } = new(null, CPU);

    /// <summary>The connection; null of a process by itself.</summary>
    public ProcessGroup? Group { get; }

    public int Count => Group?.Count ?? 1;

    /// <summary>Whether this process writes the files and tells how it goes.</summary>
    public bool IsFirst => Group is null or { Rank: 0 };

    /// <summary>Its part of every batch.</summary>
    public Part Part => Group is null ? default : new Part(Group.Rank, Group.Count);

    /// <summary>Meets the other processes; null is a process by itself.</summary>
    /// <exception cref="TrainingException">They did not come, or this libtorch has no collectives.</exception>
    public static Workers Meet(WorkerPlace? place, Device device, TimeSpan timeout)
    {
        if (place is null)
            return Alone;
        MeetingPoint point = place.Point;
        try
        {
            return new Workers(ProcessGroup.Connect(point, device.type == DeviceType.CUDA, timeout), device);
        }
        catch (ExternalException e)
        {
            throw new TrainingException($"worker {point.Rank} of {point.Count}: could not meet the others at {point.Host}:{point.Port} within {timeout.TotalSeconds:0} s ({FirstLine(e)}).", e);
        }
    }

    /// <summary>The recipe as all together carry it out: batches are those of one worker in the file, and of all from here on.</summary>
    public Recipe Spread(Recipe recipe) => recipe with
    {
        Pose = recipe.Pose is { } pose ? pose with { Batch = pose.Batch * Count } : null,
        Glance = recipe.Glance is { } glance ? glance with { Batch = glance.Batch * Count } : null,
        Supernet = recipe.Supernet with { Batch = recipe.Supernet.Batch * Count },
        Fusion = recipe.Fusion is { } fusion ? fusion with { Batch = fusion.Batch * Count } : null,
        Policy = recipe.Policy with { Batch = recipe.Policy.Batch * Count },
        Joint = recipe.Joint is { } joint ? joint with { Batch = joint.Batch * Count } : null,
    };

    /// <summary>What a lost worker looks like to those that are left, as one line; null when <paramref name="e"/> is something else.</summary>
    public TrainingException? Lost(ExternalException e)
    {
        string[] signs = ["gloo", "Connection", "Socket", "Timed out", "timed out", "timeout", "NCCL"];
        return Group is null || !signs.Any(sign => e.Message.Contains(sign, StringComparison.Ordinal))
            ? null
            : new TrainingException($"worker {Group.Rank} of {Count}: lost another worker ({FirstLine(e)}); the run folder keeps the last checkpoint, start all workers again with the same command to go on.", e);
    }

    /// <summary>Replaces the gradients by their means over the workers, in one message. A parameter without a gradient in any worker is left out; where only some have one (widths are drawn for each clip), the others count as zero.</summary>
    public void Average(IEnumerable<Parameter> parameters)
    {
        if (Group is null)
            return;
        using DisposeScope scope = torch.NewDisposeScope();
        Parameter[] all = [.. parameters];
        double[] holders = Sum([.. all.Select(p => p.grad is null ? 0.0 : 1)]);
        List<Tensor> gradients = [];
        foreach ((Parameter parameter, double count) in all.Zip(holders))
        {
            if (count == 0)
                continue;
            if (parameter.grad is null)
                parameter.grad = torch.zeros_like(parameter).detach();
            gradients.Add(parameter.grad!);
        }

        Group.AllReduce(gradients, 1.0 / Count);
    }

    /// <summary>Sums plain numbers over the workers.</summary>
    public double[] Sum(params double[] values)
    {
        if (Group is null)
            return values;
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor all = torch.tensor(values, device: device);
        Group.AllReduce([all]);
        return all.cpu().data<double>().ToArray();
    }

    /// <summary>What a step says of the whole batch.</summary>
    public StepResult Sum(StepResult own)
    {
        if (Group is null)
            return own;
        double[] sums = Sum(own.Loss * own.Clips, own.Correct, own.Clips, own.Spent * own.Clips);
        return new StepResult(sums[0] / sums[2], (int)sums[1], (int)sums[2], sums[3] / sums[2]);
    }

    /// <summary>Whether any worker says so: all go the same way.</summary>
    public bool Any(bool own) => Group is null ? own : Sum(own ? 1 : 0)[0] > 0;

    /// <summary>Gives the first worker's values to all.</summary>
    public void Share(NamedTensors tensors)
    {
        if (Group is null)
            return;
        using IDisposable off = torch.no_grad();
        foreach ((_, Tensor value) in tensors.Entries)
            Group.Broadcast(value);
    }

    /// <summary>Gives the first worker's bytes to all; the others' are not looked at.</summary>
    public byte[] Share(byte[] bytes)
    {
        if (Group is null)
            return bytes;
        using DisposeScope scope = torch.NewDisposeScope();
        int length = (int)Sum(IsFirst ? bytes.Length : 0)[0];
        Tensor values = (IsFirst ? torch.tensor(bytes) : torch.zeros([length], ScalarType.Byte)).to(device);
        if (length > 0)
            Group.Broadcast(values);
        return values.cpu().data<byte>().ToArray();
    }

    /// <summary>Fills up tensors of which every worker has its own rows, and zeros elsewhere.</summary>
    public void Complete(IEnumerable<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
            Group?.AllReduce([tensor]);
    }

    /// <summary>Takes up the first worker's checkpoint, if it has one: its position and optimiser. The weights are shared by <see cref="Share(NamedTensors)"/>.</summary>
    public Position? Restore(Checkpoint checkpoint, NamedTensors tensors, OptimizerHelper optimiser)
    {
        Position? position = IsFirst ? checkpoint.Restore(tensors, optimiser) : null;
        if (Group is null)
            return position;
        position = Checkpoint.Parse(Share(Checkpoint.Bytes(position)));
        if (position is null)
            return null;
        using MemoryStream state = new();
        if (IsFirst)
        {
            using BinaryWriter writer = new(state, Encoding.UTF8, leaveOpen: true);
            optimiser.save_state_dict(writer);
        }

        byte[] shared = Share(state.ToArray());
        if (!IsFirst)
        {
            using BinaryReader reader = new(new MemoryStream(shared));
            optimiser.load_state_dict(reader);
        }

        return position;
    }

    /// <summary>
    /// The first worker does this alone, then the others do it: what it left on a shared disk is there for them. However long it takes, those that
    /// wait hear from it, and know when it is lost.
    /// </summary>
    public T InTurn<T>(Func<T> work)
    {
        T done = FirstAlone(work)!;
        return IsFirst ? done : work();
    }

    /// <summary>Only the first worker does this, the others wait and get nothing.</summary>
    public T? FirstAlone<T>(Func<T> work)
    {
        if (Group is null)
            return work();
        if (!IsFirst)
        {
            while (!Any(false))
            {
            }

            return default;
        }

        Task<T> task = Task.Run(work);
        while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(Beat))
            Any(false);
        Any(true);
        return task.GetAwaiter().GetResult();
    }

    public void Dispose() => Group?.Dispose();

    private static string FirstLine(ExternalException e) => e.Message.Split('\n', 2)[0].Trim().TrimEnd('.');
}

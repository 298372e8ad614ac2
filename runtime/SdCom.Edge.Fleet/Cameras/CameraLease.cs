using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Status;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>A camera that this node holds: its message, unacknowledged on a channel of its own, and the run that goes with it.</summary>
/// <param name="job">The camera.</param>
/// <param name="fence">The lease's number.</param>
/// <param name="macsPerSecond">What it is expected to take.</param>
/// <param name="channel">The channel that the message hangs on.</param>
/// <param name="tag">What acknowledges it.</param>
internal sealed class CameraLease(CameraJob job, Fence fence, long macsPerSecond, IChannel channel, ulong tag)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1); // with a broker that may be out of reach

    private RunningCamera? camera;
    private QueuedOutput? events;
    private int released;

    public CameraJob Job => job;

    public Fence Fence => fence;

    public long MacsPerSecond => macsPerSecond;

    /// <summary>Whether the message is still ours, as far as the channel knows.</summary>
    public bool IsHeld => channel.IsOpen && Volatile.Read(ref released) == 0;

    /// <summary>Starts the camera.</summary>
    public async Task StartAsync(CameraHall hall, QueuedOutput told)
    {
        events = told;
        events.Start();
        camera = await hall.StartAsync(job, told).ConfigureAwait(false);
    }

    /// <summary>Ends the camera.</summary>
    public Task StopAsync(CameraHall hall) => camera is null ? Task.CompletedTask : hall.StopAsync(camera);

    /// <summary>Lets the message go, after the camera's last event where the lease still holds.</summary>
    /// <param name="done">Whether nobody else shall have it: it is acknowledged, and not put back.</param>
    public async Task ReleaseAsync(bool done)
    {
        if (events is not null)
            await Task.Run(events.Dispose).ConfigureAwait(false);
        Volatile.Write(ref released, 1);
        try
        {
            channel.ContinuationTimeout = Patience;
            if (done)
                await channel.BasicAckAsync(tag, multiple: false).ConfigureAwait(false);
            await channel.DisposeAsync().ConfigureAwait(false); // puts back what is not acknowledged
        }
        catch (Exception lost) when (Sessions.IsLoss(lost))
        {
        }
    }

    public LeaseReport Describe() =>
        new(job.Camera, fence.ToString(), (camera?.Source as LiveSource)?.Status.Words ?? "live", camera?.Stream.Counts.Processed ?? 0);
}

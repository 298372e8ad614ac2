using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SdCom.Edge.Training.Data;

/// <summary>Who waits for whom.</summary>
/// <param name="LoadedPerSecond">Pictures a second that the loader's threads can read, decode where the cache lacks them, and cut.</param>
/// <param name="TrainedPerSecond">Pictures a second that the trainer took.</param>
/// <param name="WaitShare">Share of the time in which the trainer waited for a batch.</param>
/// <param name="ClipsDecoded">Clips that had to be decoded again on the way.</param>
public readonly record struct LoaderRates(double LoadedPerSecond, double TrainedPerSecond, double WaitShare, long ClipsDecoded)
{
    /// <summary>For metrics.jsonl.</summary>
    public JsonObject ToJson() => new()
    {
        ["loadedPicturesPerSecond"] = Math.Round(LoadedPerSecond, 1),
        ["trainedPicturesPerSecond"] = Math.Round(TrainedPerSecond, 1),
        ["waitShare"] = Math.Round(WaitShare, 4),
        ["clipsDecoded"] = ClipsDecoded,
    };

    public override string ToString() => FormattableString.Invariant(
        $"loader {LoadedPerSecond:0} pictures/s, trainer {TrainedPerSecond:0} pictures/s, waited {WaitShare:0.0%} of the time, {ClipsDecoded} clips decoded again");
}

/// <summary>Counts what a <see cref="BatchLoader"/> does.</summary>
internal sealed class LoaderMeter(FrameCache cache, int picturesPerBatch)
{
    private readonly long decodedBefore = cache.Decoded.Clips;
    private long made;
    private long makingTicks;
    private long first;
    private long last;
    private long waitingTicks;
    private long batches;

    /// <summary>The rates so far. The first batch is not counted as trained: nothing was running yet.</summary>
    public LoaderRates Rates
    {
        get
        {
            double making = Seconds(Interlocked.Read(ref makingTicks)) / cache.Options.Threads;
            double training = Seconds(last - first);
            return new LoaderRates(
                making > 0 ? Interlocked.Read(ref made) / making : 0,
                training > 0 ? (batches - 1) * picturesPerBatch / training : 0,
                training > 0 ? Seconds(waitingTicks) / training : 0,
                cache.Decoded.Clips - decodedBefore);
        }
    }

    /// <summary>A worker filled pictures, begun at a time stamp.</summary>
    public void Made(int pictures, long start)
    {
        Interlocked.Add(ref made, pictures);
        Interlocked.Add(ref makingTicks, Stopwatch.GetTimestamp() - start);
    }

    /// <summary>The trainer got the batch that it asked for at a time stamp.</summary>
    public void Taken(long asked)
    {
        last = Stopwatch.GetTimestamp();
        if (batches++ == 0)
            first = last;
        else
            waitingTicks += last - asked;
    }

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;
}

using System.Diagnostics;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Data;

/// <summary>
/// Training batches in an order that only depends on seed and step. Batches are made ahead on other threads, a few at most, in buffers that
/// take turns, so the trainer waits only when decoding is slower than training; <see cref="Rates"/> tells which it was.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    private readonly FrameCache cache;
    private readonly Cutter cutter;
    private readonly IReadOnlyList<CachedClip> clips;
    private readonly long seed;
    private readonly int clipsPerBatch;
    private readonly int framesPerClip;
    private readonly Part part;
    private readonly Stack<PictureBatch> free;
    private readonly Stack<PictureBatch> freeSmall;
    private readonly int smallSteps;
    private readonly Queue<Pending> ahead = new();
    private readonly TaskFactory workers;
    private readonly LoaderMeter meter;
    private Pending? lent;
    private (int Epoch, int[] Clips) order = (-1, []);

    /// <summary>
    /// Creates a loader over <paramref name="clips"/> of a cache; an incomplete last batch of an epoch is left out. Pictures have
    /// <paramref name="inputSize"/> pixels a side, in the first <paramref name="smallEpochs"/> epochs <paramref name="smallSize"/>. With a <paramref name="part"/>, only that part of every batch is read.
    /// </summary>
    public BatchLoader(
        FrameCache cache, IReadOnlyList<CachedClip> clips, DataRecipe recipe, int inputSize, int clipsPerBatch, int framesPerClip, long seed, int smallEpochs = 0, int smallSize = 0, Part part = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clips.Count, clipsPerBatch);
        this.cache = cache;
        this.clips = clips;
        this.seed = seed;
        this.clipsPerBatch = clipsPerBatch;
        this.framesPerClip = framesPerClip;
        this.part = part;
        cutter = new Cutter(recipe, cache.Classes, cache.Size);
        meter = new LoaderMeter(cache, part.Of(clipsPerBatch).Length * framesPerClip);
        workers = new TaskFactory(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, cache.Options.Threads).ConcurrentScheduler);
        smallSteps = smallEpochs * StepsPerEpoch;
        free = Buffers(inputSize);
        freeSmall = smallEpochs > 0 ? Buffers(smallSize) : [];

        Stack<PictureBatch> Buffers(int size) => new(Enumerable.Range(0, cache.Options.Prefetch + 1).Select(_ => new PictureBatch(part.Of(clipsPerBatch).Length * framesPerClip, size, cache.Size)));
    }

    /// <summary>Steps of one epoch.</summary>
    public int StepsPerEpoch => clips.Count / clipsPerBatch;

    /// <summary>How fast batches are made, and how fast they are taken.</summary>
    public LoaderRates Rates => meter.Rates;

    /// <summary>The batch of a step, good until the next call.</summary>
    public PictureBatch Get(int step)
    {
        if (lent?.Step == step && lent.Ready.IsCompletedSuccessfully)
            return lent.Batch;
        long asked = Stopwatch.GetTimestamp();
        if (lent is not null)
            FreeOf(lent.Step).Push(lent.Batch);
        lent = null;
        while (ahead.TryPeek(out Pending? other) && other.Step != step)
            Drop();
        if (ahead.Count == 0)
            Start(step);
        lent = ahead.Dequeue();
        for (int later = step + 1 + ahead.Count; ahead.Count < cache.Options.Prefetch; later++)
            Start(later);
        lent.Ready.GetAwaiter().GetResult();
        meter.Taken(asked);
        return lent.Batch;
    }

    /// <summary>Names of the clips in the batch of a step, all parts.</summary>
    public IEnumerable<string> NamesOf(int step) => OrderOf(step / StepsPerEpoch).Skip(step % StepsPerEpoch * clipsPerBatch).Take(clipsPerBatch).Select(i => clips[i].Name);

    public void Dispose()
    {
        while (ahead.Count > 0)
            Drop();
        lent?.Batch.Dispose();
        foreach (PictureBatch buffer in free.Concat(freeSmall))
            buffer.Dispose();
    }

    private Stack<PictureBatch> FreeOf(int step) => step < smallSteps ? freeSmall : free;

    private void Drop()
    {
        Pending unwanted = ahead.Dequeue();
        ((IAsyncResult)unwanted.Ready).AsyncWaitHandle.WaitOne(); // whatever went wrong with it matters to nobody
        FreeOf(unwanted.Step).Push(unwanted.Batch);
    }

    private void Start(int step)
    {
        PictureBatch batch = FreeOf(step).Pop();
        batch.Clear();
        int[] shuffled = OrderOf(step / StepsPerEpoch);
        (int own, int count) = part.Of(clipsPerBatch);
        Task[] fills = new Task[count];
        for (int i = own; i < own + count; i++)
        {
            CachedClip clip = clips[shuffled[((step % StepsPerEpoch) * clipsPerBatch) + i]];
            Cut cut = cutter.Draw(clip, framesPerClip, Seeds.At(seed, 2, step, i));
            int first = batch.Reserve(cutter.Seen(clip, cut), framesPerClip);
            fills[i - own] = workers.StartNew(() => Fill(batch, first, clip, cut));
        }

        ahead.Enqueue(new Pending(step, batch, Task.WhenAll(fills)));
    }

    private void Fill(PictureBatch batch, int first, CachedClip clip, Cut cut)
    {
        long start = Stopwatch.GetTimestamp();
        batch.Fill(first, cache, clip, cut);
        meter.Made(cut.Frames.Length, start);
    }

    private int[] OrderOf(int epoch)
    {
        if (order.Epoch != epoch)
        {
            int[] shuffled = [.. Enumerable.Range(0, clips.Count)];
            Seeds.At(seed, 1, epoch).Shuffle(shuffled);
            order = (epoch, shuffled);
        }

        return order.Clips;
    }

    private sealed record Pending(int Step, PictureBatch Batch, Task Ready);
}

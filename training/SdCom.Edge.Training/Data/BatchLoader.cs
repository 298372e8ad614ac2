using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Data;

/// <summary>
/// Training batches in an order that only depends on seed and step. One batch is prepared on another thread while the trainer works on the one
/// before it, in two buffers that take turns, so the trainer does not wait.
/// </summary>
public sealed class BatchLoader : IDisposable
{
    private readonly FrameCache cache;
    private readonly Cutter cutter;
    private readonly IReadOnlyList<CachedClip> clips;
    private readonly long seed;
    private readonly int clipsPerBatch;
    private readonly int framesPerClip;
    private readonly PictureBatch[] buffers;
    private readonly PictureBatch[] smallBuffers;
    private readonly int smallSteps;
    private Task<PictureBatch>? pending;
    private int pendingStep = -1;

    /// <summary>
    /// Creates a loader over <paramref name="clips"/> of a cache; an incomplete last batch of an epoch is left out. Pictures have
    /// <paramref name="inputSize"/> pixels a side, in the first <paramref name="smallEpochs"/> epochs <paramref name="smallSize"/>.
    /// </summary>
    public BatchLoader(
        FrameCache cache, IReadOnlyList<CachedClip> clips, DataRecipe recipe, int inputSize, int clipsPerBatch, int framesPerClip, long seed, int smallEpochs = 0, int smallSize = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clips.Count, clipsPerBatch);
        this.cache = cache;
        cutter = new Cutter(recipe, cache.Classes, cache.Size);
        this.clips = clips;
        this.seed = seed;
        this.clipsPerBatch = clipsPerBatch;
        this.framesPerClip = framesPerClip;
        buffers = Buffers(inputSize);
        smallSteps = smallEpochs * StepsPerEpoch;
        smallBuffers = smallEpochs > 0 ? Buffers(smallSize) : buffers;

        PictureBatch[] Buffers(int size) => [.. Enumerable.Range(0, 2).Select(_ => new PictureBatch(clipsPerBatch * framesPerClip, size, cache.Size))];
    }

    /// <summary>Steps of one epoch.</summary>
    public int StepsPerEpoch => clips.Count / clipsPerBatch;

    /// <summary>The batch of a step, good until the next call.</summary>
    public PictureBatch Get(int step)
    {
        PictureBatch? ready = pending?.GetAwaiter().GetResult();
        PictureBatch batch = ready is not null && pendingStep == step ? ready : Fill(step);
        pendingStep = step + 1;
        pending = Prepare(step + 1);
        return batch;
    }

    public void Dispose()
    {
        pending?.Wait();
        foreach (PictureBatch buffer in buffers.Union(smallBuffers))
            buffer.Dispose();
    }

    private Task<PictureBatch> Prepare(int step) => Task.Run(() => Fill(step));

    private PictureBatch Fill(int step)
    {
        PictureBatch batch = (step < smallSteps ? smallBuffers : buffers)[step % 2];
        int epoch = step / StepsPerEpoch;
        int[] order = [.. Enumerable.Range(0, clips.Count)];
        Seeds.At(seed, 1, epoch).Shuffle(order);
        batch.Clear();
        for (int i = 0; i < clipsPerBatch; i++)
        {
            CachedClip clip = clips[order[((step % StepsPerEpoch) * clipsPerBatch) + i]];
            batch.Add(cache, clip, cutter.Draw(clip, framesPerClip, Seeds.At(seed, 2, step, i)));
        }

        return batch;
    }
}

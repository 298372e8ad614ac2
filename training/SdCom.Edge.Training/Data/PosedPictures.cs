using System.Collections.ObjectModel;
using SdCom.Edge.Synthetic;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Data;

/// <summary>Frames of clips whose poses a teacher saw, among rendered pictures.</summary>
/// <param name="Cache">Their pictures.</param>
/// <param name="Clips">The clips.</param>
/// <param name="Poses">What the teacher saw.</param>
/// <param name="Share">Their share of the pictures.</param>
public sealed record FilmedPoses(FrameCache Cache, IReadOnlyList<CachedClip> Clips, ClipPoses Poses, double Share);

/// <summary>
/// Batches of people whose joints are known: rendered ones, and frames of clips where there is a teacher. Every picture shows another actor in another place, cut and lit as the recipe's clips are. A batch
/// only depends on seed and step; the next ones are drawn ahead on other threads.
/// </summary>
public sealed class PosedPictures : IDisposable
{
    /// <summary>What one picture teaches: x, y and nearness of every joint, from the hips, in thirds of a body height (about the trunk's length).</summary>
    public static readonly int Targets = Poses.Length;

    private const double MirroredShare = 0.5;

    private readonly DataRecipe recipe;
    private readonly PoseLessonsRecipe pose;
    private readonly Cutter cutter;
    private readonly CachedClip still;
    private readonly long seed;
    private readonly int frames;
    private readonly Part part;
    private readonly Stack<PosedBatch> free;
    private readonly Queue<(int Step, PosedBatch Batch, Task Ready)> ahead = new();
    private readonly TaskFactory workers;
    private PosedBatch? lent;

    /// <summary>Frames of clips among the rendered pictures; null for none. For trunks that look at one frame at a time.</summary>
    public FilmedPoses? Filmed { get; init; }

    /// <summary>Creates a source of batches of the recipe's size.</summary>
    /// <param name="recipe">How pictures are cut and lit.</param>
    /// <param name="pose">How many a step, and of what.</param>
    /// <param name="inputSize">Pixels a side.</param>
    /// <param name="frames">Pictures in a row of one actor; for trunks with temporal shift.</param>
    /// <param name="seed">The same seed gives the same pictures.</param>
    /// <param name="options">Threads, and batches ahead.</param>
    /// <param name="part">The part of every batch that is drawn here.</param>
    public PosedPictures(DataRecipe recipe, PoseLessonsRecipe pose, int inputSize, int frames, long seed, DecodeOptions options, Part part = default)
    {
        this.recipe = recipe with { Flip = 0, Rotation = 0, NoFlipClasses = [], FlipClasses = ReadOnlyDictionary<string, string>.Empty, Sampling = "interval" }; // joints would have to turn along
        this.pose = pose;
        this.seed = seed;
        this.frames = frames;
        this.part = part;
        cutter = new Cutter(this.recipe, [], recipe.CacheSize);
        still = new CachedClip("rendered", 0, "", 0, 1, recipe.IntervalMs);
        workers = new TaskFactory(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, options.Threads).ConcurrentScheduler);
        free = new(Enumerable.Range(0, options.Prefetch + 1).Select(_ => new PosedBatch(part.Of(Actors).Length * frames, inputSize, recipe.CacheSize)));
    }

    private int Actors => pose.Batch / frames;

    /// <summary>The batch of a step, good until the next call.</summary>
    public PosedBatch Get(int step)
    {
        if (lent is not null)
            free.Push(lent);
        lent = null;
        while (ahead.TryPeek(out (int Step, PosedBatch, Task) other) && other.Step != step)
            Drop();
        for (int later = step + ahead.Count; free.Count > 0; later++)
            Start(later);
        (_, lent, Task ready) = ahead.Dequeue();
        ready.GetAwaiter().GetResult();
        return lent;
    }

    public void Dispose()
    {
        while (ahead.Count > 0)
            Drop();
        lent?.Dispose();
        foreach (PosedBatch batch in free)
            batch.Dispose();
    }

    private void Drop()
    {
        (_, PosedBatch batch, Task ready) = ahead.Dequeue();
        ((IAsyncResult)ready).AsyncWaitHandle.WaitOne();
        free.Push(batch);
    }

    private void Start(int step)
    {
        PosedBatch batch = free.Pop();
        batch.Step = step;
        (int first, int count) = part.Of(Actors);
        Task[] drawn = [.. Enumerable.Range(0, count).Select(i => workers.StartNew(() => Draw(batch, i * frames, Seeds.Mix(seed, step, first + i))))];
        ahead.Enqueue((step, batch, Task.WhenAll(drawn)));
    }

    private void Draw(PosedBatch batch, int at, long place)
    {
        Random random = Seeds.At(place, 1);
        if (Filmed is { } filmed && random.NextDouble() < filmed.Share)
        {
            DrawFilmed(filmed, batch, at, random);
            return;
        }

        Gesture gesture = Gestures.Improvised((ulong)place);
        if (random.NextDouble() < pose.GestureShare)
            Gestures.TryGet(Gestures.Names[random.Next(Gestures.Names.Count)], out gesture!);
        SyntheticScene scene = new(gesture, recipe.CacheSize, recipe.CacheSize, (ulong)place);
        Cut cut = cutter.Draw(still, 1, random);
        TimeSpan start = TimeSpan.FromSeconds(4 * random.NextDouble());
        for (int i = 0; i < frames; i++)
            batch.Fill(at + i, scene, start + TimeSpan.FromMilliseconds(i * recipe.IntervalMs), cut);
    }

    private void DrawFilmed(FilmedPoses filmed, PosedBatch batch, int at, Random random)
    {
        CachedClip clip = filmed.Clips[random.Next(filmed.Clips.Count)];
        int index = random.Next(filmed.Poses.CountOf(clip));
        Cut cut = cutter.Draw(still, 1, random) with { Frames = [index * filmed.Poses.Stride], Mirrored = random.NextDouble() < MirroredShare };
        batch.Fill(at, filmed.Cache, clip, cut, filmed.Poses.Of(clip, index));
    }
}

using System.Collections.ObjectModel;
using SdCom.Edge.Synthetic;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Data;

/// <summary>
/// Batches of rendered people whose joints are known. Every picture shows another actor in another place, cut and lit as the recipe's clips are. A batch
/// only depends on seed and step; the next ones are drawn ahead on other threads.
/// </summary>
public sealed class PosedPictures : IDisposable
{
    /// <summary>What one picture teaches: x, y and nearness of every joint, from the hips, in thirds of a body height (about the trunk's length).</summary>
    public static readonly int Targets = 3 * BodyJoints.Names.Count;

    private readonly DataRecipe recipe;
    private readonly PoseRecipe pose;
    private readonly Cutter cutter;
    private readonly CachedClip still;
    private readonly long seed;
    private readonly int frames;
    private readonly Part part;
    private readonly Stack<PosedBatch> free;
    private readonly Queue<(int Step, PosedBatch Batch, Task Ready)> ahead = new();
    private readonly TaskFactory workers;
    private PosedBatch? lent;

    /// <summary>Creates a source of batches of the recipe's size.</summary>
    /// <param name="recipe">How pictures are cut and lit.</param>
    /// <param name="pose">How many a step, and of what.</param>
    /// <param name="inputSize">Pixels a side.</param>
    /// <param name="frames">Pictures in a row of one actor; for trunks with temporal shift.</param>
    /// <param name="seed">The same seed gives the same pictures.</param>
    /// <param name="options">Threads, and batches ahead.</param>
    /// <param name="part">The part of every batch that is drawn here.</param>
    public PosedPictures(DataRecipe recipe, PoseRecipe pose, int inputSize, int frames, long seed, DecodeOptions options, Part part = default)
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
        Gesture gesture = Gestures.Improvised((ulong)place);
        if (random.NextDouble() < pose.GestureShare)
            Gestures.TryGet(Gestures.Names[random.Next(Gestures.Names.Count)], out gesture!);
        SyntheticScene scene = new(gesture, recipe.CacheSize, recipe.CacheSize, (ulong)place);
        Cut cut = cutter.Draw(still, 1, random);
        TimeSpan start = TimeSpan.FromSeconds(4 * random.NextDouble());
        for (int i = 0; i < frames; i++)
            batch.Fill(at + i, scene, start + TimeSpan.FromMilliseconds(i * recipe.IntervalMs), cut);
    }
}

/// <summary>Pictures and the joints in them. Several threads may fill different places.</summary>
public sealed class PosedBatch : IDisposable
{
    private const float UnitsPerHeight = 3;
    private readonly PictureBatch pictures;
    private readonly float[] targets;
    private readonly int count;
    private readonly ThreadLocal<(byte[] Picture, BodyJoints Joints)> tools;

    internal PosedBatch(int count, int size, int renderedSize)
    {
        this.count = count;
        pictures = new PictureBatch(count, size, renderedSize);
        pictures.Reserve(new CachedClip("rendered", 0, "", 0, count, 0), count);
        targets = new float[count * PosedPictures.Targets];
        tools = new(() => (new byte[renderedSize * renderedSize * 3], new BodyJoints()));
    }

    /// <summary>Pictures.</summary>
    public int Count => count;

    /// <summary>The step whose batch this is.</summary>
    public int Step { get; internal set; }

    /// <summary>[N, 3, S, S], normalised; on the CPU a view that is good as long as the batch is.</summary>
    public Tensor Pictures(Device device) => pictures.Pictures(device);

    /// <summary>[N, joints x 3]; see <see cref="PosedPictures.Targets"/>.</summary>
    public Tensor TargetTensor(Device device) => torch.tensor(targets, [count, PosedPictures.Targets], device: device);

    public void Dispose()
    {
        pictures.Dispose();
        tools.Dispose();
    }

    internal void Fill(int place, SyntheticScene scene, TimeSpan time, Cut cut)
    {
        (byte[] picture, BodyJoints joints) = tools.Value;
        scene.Render(time, picture);
        for (int i = 0; i < picture.Length; i += 3)
            (picture[i], picture[i + 2]) = (picture[i + 2], picture[i]); // BGR to RGB
        pictures.Fill(place, picture, scene.Width, cut);
        scene.Locate(time, joints);
        Span<float> to = targets.AsSpan(place * PosedPictures.Targets, PosedPictures.Targets);
        float perPixel = UnitsPerHeight / joints.PixelsPerHeight;
        for (int i = 0; i < joints.All.Length; i++)
        {
            BodyJoint joint = joints.All[i];
            to[3 * i] = (joint.X - joints.Hips.X) * perPixel;
            to[(3 * i) + 1] = (joint.Y - joints.Hips.Y) * perPixel;
            to[(3 * i) + 2] = (joint.Nearness - joints.Hips.Nearness) * UnitsPerHeight;
        }
    }
}

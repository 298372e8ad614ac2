using System.Diagnostics;
using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Preprocessing;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Training.Metrics;

namespace SdCom.Edge.Training.Data;

/// <summary>
/// Decoded square RGB pictures of a list of clips. Every clip is decoded once, on all cores, to know which can be read and how long they are; after that
/// pictures come from a <see cref="ClipStore"/>, and only what it had to drop is decoded again. For many threads.
/// </summary>
public sealed class FrameCache : IDisposable
{
    private readonly ClipStore store;
    private readonly IReadOnlyList<TrainingClip> sources;
    private readonly IReadOnlyList<string> keys;
    private readonly TimeSpan? interval;
    private readonly ThreadLocal<PicturePreprocessor> preprocessor;
    private readonly ThreadLocal<byte[]> picture;
    private long decodedClips;
    private long decodingTicks;

    private FrameCache(ClipStore store, IReadOnlyList<TrainingClip> sources, IReadOnlyList<string> classes, int size, TimeSpan? interval, PictureFit fit, DecodeOptions options)
    {
        this.store = store;
        this.sources = sources;
        this.interval = interval;
        Classes = classes;
        Size = size;
        Options = options;
        keys = [.. sources.Select(c => ClipKeys.Of(c, classes[c.Label], size, interval, fit))];
        preprocessor = new(() => new PicturePreprocessor(size, fit));
        picture = new(() => new byte[size * size * 3]);
    }

    /// <summary>Pixels a side.</summary>
    public int Size { get; }

    /// <summary>Class names by label.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The clips that could be read.</summary>
    public IReadOnlyList<CachedClip> Clips { get; private set; } = [];

    /// <summary>One line for each clip that could not.</summary>
    public IReadOnlyList<string> Skipped { get; private set; } = [];

    /// <summary>Whether batches of these clips show what changed since the frame before, see <see cref="PictureChanges"/>; what is kept here are pictures all the same.</summary>
    public bool SeesChanges { get; private init; }

    /// <summary>How this machine decodes.</summary>
    public DecodeOptions Options { get; }

    /// <summary>Clips decoded or rendered since this cache was opened, and the threads' time that it took.</summary>
    public (long Clips, TimeSpan Time) Decoded => (Interlocked.Read(ref decodedClips), Stopwatch.GetElapsedTime(0, Interlocked.Read(ref decodingTicks)));

    /// <summary>Opens the pictures of these clips; clips that are not known yet are decoded first.</summary>
    /// <param name="root">Folder of all caches.</param>
    /// <param name="clips">The clips, in the order of the list.</param>
    /// <param name="classes">Class names by label.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="interval">Keep only the frames that the recogniser would process; null keeps all.</param>
    /// <param name="reporter">Shows how far it is and which clips were skipped.</param>
    /// <param name="maxBadClips">More unreadable clips than this are too many.</param>
    /// <param name="options">Limits on this machine.</param>
    /// <param name="fit">What becomes of frames that are not square.</param>
    /// <param name="seesChanges">Whether batches show changes.</param>
    /// <exception cref="InputException">Too many clips cannot be read; the message lists them.</exception>
    public static FrameCache Open(
        string root, IReadOnlyList<TrainingClip> clips, IReadOnlyList<string> classes, int size, TimeSpan? interval, Reporter reporter, int maxBadClips = 10, DecodeOptions? options = null,
        PictureFit fit = PictureFit.Crop, bool seesChanges = false)
    {
        options ??= new DecodeOptions();
        FrameCache cache = new(new ClipStore(Path.Combine(root, "clips"), options.CacheBytes), clips, classes, size, interval, fit, options) { SeesChanges = seesChanges };
        string lists = Directory.CreateDirectory(Path.Combine(root, "lists")).FullName;
        string indexFile = Path.Combine(lists, $"{ClipKeys.OfList(clips, cache.keys, classes)}.json");
        FrameIndex index;
        if (File.Exists(indexFile))
        {
            index = JsonSerializer.Deserialize(File.ReadAllText(indexFile), FrameIndexJson.Default.FrameIndex)
                ?? throw new InputException($"{indexFile}: is empty; delete it.");
            BadClips.Check(index.Skipped, maxBadClips);
        }
        else
        {
            index = cache.ReadAll(maxBadClips, reporter);
            string aside = FormattableString.Invariant($"{indexFile}.{Environment.ProcessId}.aside");
            File.WriteAllText(aside, JsonSerializer.Serialize(index, FrameIndexJson.Default.FrameIndex));
            File.Move(aside, indexFile, overwrite: true);
        }

        (cache.Clips, cache.Skipped) = (index.Clips, index.Skipped);
        return cache;
    }

    /// <summary>Opens a clip's pictures, decoding them when the store has dropped them. Dispose what comes back.</summary>
    public StoredClip OpenClip(CachedClip clip)
    {
        StoredClip stored = store.Open(keys[clip.Place]) ?? Decode(clip.Place);
        if (stored.Frames == clip.Frames)
            return stored;
        int frames = stored.Frames;
        stored.Dispose();
        throw new InputException($"{clip.Name}: had {clip.Frames} frames when the list was read and has {frames} now; leave the clips alone while they are trained on, and start again.");
    }

    /// <summary>Reads one picture, rows from the top, three bytes a pixel.</summary>
    public void Read(CachedClip clip, int frame, Span<byte> rgb)
    {
        using StoredClip pictures = OpenClip(clip);
        pictures.Read(frame, rgb);
    }

    public void Dispose()
    {
        preprocessor.Dispose();
        picture.Dispose();
    }

    private FrameIndex ReadAll(int maxBadClips, Reporter reporter)
    {
        CachedClip?[] cached = new CachedClip?[sources.Count];
        string?[] skipped = new string?[sources.Count];
        int bad = 0;
        Lock telling = new();
        long start = Stopwatch.GetTimestamp();
        reporter.Track("Decoding clips", sources.Count, progress =>
            InParallel.For(sources.Count, Environment.ProcessorCount, (place, loop) =>
            {
                try
                {
                    using StoredClip clip = store.Open(keys[place]) ?? Decode(place);
                    cached[place] = new CachedClip(sources[place].Name, sources[place].Label, sources[place].Group, place, clip.Frames, clip.PeriodMs);
                }
                catch (Exception e) when (e is InputException or ArgumentException or OpenCvSharp.OpenCVException)
                {
                    skipped[place] = $"{sources[place].Name}: {e.Message.ReplaceLineEndings(" ")}";
                    if (Interlocked.Increment(ref bad) > maxBadClips)
                        loop.Stop();
                    lock (telling)
                        reporter.Warn($"skipped {skipped[place]}");
                }

                lock (telling)
                    progress.Advance();
            }));
        (long clips, _) = Decoded;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (clips > 0)
            reporter.Line(FormattableString.Invariant($"decoded {clips} clips in {seconds:0.0} s: {clips / seconds:0.0} clips/s"));
        string[] lines = [.. skipped.OfType<string>()];
        BadClips.Check(lines, maxBadClips);
        return new FrameIndex([.. cached.OfType<CachedClip>()], lines);
    }

    private StoredClip Decode(int place)
    {
        long start = Stopwatch.GetTimestamp();
        byte[] rgb = picture.Value!;
        SegmentSampler? sampler = null;
        TrainingClip clip = sources[place];
        StoredClip stored = store.Write(keys[place], rgb.Length, to => ClipReader.Read(clip, Classes[clip.Label], (bgr, width, height, stride, time, framePeriod) =>
        {
            if (interval is { } due && !(sampler ??= new SegmentSampler(due, framePeriod)).IsDue(time))
                return;
            preprocessor.Value!.Fill(bgr, width, height, stride, rgb);
            to.Write(rgb);
        }).Period.TotalMilliseconds);
        Interlocked.Increment(ref decodedClips);
        Interlocked.Add(ref decodingTicks, Stopwatch.GetTimestamp() - start);
        return stored;
    }
}

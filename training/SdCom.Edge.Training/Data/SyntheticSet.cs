using System.Globalization;
using OpenCvSharp;
using SdCom.Edge.Core;
using SdCom.Edge.Synthetic;
using SdCom.Edge.Training.Metrics;

namespace SdCom.Edge.Training.Data;

/// <summary>
/// The generated actor's gestures as a labelled set: class/actor.mp4, clips.csv and labels.txt. Actor N looks the same in every class, and every fifth is in the test
/// subset, so nothing but the motion tells the classes apart and no actor is on both sides.
/// </summary>
public sealed record SyntheticSet
{
    private const int TestEvery = 5;

    /// <summary>Clips of each gesture.</summary>
    public required int ClipsPerClass { get; init; }

    /// <summary>The same seed makes the same clips.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Pixels, even numbers from 64 to 1920.</summary>
    public int Width { get; init; } = 256;

    public int Height { get; init; } = 256;

    public double Seconds { get; init; } = 3;

    public double FramesPerSecond { get; init; } = 12.5;

    /// <summary>Renders the set into a new folder: complete or not there. Returns the number of clips.</summary>
    /// <exception cref="InputException">The folder holds something, or no video can be written.</exception>
    public int Write(string folder, Reporter reporter, CancellationToken cancellation)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new InputException($"{folder}: is not empty; name a new folder with --out.");
        string aside = folder + ".aside";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        foreach (string gesture in Gestures.Names)
            Directory.CreateDirectory(Path.Combine(aside, gesture));
        (int Label, int Actor)[] clips = [.. from label in Enumerable.Range(0, Gestures.Names.Count) from actor in Enumerable.Range(0, ClipsPerClass) select (label, actor)];
        Lock telling = new();
        reporter.Track("Rendering clips", clips.Length, progress => InParallel.For(
            clips.Length,
            Environment.ProcessorCount,
            (i, _) =>
            {
                Render(clips[i].Label, clips[i].Actor, Path.Combine(aside, Name(clips[i].Label, clips[i].Actor)));
                lock (telling)
                    progress.Advance();
            },
            cancellation));
        File.WriteAllLines(Path.Combine(aside, "labels.txt"), Gestures.Names);
        File.WriteAllLines(
            Path.Combine(aside, "clips.csv"),
            ["path,label,subject,subset", .. clips.Select(c => $"{Name(c.Label, c.Actor)},{Gestures.Names[c.Label]},{Subject(c.Actor)},{Subset(c.Actor)}")]);
        if (Directory.Exists(folder))
            Directory.Delete(folder);
        Directory.Move(aside, folder);
        return clips.Length;
    }

    private static string Subject(int actor) => string.Create(CultureInfo.InvariantCulture, $"actor{actor:0000}");

    private static string Name(int label, int actor) => $"{Gestures.Names[label]}/{Subject(actor)}.mp4";

    private string Subset(int actor) => actor % TestEvery == TestEvery - 1 || (ClipsPerClass is > 1 and < TestEvery && actor == ClipsPerClass - 1) ? "test" : "train";

    private void Render(int label, int actor, string path)
    {
        SyntheticScene scene = new(Gestures.Names[label], Width, Height, (ulong)Seeds.Mix(Seed, actor));
        TimeSpan start = TimeSpan.FromSeconds(3 * Seeds.At(Seed, actor, label).NextDouble()); // clips begin anywhere in the gesture
        int frames = Math.Max(1, (int)Math.Round(Seconds * FramesPerSecond));
        using VideoWriter writer = new(path, FourCC.FromString("mp4v"), FramesPerSecond, new Size(Width, Height));
        if (!writer.IsOpened())
            throw new InputException($"{path}: OpenCV cannot write mp4 here; install its FFmpeg back end (libopencv-videoio).");
        using Mat frame = new(Height, Width, MatType.CV_8UC3);
        for (int i = 0; i < frames; i++)
        {
            Draw(scene, start + TimeSpan.FromSeconds(i / FramesPerSecond), frame);
            writer.Write(frame);
        }
    }

    private static unsafe void Draw(SyntheticScene scene, TimeSpan time, Mat frame) => scene.Render(time, new Span<byte>(frame.DataPointer, scene.FrameBytes));
}

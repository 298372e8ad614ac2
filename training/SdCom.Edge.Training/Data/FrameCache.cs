using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Preprocessing;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Training.Metrics;

namespace SdCom.Edge.Training.Data;

/// <summary>
/// Decoded square RGB pictures of many clips in one flat file with an index beside it. Decoding takes longer than a training step; reading
/// from here does not. A cache is complete or absent: it is filled in a folder aside, which is then renamed.
/// </summary>
public sealed class FrameCache : IDisposable
{
    private const int FormatVersion = 1;
    private readonly SafeFileHandle pictures;
    private readonly int pictureBytes;

    private FrameCache(string folder, FrameIndex index, IReadOnlyList<string> classes)
    {
        Classes = classes;
        Size = index.Size;
        Clips = index.Clips;
        Skipped = index.Skipped;
        pictureBytes = index.Size * index.Size * 3;
        pictures = File.OpenHandle(Path.Combine(folder, "pictures.rgb"), options: FileOptions.RandomAccess);
    }

    /// <summary>Pixels a side.</summary>
    public int Size { get; }

    /// <summary>Class names by label.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The clips that could be read.</summary>
    public IReadOnlyList<CachedClip> Clips { get; }

    /// <summary>One line for each clip that could not.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>Opens the cache of these clips, filling it first when it is not there.</summary>
    /// <param name="root">Folder of all caches.</param>
    /// <param name="clips">The clips, in the order of the index.</param>
    /// <param name="classes">Class names by label.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="interval">Keep only the frames that the recogniser would process; null keeps all.</param>
    /// <param name="reporter">Shows how far it is and which clips were skipped.</param>
    public static FrameCache Open(string root, IReadOnlyList<TrainingClip> clips, IReadOnlyList<string> classes, int size, TimeSpan? interval, Reporter reporter)
    {
        string folder = Path.Combine(root, $"{(interval is null ? "frames" : "segments")}-{size}-{Key(clips, classes, interval)}");
        string indexFile = Path.Combine(folder, "index.json");
        if (!File.Exists(indexFile))
            Fill(folder, clips, classes, size, interval, reporter);
        FrameIndex index = JsonSerializer.Deserialize(File.ReadAllText(indexFile), FrameIndexJson.Default.FrameIndex)
            ?? throw new InputException($"{indexFile}: is empty; delete its folder.");
        return new FrameCache(folder, index, classes);
    }

    /// <summary>Reads one picture, rows from the top, three bytes a pixel.</summary>
    public void Read(CachedClip clip, int frame, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)clip.Frames);
        Span<byte> to = rgb[..pictureBytes];
        if (RandomAccess.Read(pictures, to, (clip.FirstPicture + frame) * pictureBytes) != to.Length)
            throw new InputException($"the frame cache of {clip.Name} ends early; delete artifacts/cache.");
    }

    public void Dispose() => pictures.Dispose();

    private static void Fill(string folder, IReadOnlyList<TrainingClip> clips, IReadOnlyList<string> classes, int size, TimeSpan? interval, Reporter reporter)
    {
        string aside = $"{folder}.aside";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        List<CachedClip> cached = [];
        List<string> skipped = [];
        using (FileStream to = File.Create(Path.Combine(aside, "pictures.rgb")))
        {
            reporter.Track("Decoding clips", clips.Count, progress =>
            {
                PicturePreprocessor preprocessor = new(size);
                byte[] rgb = new byte[size * size * 3];
                foreach (TrainingClip clip in clips)
                {
                    long start = to.Position;
                    try
                    {
                        cached.Add(FillClip(clip, classes, to, preprocessor, rgb, interval));
                    }
                    catch (Exception e) when (e is InputException or ArgumentException or OpenCvSharp.OpenCVException)
                    {
                        to.SetLength(start);
                        to.Position = start;
                        skipped.Add($"{clip.Name}: {e.Message.ReplaceLineEndings(" ")}");
                        reporter.Warn($"skipped {skipped[^1]}");
                    }

                    progress.Advance();
                }
            });
            to.Flush(flushToDisk: true);
        }

        FrameIndex index = new(size, cached, skipped);
        File.WriteAllText(Path.Combine(aside, "index.json"), JsonSerializer.Serialize(index, FrameIndexJson.Default.FrameIndex));
        Directory.Move(aside, folder);
    }

    private static CachedClip FillClip(TrainingClip clip, IReadOnlyList<string> classes, FileStream to, PicturePreprocessor preprocessor, byte[] rgb, TimeSpan? interval)
    {
        int frames = 0;
        long first = to.Position / rgb.Length;

        SegmentSampler? sampler = null;
        ClipReading reading = ClipReader.Read(clip, classes[clip.Label], (bgr, width, height, stride, time, framePeriod) =>
        {
            if (interval is { } due && !(sampler ??= new SegmentSampler(due, framePeriod)).IsDue(time))
                return;
            preprocessor.Fill(bgr, width, height, stride, rgb);
            to.Write(rgb);
            frames++;
        });
        return new CachedClip(clip.Name, clip.Label, clip.Group, first, frames, reading.Period.TotalMilliseconds);
    }

    // Anything that changes the pictures changes the key: the clips, their files' sizes, the classes (rendered clips), the sampling.
    private static string Key(IReadOnlyList<TrainingClip> clips, IReadOnlyList<string> classes, TimeSpan? interval)
    {
        StringBuilder text = new();
        text.Append(FormatVersion).Append('|').Append(interval).Append('|').AppendJoin(',', classes);
        foreach (TrainingClip clip in clips)
        {
            long bytes = clip.Path is { } path && File.Exists(path) ? new FileInfo(path).Length : -1;
            text.Append('\n').Append(clip.Name).Append('|').Append(clip.Path).Append('|').Append(clip.Label).Append('|').Append(clip.Group).Append('|').Append(clip.Seed).Append('|').Append(bytes);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}

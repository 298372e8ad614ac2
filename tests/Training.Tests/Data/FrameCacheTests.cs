using OpenCvSharp;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Preprocessing;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;

namespace SdCom.Edge.Training.Tests.Data;

public sealed class FrameCacheTests : IDisposable
{
    private readonly TinyRun run = new(clipsPerClass: 1);

    public void Dispose() => run.Dispose();

    [Fact]
    public void Pictures_come_back_as_they_were_decoded()
    {
        using FrameCache cache = Open(null);
        Assert.Equal([12, 12], cache.Clips.Select(c => c.Frames));
        Assert.Equal(80, cache.Clips[0].PeriodMs, 0.1);
        byte[] rgb = new byte[40 * 40 * 3];
        cache.Read(cache.Clips[1], 11, rgb);
        Assert.True(rgb[1] > 100 && rgb[0] < 60 && rgb[2] < 60, "the green clip is green, red first"); // JPEG blurs colours a little
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Read(cache.Clips[0], 12, rgb));
    }

    [Fact]
    public void An_unreadable_clip_is_skipped_and_told_and_leaves_nothing()
    {
        StringWriter told = new();
        using FrameCache cache = Open(null, new Reporter(told, terminal: false));
        string line = Assert.Single(cache.Skipped);
        Assert.StartsWith("broken.avi: ", line, StringComparison.Ordinal);
        Assert.Contains($"warning: skipped {line}", told.ToString(), StringComparison.Ordinal);
        Assert.Contains("decoded 2 clips in ", told.ToString(), StringComparison.Ordinal);
        string[] files = Directory.GetFiles(Path.Combine(run.Cache, "clips"));
        Assert.Equal([32 + (12L * 40 * 40 * 3), 32 + (12L * 40 * 40 * 3)], files.Select(f => new FileInfo(f).Length));
    }

    [Fact]
    public void More_bad_clips_than_allowed_stop_with_the_list()
    {
        string[] bad = ["empty.avi", "junk.avi", "gone.avi"];
        File.WriteAllBytes(Path.Combine(run.Folder, bad[0]), []);
        File.WriteAllBytes(Path.Combine(run.Folder, bad[1]), [7, 7, 7]);
        TrainingClip[] clips = [Clip("red0.avi", 0), .. bad.Select(b => Clip(b, 1))];
        using FrameCache tolerant = FrameCache.Open(run.Cache, clips, Classes, 40, null, Reporter.Silent, maxBadClips: 3);
        Assert.Equal(bad, tolerant.Skipped.Select(s => s.Split(':')[0]));
        for (int again = 0; again < 2; again++) // once from the index, once anew
        {
            string message = Assert.Throws<InputException>(() => FrameCache.Open(again == 0 ? run.Cache : run.Cache + "2", clips, Classes, 40, null, Reporter.Silent, maxBadClips: 2)).Message;
            Assert.StartsWith("3 clips cannot be read, more than data.maxBadClips 2: ", message, StringComparison.Ordinal);
            Assert.All(bad, b => Assert.Contains(b, message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Only_the_frames_that_a_recogniser_would_process_are_kept_on_request()
    {
        using FrameCache cache = Open(TimeSpan.FromMilliseconds(160));
        Assert.Equal([6, 6], cache.Clips.Select(c => c.Frames));
    }

    [Fact]
    public void A_filled_cache_is_opened_without_decoding()
    {
        Open(null).Dispose();
        StringWriter told = new();
        using FrameCache cache = Open(null, new Reporter(told, terminal: false));
        Assert.Equal("", told.ToString());
        Assert.Equal(0, cache.Decoded.Clips);
    }

    [Fact]
    public void A_clip_that_the_size_limit_dropped_is_decoded_again_to_the_same_pictures()
    {
        byte[] first = new byte[40 * 40 * 3], again = new byte[40 * 40 * 3];
        using (FrameCache whole = Open(null))
            whole.Read(whole.Clips[0], 5, first);
        using FrameCache small = Open(null, options: new DecodeOptions { CacheBytes = 70_000 }); // one clip of two
        Assert.Single(Directory.GetFiles(Path.Combine(run.Cache, "clips")));
        foreach (CachedClip clip in small.Clips.Concat(small.Clips))
            small.Read(clip, 5, again);
        Assert.InRange(small.Decoded.Clips, 3, 4);
        small.Read(small.Clips[0], 5, again);
        Assert.Equal(first, again);
    }

    [Fact]
    public void A_clip_that_changes_while_it_is_used_is_refused()
    {
        using FrameCache cache = Open(null);
        foreach (string file in Directory.GetFiles(Path.Combine(run.Cache, "clips")))
            File.Delete(file);
        string short_ = Path.Combine(run.Folder, "red0.avi");
        byte[] bytes = File.ReadAllBytes(short_);
        int cut = 0;
        for (int frame = 0; frame < 7; frame++)
            cut = bytes.AsSpan(cut + 4).IndexOf("00dc"u8) + cut + 4;
        File.WriteAllBytes(short_, bytes[..cut]);
        string message = Assert.Throws<InputException>(() => cache.Read(cache.Clips[0], 0, new byte[40 * 40 * 3])).Message;
        Assert.StartsWith("red0.avi: had 12 frames when the list was read and has ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stretched_clip_shows_the_whole_frame_and_has_a_place_of_its_own_in_the_cache()
    {
        // 12 x 4 pixels: black, white, black squares. Cut from the centre only white remains; stretched to 3 x 3 there is a column of each.
        string clip = Directory.CreateDirectory(Path.Combine(run.Folder, "wide")).FullName;
        using (Mat frame = new(4, 12, MatType.CV_8UC3, new Scalar(0, 0, 0)))
        {
            for (int y = 0; y < 4; y++)
            {
                for (int x = 4; x < 8; x++)
                    frame.Set(y, x, new Vec3b(255, 255, 255));
            }

            Cv2.ImWrite(Path.Combine(clip, "1.png"), frame);
        }

        byte[] rgb = new byte[27];
        foreach (PictureFit fit in (PictureFit[])[PictureFit.Crop, PictureFit.Stretch, PictureFit.Crop])
        {
            using FrameCache cache = FrameCache.Open(run.Cache, [new TrainingClip("wide", clip, 0, "S0")], Classes, 3, null, Reporter.Silent, fit: fit);
            cache.Read(cache.Clips[0], 0, rgb);
            byte side = (byte)(fit == PictureFit.Crop ? 255 : 0);
            byte[] row = [side, side, side, 255, 255, 255, side, side, side];
            Assert.Equal([.. row, .. row, .. row], rgb);
        }

        Assert.Equal(2, Directory.GetFiles(Path.Combine(run.Cache, "lists")).Length);
    }

    private static readonly string[] Classes = ["red", "green", "blue"];

    private TrainingClip Clip(string name, int label) => new(name, Path.Combine(run.Folder, name), label, "S0");

    private FrameCache Open(TimeSpan? interval, Reporter? reporter = null, DecodeOptions? options = null)
    {
        string broken = Path.Combine(run.Folder, "broken.avi");
        if (!File.Exists(broken))
            File.WriteAllBytes(broken, [1, 2, 3]);
        return FrameCache.Open(run.Cache, [Clip("red0.avi", 0), Clip("broken.avi", 0), Clip("green0.avi", 1)], Classes, 40, interval, reporter ?? Reporter.Silent, options: options);
    }
}

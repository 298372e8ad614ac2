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
        string folder = Assert.Single(Directory.GetDirectories(run.Cache));
        Assert.Equal(2L * 12 * 40 * 40 * 3, new FileInfo(Path.Combine(folder, "pictures.rgb")).Length);
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
        Open(null, new Reporter(told, terminal: false)).Dispose();
        Assert.Equal("", told.ToString());
    }

    private FrameCache Open(TimeSpan? interval, Reporter? reporter = null)
    {
        string broken = Path.Combine(run.Folder, "broken.avi");
        File.WriteAllBytes(broken, [1, 2, 3]);
        TrainingClip[] clips =
        [
            new("red0.avi", Path.Combine(run.Folder, "red0.avi"), 0, "S0"),
            new("broken.avi", broken, 0, "S0"),
            new("green0.avi", Path.Combine(run.Folder, "green0.avi"), 1, "S0"),
        ];
        return FrameCache.Open(run.Cache, clips, ["red", "green", "blue"], 40, interval, reporter ?? Reporter.Silent);
    }
}

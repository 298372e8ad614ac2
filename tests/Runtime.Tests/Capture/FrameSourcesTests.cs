using OpenCvSharp;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Capture;

public class FrameSourcesTests(Models models)
{
    [Fact]
    public void A_video_file_gives_all_its_frames_at_its_rate()
    {
        string path = Pictures.WriteClip(models.NewPath(".mp4"), "hover");
        using IFrameSource source = FrameSources.Open(path, TimeProvider.System);
        List<TimeSpan> times = Read(source);
        Assert.False(source.IsLive);
        Assert.Equal(25, times.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(80), times[1]);
    }

    [Fact]
    public void A_folder_of_pictures_plays_in_the_order_of_names()
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        foreach (int i in (int[])[2, 0, 1])
        {
            using Mat picture = new(8, 8, MatType.CV_8UC3, Scalar.All(i * 50));
            Cv2.ImWrite(Path.Combine(folder, $"frame{i}.png"), picture);
        }

        using IFrameSource source = FrameSources.Open(folder, TimeProvider.System);
        using Frame frame = new();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(source.TryGrab(out _) && source.TryRetrieve(frame) && frame.Seal());
            Assert.Equal(i * 50, frame.Bgr[0]);
        }

        Assert.False(source.TryGrab(out _));
    }

    [Fact]
    public void A_generated_camera_shows_its_gestures_in_turn()
    {
        using SyntheticSource camera = new(["hover", "land"], TimeSpan.FromSeconds(2), 1, new FakeTime(), 64, 64);
        Assert.True(camera.IsLive);
        Assert.Equal(["hover", "land", "hover"], ((double[])[1.9, 2, 4.5]).Select(t => camera.ActionAt(TimeSpan.FromSeconds(t))));
    }

    [Fact]
    public void A_late_reader_of_a_generated_camera_gets_the_newest_frame()
    {
        FakeTime time = new();
        using SyntheticSource camera = new(["hover"], TimeSpan.FromDays(1), 1, time, 64, 64);
        Assert.True(camera.TryGrab(out TimeSpan first));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(camera.TryGrab(out TimeSpan second));
        Assert.Equal(TimeSpan.Zero, first);
        Assert.Equal(TimeSpan.FromSeconds(1), second);
    }

    [Theory]
    [InlineData("synthetic:", "all_clear, have_command")]
    [InlineData("synthetic:dance", "got 'dance'")]
    [InlineData("no-such-file.mp4", "got 'no-such-file.mp4'")]
    [InlineData("/dev/video97", "no such camera")]
    public void A_source_that_is_none_says_what_there_is(string source, string expected)
    {
        SourceException problem = Assert.Throws<SourceException>(() => FrameSources.Open(source, TimeProvider.System));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    private static List<TimeSpan> Read(IFrameSource source)
    {
        using Frame frame = new();
        List<TimeSpan> times = [];
        while (source.TryGrab(out TimeSpan time))
        {
            Assert.True(source.TryRetrieve(frame) && frame.Seal());
            times.Add(time);
        }

        return times;
    }
}

using System.Buffers.Binary;
using OpenCvSharp;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Capture;

public class FrameSourcesTests(Models models)
{
    [Fact]
    public void A_device_that_is_no_camera_or_is_gone_is_told_as_what_it_is()
    {
        Assert.Equal("it is no camera", Cameras.WhyNot("/dev/null"));
        Assert.StartsWith("the camera does not open: ", Cameras.WhyNot("/dev/video97"), StringComparison.Ordinal);
    }

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
    [InlineData("csi:front", "got 'front'")]
    [InlineData("gst:", "must name a pipeline")]
    public void A_source_that_is_none_says_what_there_is(string source, string expected)
    {
        SourceException problem = Assert.Throws<SourceException>(() => FrameSources.Open(source, TimeProvider.System));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Theory]
    [InlineData("97", "/dev/video97")]
    [InlineData("/dev/v4l/by-id/usb-none", "/dev/v4l/by-id/usb-none")]
    [InlineData("rtsp://anna:geheim@cam.local:8554/main?x=1", "rtsp://anna:***@cam.local:8554/main?x=1")]
    [InlineData("rtsp://cam.local/main", "rtsp://cam.local/main")]
    [InlineData("gst:rtspsrc location=rtsp://a:b@c/d ! decodebin", "gst:rtspsrc location=rtsp://a:***@c/d ! decodebin")]
    [InlineData("csi:1", "csi:1")]
    public void A_camera_is_not_opened_before_it_is_used_and_its_name_holds_no_password(string source, string name)
    {
        using LiveSource camera = Assert.IsType<LiveSource>(FrameSources.Open(source, TimeProvider.System));
        Assert.Equal(name, camera.Name);
        Assert.Equal(0, camera.Status.Connections);
    }

    [Theory]
    [InlineData("videotestsrc", "videotestsrc ! videoconvert ! video/x-raw,format=BGR ! appsink drop=true max-buffers=1 sync=false")]
    [InlineData(" videotestsrc ! ", "videotestsrc ! videoconvert ! video/x-raw,format=BGR ! appsink drop=true max-buffers=1 sync=false")]
    [InlineData("videotestsrc ! appsink sync=true", "videotestsrc ! appsink sync=true")]
    public void A_pipeline_keeps_the_newest_picture_only_unless_it_has_an_end_of_its_own(string pipeline, string expected) =>
        Assert.Equal(expected, Pipelines.Complete(pipeline));

    [Fact]
    public void A_CSI_camera_is_a_pipeline_of_the_Jetsons_own_elements()
    {
        Assert.Equal(
            "nvarguscamerasrc sensor-id=1 ! video/x-raw(memory:NVMM),width=1280,height=720,framerate=15/1 ! nvvidconv ! video/x-raw,format=BGRx ! videoconvert ! "
            + "video/x-raw,format=BGR ! appsink drop=true max-buffers=1 sync=false",
            Pipelines.Csi(1, 15));
        Assert.Contains("framerate=30/1", Pipelines.Csi(0, null), StringComparison.Ordinal);
    }

    // A camera whose cable carries 10 raw pictures a second, or 30 as JPEG.
    [Theory]
    [InlineData(5, 30, "YUYV", new[] { "YUYV" })]
    [InlineData(30, 30, "MJPG", new[] { "YUYV", "MJPG" })]
    [InlineData(30, 10, "YUYV", new[] { "YUYV", "MJPG", "YUYV" })]
    public void A_camera_is_asked_for_JPEG_pictures_where_raw_ones_come_too_slowly_and_only_if_that_helps(double wanted, double fastest, string kept, string[] asked)
    {
        List<string> formats = [];
        Cameras.Negotiate(wanted, "YUYV", (format, rate) =>
        {
            formats.Add(format);
            return Math.Min(rate, format == "YUYV" ? 10 : fastest);
        });
        Assert.Equal(asked, formats);
        Assert.Equal(kept, formats[^1]);
    }

    [Fact]
    public void A_phones_recording_is_turned_upright()
    {
        string path = models.NewPath(".mp4");
        using (Mat picture = new(48, 64, MatType.CV_8UC3, Scalar.All(20)))
        using (VideoWriter writer = new(path, FourCC.FromString("mp4v"), 25, picture.Size()))
        {
            using (Mat left = picture.SubMat(0, 48, 0, 32))
                left.SetTo(Scalar.All(230));
            for (int i = 0; i < 5; i++)
                writer.Write(picture);
        }

        NoteQuarterTurn(path);
        using IFrameSource source = FrameSources.Open(path, TimeProvider.System);
        using Frame frame = new();
        Assert.True(source.TryGrab(out _) && source.TryRetrieve(frame) && frame.Seal());
        Assert.Equal((48, 64), (frame.Width, frame.Height));
        Assert.InRange(frame.Bgr[8 * frame.Stride], 200, 255); // turned clockwise: left is up
        Assert.InRange(frame.Bgr[56 * frame.Stride], 0, 50);
    }

    // Writes "turn a quarter clockwise" into the track header's matrix (ISO 14496-12, 8.3.2): 36 bytes, 40 after the box's name.
    private static void NoteQuarterTurn(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Span<byte> matrix = file.AsSpan(file.AsSpan().IndexOf("tkhd"u8) + 4 + 40, 36);
        int[] turned = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];
        for (int i = 0; i < turned.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(matrix[(i * 4)..], turned[i]);
        File.WriteAllBytes(path, file);
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

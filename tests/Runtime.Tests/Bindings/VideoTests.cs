using OpenCvSharp;

namespace SdCom.Edge.Runtime.Tests.Bindings;

/// <summary>A clip of 20 even frames, whose colour changes from frame to frame, written and read back.</summary>
public sealed class VideoTests : IDisposable
{
    private const int Frames = 20;
    private static readonly Size FrameSize = new(64, 48);
    private readonly string file = Path.Combine(Path.GetTempPath(), $"clip-{Guid.NewGuid():N}.avi");

    public VideoTests()
    {
        using VideoWriter writer = new(file, FourCC.MJPG, 10, FrameSize);
        Assert.True(writer.IsOpened());
        for (int i = 0; i < Frames; i++)
        {
            using Mat frame = new(FrameSize, MatType.CV_8UC3, Colour(i));
            writer.Write(frame);
        }
    }

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Frames_come_back_in_order_and_in_colour()
    {
        using VideoCapture capture = new(file);
        using Mat frame = new();

        Assert.Equal((64, 48, 10.0, Frames, "MJPG"), (capture.FrameWidth, capture.FrameHeight, capture.Fps, capture.FrameCount, capture.FourCC));
        for (int i = 0; i < Frames; i++)
        {
            Assert.True(capture.Read(frame));
            AssertColour(i, frame);
        }
        Assert.False(capture.Read(frame));
        Assert.True(frame.Empty());
    }

    [Fact]
    public void Grabbing_skips_frames_and_retrieving_decodes_the_last_one()
    {
        using VideoCapture capture = new(file, VideoCaptureAPIs.FFMPEG);
        using Mat frame = new();

        for (int i = 0; i < 4; i++)
            Assert.True(capture.Grab());
        Assert.True(capture.Retrieve(frame));

        AssertColour(3, frame);
        Assert.Equal(4, capture.PosFrames);
        Assert.Equal("FFMPEG", capture.GetBackendName());
    }

    [Fact]
    public void A_position_can_be_set()
    {
        using VideoCapture capture = new(file);
        capture.PosFrames = 12;
        using Mat frame = capture.Grab() ? capture.RetrieveMat() : new Mat();

        AssertColour(12, frame);
    }

    [Fact]
    public void Reading_into_a_matrix_of_the_frames_size_keeps_its_memory_and_allocates_nothing()
    {
        using VideoCapture capture = new(file);
        using Mat frame = new(FrameSize, MatType.CV_8UC3);
        IntPtr memory = frame.Data;
        capture.Read(frame);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < Frames; i++)
            capture.Read(frame);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(memory, frame.Data);
        AssertColour(Frames - 1, frame);
    }

    [Fact]
    public void A_capture_can_be_released_and_opened_again()
    {
        using VideoCapture capture = new(file);
        capture.Release();
        Assert.False(capture.IsOpened());

        Assert.True(capture.Open(file));
        using Mat frame = new();
        Assert.True(capture.Read(frame));
    }

    [Fact]
    public void A_failed_open_does_not_throw()
    {
        using VideoCapture missing = new("/no/such/clip.mp4");
        using VideoCapture noCamera = new(99);
        using VideoCapture never = new();
        using Mat frame = new();

        Assert.False(missing.IsOpened());
        Assert.False(noCamera.IsOpened());
        Assert.False(never.IsOpened());
        Assert.False(missing.Read(frame));
        Assert.False(missing.Grab());
        Assert.Equal(0, missing.Fps);
    }

    [Fact]
    public void In_exception_mode_a_failed_open_throws()
    {
        using VideoCapture capture = new();
        capture.SetExceptionMode(true);

        Assert.True(capture.GetExceptionMode());
        Assert.Throws<OpenCVException>(() => capture.Open("/no/such/clip.mp4", VideoCaptureAPIs.FFMPEG));
    }

    [Fact]
    public void Camera_properties_of_a_file_are_refused()
    {
        using VideoCapture capture = new(file);

        Assert.Equal(CaptureType.File, capture.CaptureType);
        Assert.Throws<NotSupportedException>(() => capture.FrameWidth = 10);
        Assert.Throws<NotSupportedException>(() => capture.Brightness);
    }

    [Fact]
    public void A_writer_that_cannot_open_says_so()
    {
        using VideoWriter writer = new("/no/such/folder/clip.avi", FourCC.MJPG, 10, FrameSize);

        Assert.False(writer.IsOpened());
    }

    [Fact]
    public void A_codec_is_its_four_characters()
    {
        Assert.Equal(0x47504A4D, FourCC.MJPG); // 'M' is the lowest byte
        Assert.Equal("mp4v", FourCC.FromString("mp4v").ToString());
        Assert.Throws<ArgumentException>(() => FourCC.FromString("avc"));
    }

    // Slow changes and even areas, so that JPEG keeps them within a few steps.
    private static Scalar Colour(int i) => new(20 + 10 * i, 230 - 10 * i, 60 + 5 * i);

    private static void AssertColour(int i, Mat frame)
    {
        Scalar mean = Cv2.Mean(frame), expected = Colour(i);
        for (int channel = 0; channel < 3; channel++)
            Assert.InRange(mean[channel], expected[channel] - 4, expected[channel] + 4);
    }
}

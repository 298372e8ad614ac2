using OpenCvSharp;

namespace SdCom.Edge.Runtime.Tests.Bindings;

public class ClipTests
{
    // Counted with ffprobe -count_frames.
    [Theory]
    [InlineData("asl_thanks.mkv", 51, 640, 480)]
    [InlineData("exercise.avi", 393, 384, 288)]
    [InlineData("mmaction2_demo.mp4", 280, 340, 256)]
    public void A_clip_gives_all_its_frames_in_its_size(string name, int frames, int width, int height)
    {
        using VideoCapture capture = new(SharedData.Require($"data/clips/{name}"));
        using Mat frame = new();

        Assert.True(capture.IsOpened());
        Assert.Equal((width, height), (capture.FrameWidth, capture.FrameHeight));
        int count = 0;
        for (; capture.Read(frame); count++)
        {
            Assert.Equal(new Size(width, height), frame.Size());
            Assert.Equal(MatType.CV_8UC3, frame.Type());
        }

        Assert.Equal(frames, count);
        Assert.True(frame.Empty());
    }
}

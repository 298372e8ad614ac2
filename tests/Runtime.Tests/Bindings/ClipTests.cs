using OpenCvSharp;

namespace SdCom.Edge.Runtime.Tests.Bindings;

public class ClipTests
{
    // Counted with ffprobe -count_frames. The .mkv files do not say how many frames they hold; the .mov is stored lying
    // (568 x 320) with a note to turn it.
    [Theory]
    [InlineData("asl_thanks.mkv", 51, 640, 480)]
    [InlineData("asl_walk.mkv", 89, 640, 480)]
    [InlineData("rotated_90.mov", 3, 320, 568)]
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

    // The index of this .mp4 lies at its end, so that without the end nothing can be read.
    [Theory]
    [InlineData("exercise.avi", 0.5, true)]
    [InlineData("asl_walk.mkv", 0.5, true)]
    [InlineData("mmaction2_demo.mp4", 0.5, false)]
    [InlineData("exercise.avi", 0, false)]
    public void A_truncated_clip_ends_early_and_never_throws(string name, double share, bool readable)
    {
        byte[] whole = File.ReadAllBytes(SharedData.Require($"data/clips/{name}"));
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}{Path.GetExtension(name)}");
        try
        {
            File.WriteAllBytes(file, whole[..(int)(whole.Length * share)]);
            using VideoCapture capture = new(file);
            using Mat frame = new();
            int count = 0;
            while (capture.Read(frame))
                count++;

            Assert.InRange(count, readable ? 1 : 0, readable ? 300 : 0);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

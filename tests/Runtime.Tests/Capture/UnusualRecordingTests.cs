using System.Text.Json;
using OpenCvSharp;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Capture;

/// <summary>Recordings that no camera manual shows: odd sizes and rates that vary.</summary>
public class UnusualRecordingTests(Models models)
{
    [Theory]
    [InlineData(321, 243)]
    [InlineData(97, 640)]
    [InlineData(1, 1)]
    [InlineData(33, 17)]
    public void A_recording_of_an_odd_size_is_answered_to_its_end(int width, int height)
    {
        string clip = Matroska.Write(models.NewPath(".mkv"), new Size(width, height), [.. Enumerable.Range(0, 40).Select(i => i * 40)], Paint);
        JsonElement report = HostProcess.Json("run", "--model", models.Small.Directory, "--source", clip, "--threads", "1");
        Assert.Equal((5, 0), (report.GetProperty("frames").GetProperty("processed").GetInt32(), report.GetProperty("frames").GetProperty("failed").GetInt32()));
    }

    [Fact]
    public void A_recording_whose_rate_varies_gives_every_picture_in_order_with_times_that_grow()
    {
        Random random = new(5);
        int[] times = new int[120];
        for (int i = 1; i < times.Length; i++)
            times[i] = times[i - 1] + (i % 40 == 0 ? 3000 : random.Next(5, 120)); // pauses, and a trot that never is the same
        string clip = Matroska.Write(models.NewPath(".mkv"), new Size(160, 120), times, Paint);
        using (IFrameSource source = FrameSources.Open(clip, TimeProvider.System))
        using (Frame frame = new())
        {
            TimeSpan last = TimeSpan.MinValue;
            int count = 0;
            for (; source.TryGrab(out TimeSpan time); count++)
            {
                Assert.True(time > last && source.TryRetrieve(frame) && frame.Seal());
                Assert.InRange(frame.Bgr[0], Shade(count) - 6, Shade(count) + 6);
                last = time;
            }

            Assert.Equal(times.Length, count);
        }

        JsonElement report = HostProcess.Json("run", "--model", models.Small.Directory, "--source", clip, "--threads", "1");
        JsonElement frames = report.GetProperty("frames");
        Assert.Equal(0, frames.GetProperty("dropped").GetInt32() + frames.GetProperty("failed").GetInt32());
        Assert.True(frames.GetProperty("processed").GetInt32() >= 5);
    }

    private static void Paint(Mat picture, int index) => picture.SetTo(Scalar.All(Shade(index)));

    private static int Shade(int index) => 10 + (index * 2 % 240);
}

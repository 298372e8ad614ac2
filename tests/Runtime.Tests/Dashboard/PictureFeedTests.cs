using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenCvSharp;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Dashboard;

public class PictureFeedTests(Models models)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Nothing_is_wanted_or_encoded_while_nobody_looks()
    {
        using PictureFeed feed = new(new FakeTime());
        Assert.False(feed.Wants(TimeSpan.Zero));
        using (feed.Join())
            Assert.True(feed.Wants(TimeSpan.Zero));
        Assert.False(feed.Wants(TimeSpan.Zero));
        Assert.Equal((0, 0), (feed.Encoded, feed.Viewers));
    }

    [Fact]
    public async Task A_picture_is_encoded_once_for_all_who_look()
    {
        FakeTime time = new();
        using PictureFeed feed = new(time);
        using PictureViewer first = feed.Join(), second = feed.Join();
        using Frame frame = Grey(90, 1920, 1080);
        feed.Show(frame);
        JpegPicture? a = await first.NextAsync(FakeRun.Cancel), b = await second.NextAsync(FakeRun.Cancel);
        Assert.Same(a, b);
        Assert.Equal(1, feed.Encoded);
        using Mat picture = Cv2.ImDecode(a!.Jpeg.Span, ImreadModes.Color);
        Assert.Equal(new Size(960, 540), picture.Size()); // no larger than a page shows
    }

    [Fact]
    public async Task A_viewer_that_does_not_fetch_holds_one_picture_the_newest_and_its_misses_are_counted()
    {
        FakeTime time = new();
        using PictureFeed feed = new(time);
        using PictureViewer slow = feed.Join();
        using (PictureViewer quick = feed.Join())
        {
            for (int i = 1; i <= 10; i++)
            {
                Show(feed, time, i * 10);
                Assert.Equal(i, (await quick.NextAsync(FakeRun.Cancel))!.Number);
            }

            Assert.Equal((0, 9), (quick.Dropped, slow.Dropped));
        }

        Assert.Equal(10, (await slow.NextAsync(FakeRun.Cancel))!.Number);
        Assert.Equal(9, feed.Dropped);
        slow.Dispose();
        Assert.Equal((9, 0), (feed.Dropped, feed.Viewers)); // who leaves stays counted
    }

    [Fact]
    public void The_camera_skips_pictures_sooner_than_it_waits_for_one()
    {
        FakeTime time = new();
        using PictureFeed feed = new(time);
        using PictureViewer viewer = feed.Join();
        Show(feed, time, 10);
        Assert.False(feed.Wants(TimeSpan.Zero)); // too soon after the one before
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(SpinWait.SpinUntil(() => feed.Wants(TimeSpan.Zero), Patience));
    }

    [Fact]
    public async Task A_feed_that_ends_lets_its_viewers_go()
    {
        PictureFeed feed = new(new FakeTime());
        using PictureViewer viewer = feed.Join();
        feed.Dispose();
        Assert.Null(await viewer.NextAsync(FakeRun.Cancel));
    }

    [Fact]
    public async Task Over_the_network_a_viewer_that_never_reads_slows_nobody()
    {
        using FakeRun run = new(models);
        using Socket deaf = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await deaf.ConnectAsync(IPAddress.Loopback, run.Port, FakeRun.Cancel);
        await deaf.SendAsync(Encoding.ASCII.GetBytes("GET /api/cameras/0/picture.mjpeg HTTP/1.1\r\nHost: localhost\r\n\r\n"), FakeRun.Cancel);
        using Stream stream = await run.Client.GetStreamAsync("/api/cameras/0/picture.mjpeg", FakeRun.Cancel);
        PictureFeed feed = run.Board.Cameras[0].Pictures;
        Assert.True(SpinWait.SpinUntil(() => feed.Viewers == 2, Patience));

        byte[] noise = new byte[640 * 480 * 3];
        new Random(1).NextBytes(noise); // large pictures: they fill what buffers there are
        using Frame frame = new();
        frame.Picture.Create(new Size(640, 480), MatType.CV_8UC3);
        System.Runtime.InteropServices.Marshal.Copy(noise, 0, frame.Picture.Data, noise.Length);
        frame.Seal();
        using StreamReader reader = new(stream, Encoding.Latin1);
        int seen = 0;
        long longest = 0;
        long until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * 15);
        while ((feed.Dropped == 0 || seen < 20) && Stopwatch.GetTimestamp() < until)
        {
            if (feed.Wants(TimeSpan.Zero))
            {
                long start = Stopwatch.GetTimestamp();
                feed.Show(frame); // on the camera's thread
                longest = Math.Max(longest, Stopwatch.GetTimestamp() - start);
                await SkipPicture(reader);
                seen++;
            }
            else
            {
                await Task.Delay(5, FakeRun.Cancel);
            }
        }

        Assert.True(seen >= 20, $"the other viewer saw {seen} pictures");
        Assert.True(feed.Dropped > 0, "the deaf viewer missed none");
        Assert.True(longest < Stopwatch.Frequency / 2, "the camera waited");
    }

    private static async Task SkipPicture(StreamReader reader)
    {
        while (await reader.ReadLineAsync(FakeRun.Cancel) is { } line)
        {
            if (line.StartsWith("Content-Length: ", StringComparison.Ordinal))
            {
                int length = int.Parse(line[16..], System.Globalization.CultureInfo.InvariantCulture);
                await reader.ReadLineAsync(FakeRun.Cancel);
                char[] body = new char[length]; // Latin-1: a character a byte
                await reader.ReadBlockAsync(body, FakeRun.Cancel);
                Assert.Equal((0xFF, 0xD8), (body[0], body[1]));
                return;
            }
        }

        throw new EndOfStreamException();
    }

    private static void Show(PictureFeed feed, FakeTime time, int grey)
    {
        using Frame frame = Grey(grey, 64, 48);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(SpinWait.SpinUntil(() => feed.Wants(TimeSpan.Zero), Patience));
        feed.Show(frame);
    }

    private static Frame Grey(int value, int width, int height)
    {
        Frame frame = new();
        frame.Picture.Create(new Size(width, height), MatType.CV_8UC3);
        frame.Picture.SetTo(Scalar.All(value));
        frame.Seal();
        return frame;
    }
}

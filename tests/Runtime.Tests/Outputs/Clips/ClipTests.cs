using OpenCvSharp;
using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Outputs.Clips;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Outputs.Clips;

public class ClipTests(Models models)
{
    private const string Front = "front";

    private static readonly ClipSettings Seconds = new() { Before = TimeSpan.FromSeconds(2), After = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(20), FramesPerSecond = 10 };

    private readonly string folder = models.NewPath();

    [Fact]
    public void A_clip_shows_an_action_with_what_came_before_and_after()
    {
        using ClipDelivery clips = Open();
        PictureRing ring = clips.RingOf(Front);
        Film(ring, 0, 10);
        Deliver(clips, Messages.Began(start: 9));
        Assert.NotEqual(Timeout.InfiniteTimeSpan, clips.Tend());
        Film(ring, 10, 12);
        Deliver(clips, Messages.Ended(start: 9, end: 12));
        clips.Tend();
        Assert.Empty(Clips()); // what comes after is still to come
        Film(ring, 12, 14);
        Assert.Equal(Timeout.InfiniteTimeSpan, clips.Tend());

        string clip = Assert.Single(Clips());
        Assert.Equal("sdcom-20260131-120000-000-front-wave_off.mp4", Path.GetFileName(clip));
        double[] greys = Greys(clip);
        Assert.InRange(greys.Length, 59, 62); // 7 s to 13 s
        Assert.InRange(greys[0], 64, 76); // frame 70: pictures tell their time by their grey, which MPEG-4 moves a little
        Assert.InRange(greys[^1], 124, 136);
    }

    [Fact]
    public void Two_actions_close_together_each_have_a_clip()
    {
        using ClipDelivery clips = Open();
        PictureRing ring = clips.RingOf(Front);
        Film(ring, 0, 5);
        Deliver(clips, Messages.Began(start: 4));
        Deliver(clips, Messages.Ended(start: 4, end: 5));
        Deliver(clips, Messages.Began(start: 5.2, action: "hover") with { At = Messages.Noon.AddSeconds(1) });
        Deliver(clips, Messages.Ended(start: 5.2, end: 6, action: "hover"));
        Film(ring, 5, 8);
        clips.Tend();
        Assert.Equal(2, Clips().Length);
    }

    [Fact]
    public void An_action_that_never_ends_has_a_clip_of_bounded_length()
    {
        ClipSettings brief = Seconds with { Longest = TimeSpan.FromSeconds(2) };
        using ClipDelivery clips = Open(brief);
        PictureRing ring = clips.RingOf(Front);
        Film(ring, 0, 3);
        Deliver(clips, Messages.Began(start: 2));
        Film(ring, 3, 9);
        clips.Tend();
        Assert.InRange(Greys(Assert.Single(Clips())).Length, 39, 42); // 0 s to 4 s
        Deliver(clips, Messages.Ended(start: 2, end: 9));
        clips.Tend();
    }

    [Fact]
    public void The_end_of_the_program_ends_the_clip_and_a_killed_one_leaves_nothing_behind()
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ".sdcom-20250101-000000-000-front-land.writing.mp4"), "half a clip");
        using (ClipDelivery clips = Open())
        {
            Film(clips.RingOf(Front), 0, 3);
            Deliver(clips, Messages.Began(start: 2));
        }

        Assert.Single(Clips());
        Assert.Single(Directory.EnumerateFiles(folder));
    }

    [Fact]
    public void The_oldest_clips_go_when_the_quota_is_full_and_other_files_stay()
    {
        Directory.CreateDirectory(folder);
        foreach (int day in (int[])[1, 2, 3])
            File.WriteAllBytes(Path.Combine(folder, $"sdcom-2025010{day}-000000-000-front-land.mp4"), new byte[1000]);
        File.WriteAllBytes(Path.Combine(folder, "holiday.mp4"), new byte[5000]);
        ClipFolder full = new(folder, 2000, 0);
        full.MakeRoom();
        Assert.Equal(["holiday.mp4", "sdcom-20250102-000000-000-front-land.mp4", "sdcom-20250103-000000-000-front-land.mp4"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_full_disk_is_a_state_and_clips_come_again_when_there_is_room()
    {
        long free = 0;
        ClipDelivery clips = new(new ClipFolder(folder, 1 << 30, 100, () => Interlocked.Read(ref free)), [Front], Seconds);
        Film(clips.RingOf(Front), 0, 5);
        QueueSettings quick = new() { FirstRetry = TimeSpan.FromMilliseconds(50), LongestRetry = TimeSpan.FromMilliseconds(50) };
        QueuedOutput output = new("clips", clips, TimeProvider.System, new Random(1), quick);
        output.Start();
        output.End(3);
        Tools.Until(() => output.Status.State == OutputState.Waiting);
        Assert.Contains("is full: 0 MiB are free", output.Status.Problem, StringComparison.Ordinal);
        Interlocked.Exchange(ref free, 1000);
        Tools.Until(() => output.Status.Sent == 1);
        output.Dispose();
        Assert.Single(Clips());
    }

    [Fact]
    public void A_clip_that_could_not_be_written_is_a_state()
    {
        using ClipDelivery clips = Open();
        PictureRing ring = clips.RingOf(Front);
        Film(ring, 0, 5);
        Deliver(clips, Messages.Ended(start: 2, end: 3));
        Directory.Delete(folder, recursive: true);
        Assert.Throws<DeliveryException>(() => clips.Tend());
        Assert.Equal(Timeout.InfiniteTimeSpan, clips.Tend()); // it is given up
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_at_the_start()
    {
        string file = models.NewPath();
        File.WriteAllText(file, string.Empty);
        Assert.Throws<InputException>(() => new ClipFolder(Path.Combine(file, "clips"), 1, 0));
    }

    private ClipDelivery Open(ClipSettings? settings = null) => new(new ClipFolder(folder, 1 << 30, 0), [Front], settings ?? Seconds);

    private string[] Clips() => Directory.Exists(folder) ? Directory.GetFiles(folder, "sdcom-*.mp4") : [];

    private static void Deliver(ClipDelivery clips, in OutputMessage message) => clips.Deliver(message, TestContext.Current.CancellationToken);

    // Ten pictures a second, picture n with the grey n.
    private static void Film(PictureRing ring, int from, int to)
    {
        using Mat picture = new(HudPainter.CanvasSize, MatType.CV_8UC3);
        for (int n = from * 10; n < to * 10; n++)
        {
            picture.SetTo(Scalar.All(n));
            ring.Add(picture, new HudState { Model = "test", Widths = [], Time = TimeSpan.FromSeconds(n / 10.0) });
        }
    }

    private static double[] Greys(string clip)
    {
        using VideoCapture video = new(clip);
        using Mat picture = new();
        List<double> greys = [];
        while (video.Read(picture))
            greys.Add(picture.At<Vec3b>(100, 100).Item0);
        return [.. greys];
    }
}

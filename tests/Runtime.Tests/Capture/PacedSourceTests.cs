using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Capture;

public class PacedSourceTests
{
    [Fact]
    public async Task A_recording_beside_a_camera_shows_no_frame_before_its_time()
    {
        FakeTime time = new();
        using FakeCamera recording = new(6, 25, live: false);
        using PacedSource paced = new(recording, time);
        List<(TimeSpan Frame, TimeSpan Shown)> seen = [];
        Task playing = Task.Run(() =>
        {
            while (paced.TryGrab(out TimeSpan frame))
                seen.Add((frame, TimeSpan.FromTicks(time.GetTimestamp())));
        }, TestContext.Current.CancellationToken);
        while (!playing.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            Thread.Yield();
        }

        await playing;
        Assert.Equal(Enumerable.Range(0, 6).Select(i => TimeSpan.FromMilliseconds(40 * i)), seen.Select(pair => pair.Frame));
        Assert.All(seen, pair => Assert.True(pair.Shown >= pair.Frame));
    }

    [Fact]
    public async Task Stopping_ends_the_wait_for_the_next_frame()
    {
        using FakeCamera recording = new(6, 25, live: false);
        using PacedSource paced = new(recording, new FakeTime()); // its clock stands still
        Assert.True(paced.TryGrab(out _));
        Task<bool> waiting = Task.Run(() => paced.TryGrab(out _), TestContext.Current.CancellationToken);
        paced.Stop();
        Assert.False(await waiting);
    }
}

using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;

namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>A camera that fails as told, attempt by attempt, and a clock that moves on whenever the source waits for its next attempt.</summary>
internal sealed class Unreliable : IDisposable
{
    public const int Plenty = 1_000_000;
    private readonly ManualResetEventSlim silent = new();
    private readonly ManualResetEventSlim over = new();
    private int attempts;

    /// <param name="attempt">What the n-th attempt opens, from 0; throws when there is nothing.</param>
    /// <param name="seed">The jitter.</param>
    public Unreliable(Func<int, IFrameSource> attempt, int seed = 1)
    {
        Source = new LiveSource("fake", () => attempt(attempts++), Time, new Random(seed), Settings);
        Source.Changed += Note;
    }

    /// <summary>Round numbers for tests.</summary>
    public static LiveSettings Settings { get; } = new()
    {
        OpenWithin = TimeSpan.FromSeconds(15),
        SilentAfter = TimeSpan.FromSeconds(2),
        LostAfter = TimeSpan.FromSeconds(6),
        FirstRetry = TimeSpan.FromSeconds(1),
        LongestRetry = TimeSpan.FromSeconds(10),
        StableAfter = TimeSpan.FromSeconds(10),
        Farewell = TimeSpan.FromSeconds(30), // tests that hang let go before
    };

    public FakeTime Time { get; } = new();

    public LiveSource Source { get; }

    public int Attempts => attempts;

    /// <summary>Every state so far.</summary>
    public List<CameraStatus> States { get; } = [];

    /// <summary>As a camera: shows nothing until the source has noticed, then goes on.</summary>
    public void FallSilent()
    {
        silent.Reset();
        Time.Advance(Settings.SilentAfter);
        silent.Wait();
    }

    /// <summary>As a camera: never returns, until the test is over.</summary>
    public void Hang(TimeSpan noticedAfter)
    {
        Time.Advance(noticedAfter);
        over.Wait();
    }

    /// <summary>Lets go of every camera that hangs.</summary>
    public void LetGo() => over.Set();

    public void Dispose()
    {
        LetGo();
        Source.Dispose();
        silent.Dispose();
        over.Dispose();
    }

    private void Note(CameraStatus status)
    {
        States.Add(status);
        if (status.State == CameraState.Waiting)
            Time.Advance(status.RetryIn);
        if (status.State == CameraState.Silent)
            silent.Set();
    }
}

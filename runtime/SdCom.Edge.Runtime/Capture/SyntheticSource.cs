using OpenCvSharp;
using SdCom.Edge.Synthetic;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>A generated camera: an actor performs gestures one after another, in real time. Only frames that somebody wants are drawn.</summary>
public sealed unsafe class SyntheticSource : IFrameSource
{
    private readonly string[] actions;
    private readonly Lazy<SyntheticScene>[] scenes;
    private readonly TimeSpan perGesture;
    private readonly FrameClock clock;
    private long frame = -1;
    private volatile bool disposed;

    /// <param name="actions">What the actor performs, in turn; each from <see cref="Gestures.Names"/>.</param>
    /// <param name="perGesture">How long each gesture lasts before the next begins.</param>
    /// <param name="seed">Another seed is another actor in another place.</param>
    /// <param name="clock">The time that the camera keeps.</param>
    /// <param name="width">Pixels from left to right.</param>
    /// <param name="height">Pixels from top to bottom.</param>
    /// <param name="framesPerSecond">Its rate.</param>
    /// <exception cref="SourceException">An action is unknown.</exception>
    public SyntheticSource(IReadOnlyList<string> actions, TimeSpan perGesture, ulong seed, TimeProvider clock, int width = 640, int height = 480, double framesPerSecond = 25)
    {
        ArgumentNullException.ThrowIfNull(actions);
        this.perGesture = perGesture;
        foreach (string action in actions)
        {
            if (!Gestures.TryGet(action, out _))
                throw new SourceException($"synthetic:{action}: must name a gesture, got '{action}'; use one of {string.Join(", ", Gestures.Names)}.");
        }

        this.actions = [.. actions];
        Name = $"synthetic:{string.Join("+", actions)}";
        scenes = [.. actions.Select((action, i) => new Lazy<SyntheticScene>(() => new SyntheticScene(action, width, height, seed + (ulong)i)))];
        FrameSize = new Size(width, height);
        FramesPerSecond = framesPerSecond;
        this.clock = new FrameClock(clock);
    }

    public string Name { get; }

    public bool IsLive => true;

    public double FramesPerSecond { get; }

    public Size FrameSize { get; }

    /// <summary>The gesture performed at a time.</summary>
    public string ActionAt(TimeSpan time) => actions[IndexAt(time)];

    public bool TryGrab(out TimeSpan time)
    {
        if (frame < 0)
            _ = Task.Run(BuildAhead);
        // The camera's clock ticks on whatever we do: after a late grab the next frame is the newest one, not the one after.
        frame = Math.Max(frame + 1, (long)(clock.Now.TotalSeconds * FramesPerSecond));
        time = TimeSpan.FromSeconds(frame / FramesPerSecond);
        return clock.WaitUntil(time);
    }

    public bool TryRetrieve(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        frame.Picture.Create(FrameSize, MatType.CV_8UC3);
        SyntheticScene scene = scenes[IndexAt(frame.Time)].Value;
        scene.Render(frame.Time, new Span<byte>(frame.Picture.DataPointer, scene.FrameBytes));
        return true;
    }

    public void Stop() => clock.Stop();

    public void Dispose()
    {
        disposed = true;
        clock.Dispose();
    }

    // A scene takes about as long as a frame or two to build: the first frame waits for the first one only, and no later frame for any.
    // Not before the first frame is asked for: who only looks whether a source can be opened, as a check of settings does, left scenes behind that nobody wanted.
    private void BuildAhead()
    {
        for (int i = 0; i < scenes.Length && !disposed; i++)
            _ = scenes[i].Value;
    }

    private int IndexAt(TimeSpan time) => (int)(time.Ticks / perGesture.Ticks % scenes.Length);
}

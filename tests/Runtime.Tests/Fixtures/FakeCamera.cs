using OpenCvSharp;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>A camera that plays numbered grey pictures without any clock: frame i has the value i and the time i / rate.</summary>
internal sealed class FakeCamera(int frames, double framesPerSecond, bool live) : IFrameSource
{
    private int current = -1;
    private volatile bool stopped;

    public string Name => "fake";

    public bool IsLive => live;

    public double FramesPerSecond => framesPerSecond;

    public Size FrameSize => SizeOf(0);

    /// <summary>The size of each picture.</summary>
    public Func<int, Size> SizeOf { get; init; } = _ => new(64, 48);

    /// <summary>Frames whose data is damaged.</summary>
    public Func<int, bool> IsDamaged { get; init; } = _ => false;

    /// <summary>Called before each grab, on the capture thread.</summary>
    public Action<int> BeforeGrab { get; init; } = _ => { };

    /// <summary>How many pictures were decoded.</summary>
    public int Decoded { get; private set; }

    public bool IsDisposed { get; private set; }

    public bool TryGrab(out TimeSpan time)
    {
        current++;
        time = TimeSpan.FromSeconds(current / framesPerSecond);
        if (stopped || current >= frames)
            return false;
        BeforeGrab(current);
        return true;
    }

    public bool TryRetrieve(Frame frame)
    {
        if (IsDamaged(current))
            return false;
        Decoded++;
        frame.Picture.Create(SizeOf(current), MatType.CV_8UC3);
        frame.Picture.SetTo(Scalar.All(current % 256));
        return true;
    }

    public void Stop() => stopped = true;

    public void Dispose()
    {
        Stop();
        IsDisposed = true;
    }
}

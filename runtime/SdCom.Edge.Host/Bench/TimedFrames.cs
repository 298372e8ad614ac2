using System.Globalization;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Synthetic;

namespace SdCom.Edge.Host.Bench;

/// <summary>Times one frame at a width just as the recogniser does it: preprocessing, static net, gate, dynamic net and fusion.</summary>
internal sealed class TimedFrames : IDisposable
{
    private const int FrameWidth = 640;
    private const int FrameHeight = 480;

    private readonly Frame frame = new();
    private readonly Recognizer[] recognizers; // one fixed to each width

    public TimedFrames(ModelSetup setup)
    {
        using SyntheticSource camera = new([Gestures.Names[0]], TimeSpan.FromDays(1), 1, TimeProvider.System, FrameWidth, FrameHeight);
        camera.TryRetrieve(frame);
        frame.Seal();
        recognizers = [.. setup.Model.Network.Widths.Select(width => new Recognizer(setup.Model, setup.Nets, Allowance.Fixed(setup.Model.Costs, width)) { WatchesCuts = true })]; // as with a camera
    }

    /// <summary>Size of the frames that go in.</summary>
    public static string Description => string.Create(CultureInfo.InvariantCulture, $"{FrameWidth}x{FrameHeight} BGR in memory");

    /// <summary>Number of widths.</summary>
    public int Widths => recognizers.Length;

    /// <summary>Answers the frame at a width.</summary>
    public void Process(int widthIndex) => recognizers[widthIndex].Process(frame);

    /// <summary>Answers the frame at a width and returns the milliseconds that it took.</summary>
    public double Time(int widthIndex)
    {
        long start = TimeProvider.System.GetTimestamp();
        Process(widthIndex);
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    public void Dispose() => frame.Dispose();
}

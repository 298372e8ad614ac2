using SdCom.Edge.Core;
using SdCom.Edge.Host.Commands;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Host;

/// <summary>
/// Who looks at each camera's annotated pictures: the recording, the snapshot, the window of a single one, and outputs that keep clips. Several cameras are recorded side by side in a
/// mosaic, and their viewers always take the newest frame: one that waited would hold up the others.
/// </summary>
internal sealed class Viewers : IDisposable
{
    private const double LiveRecordingRate = 15;

    private readonly List<Viewer?> viewers = [];
    private Mosaic? mosaic;

    private Viewers()
    {
    }

    /// <summary>The viewer that wants the program's first thread, where there is a window.</summary>
    public Viewer? Window { get; private set; }

    /// <summary>Opens what was asked for.</summary>
    /// <param name="sources">The cameras.</param>
    /// <param name="request">What the user wants to see.</param>
    /// <param name="statuses">What each camera's overlay tells.</param>
    /// <param name="outputs">May want pictures, too.</param>
    /// <param name="close">Told when the window is closed.</param>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public static Viewers Open(CameraSources sources, RunRequest request, IReadOnlyList<RunStatus> statuses, OutputSet outputs, Action close)
    {
        Viewers all = new();
        try
        {
            if (sources.AreSeveral)
                all.AddSeveral(sources, request, statuses, outputs);
            else
                all.AddSingle(sources.All[0], request, statuses[0], [.. outputs.ViewersOf(null)], close);
            return all;
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    /// <summary>A camera's viewer; null when nobody looks.</summary>
    public Viewer? Of(int camera) => viewers[camera];

    /// <summary>Completes recorded files. A recording that cannot be completed does not take the summary with it.</summary>
    /// <param name="say">Told what could not be written.</param>
    /// <returns>Whether all is in place.</returns>
    public bool Finish(Action<string> say)
    {
        try
        {
            viewers.ForEach(viewer => viewer?.Finish());
            mosaic?.Complete();
            return true;
        }
        catch (InputException problem)
        {
            say(problem.Message);
            return false;
        }
    }

    public void Dispose()
    {
        viewers.ForEach(viewer => viewer?.Dispose());
        mosaic?.Dispose();
    }

    private void AddSingle(IFrameSource source, RunRequest request, RunStatus status, List<IPictureSink> sinks, Action close)
    {
        bool window = request.Window && WindowSink.IsPossible;
        AddFiles(sinks, request, source.IsLive ? LiveRecordingRate : source.FramesPerSecond, HudPainter.CanvasSize);
        if (window)
            sinks.Add(new WindowSink(close));
        viewers.Add(sinks.Count > 0 ? new Viewer(status, source.IsLive, sinks, ownThread: !window) : null);
        if (window)
            Window = viewers[^1];
    }

    private void AddSeveral(CameraSources sources, RunRequest request, IReadOnlyList<RunStatus> statuses, OutputSet outputs)
    {
        List<IPictureSink> whole = [];
        AddFiles(whole, request, Mosaic.PicturesPerSecond, Mosaic.SizeFor(sources.All.Count));
        if (whole.Count > 0)
            mosaic = new Mosaic([.. sources.Names.Zip(statuses)], whole, TimeProvider.System);
        for (int i = 0; i < sources.All.Count; i++)
        {
            List<IPictureSink> sinks = [.. outputs.ViewersOf(sources.Tags[i])];
            if (mosaic is not null)
                sinks.Add(mosaic.Cell(i));
            viewers.Add(sinks.Count > 0 ? new Viewer(statuses[i], live: true, sinks) : null);
        }
    }

    private static void AddFiles(List<IPictureSink> sinks, RunRequest request, double framesPerSecond, OpenCvSharp.Size size)
    {
        try
        {
            if (request.Record is { } record)
                sinks.Add(new VideoSink(record, framesPerSecond, size));
            if (request.Snapshot is { } snapshot)
                sinks.Add(new SnapshotSink(snapshot));
        }
        catch
        {
            sinks.ForEach(sink => sink.Dispose());
            throw;
        }
    }
}

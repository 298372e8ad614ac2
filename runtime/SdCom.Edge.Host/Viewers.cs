using SdCom.Edge.Core;
using SdCom.Edge.Host.Commands;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Host;

/// <summary>Who looks at each camera's annotated pictures: the recording, the snapshot and the window of the first one, and outputs that keep clips.</summary>
internal sealed class Viewers : IDisposable
{
    private const double LiveRecordingRate = 15;

    private readonly List<Viewer?> viewers = [];

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
            for (int i = 0; i < sources.All.Count; i++)
                all.Add(sources.All[i], i == 0 ? request : new RunRequest(), statuses[i], [.. outputs.ViewersOf(sources.Tags[i])], close);
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
            return true;
        }
        catch (InputException problem)
        {
            say(problem.Message);
            return false;
        }
    }

    public void Dispose() => viewers.ForEach(viewer => viewer?.Dispose());

    private void Add(IFrameSource source, RunRequest request, RunStatus status, List<IPictureSink> sinks, Action close)
    {
        bool window = request.Window && WindowSink.IsPossible;
        try
        {
            if (request.Record is { } record)
                sinks.Add(new VideoSink(record, source.IsLive ? LiveRecordingRate : source.FramesPerSecond));
            if (request.Snapshot is { } snapshot)
                sinks.Add(new SnapshotSink(snapshot));
            if (window)
                sinks.Add(new WindowSink(close));
        }
        catch
        {
            sinks.ForEach(sink => sink.Dispose());
            throw;
        }

        viewers.Add(sinks.Count > 0 ? new Viewer(status, source.IsLive, sinks, ownThread: !window) : null);
        if (window)
            Window = viewers[^1];
    }
}

using System.Text.Json;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>One camera as the dashboard sees it.</summary>
/// <param name="name">Its name.</param>
/// <param name="status">Its newest answer.</param>
/// <param name="clock">Spaces pictures and measures silence.</param>
internal sealed class CameraBoard(string name, RunStatus status, TimeProvider clock) : IDisposable
{
    private const int Newest = 16; // decisions that come with every state

    public string Name => name;

    public RunStatus Status => status;

    /// <summary>Its pictures, for those who look.</summary>
    public PictureFeed Pictures { get; } = new(clock);

    /// <summary>Its last decisions.</summary>
    public DecisionTimeline Decisions { get; } = new(clock);

    /// <summary>Counts its frames.</summary>
    public Func<FrameCounts> Counts { get; set; } = () => default;

    /// <summary>Whether no frame comes any more: a recording that has ended beside others.</summary>
    public Func<bool> IsOver { get; set; } = () => false;

    /// <summary>Its pictures and another viewer of its frames together.</summary>
    public IFrameViewer Beside(IFrameViewer? other) => other is null ? Pictures : new FrameViewers([other, Pictures]);

    /// <summary>Why it is not ready; null when it is.</summary>
    /// <param name="watchdog">The longest time without a decision.</param>
    public string? NotReady(TimeSpan watchdog)
    {
        if (IsOver())
            return null;
        if (status.Camera is { State: not CameraState.Live } camera)
            return $"{name}: {camera.Words}";
        if (Decisions.SilentFor is not { } silent)
            return $"{name}: no frame has been answered yet";
        return silent > watchdog ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}: no frame has been answered for {silent.TotalSeconds:0} s") : null;
    }

    /// <summary>The camera in a snapshot.</summary>
    public CameraView Describe()
    {
        HudState hud = status.Snapshot(TimeSpan.Zero);
        FrameCounts frames = Counts();
        CameraStatus? camera = status.Camera;
        bool over = IsOver();
        return new CameraView
        {
            Name = name,
            State = over ? "ended" : CameraLog.Word(camera?.State ?? CameraState.Live),
            Words = over ? "ended" : camera?.Words ?? "live",
            Connections = camera?.Connections,
            Frames = new FrameSums(frames.Captured, frames.Processed, frames.Dropped, frames.Failed),
            Action = hud.Action,
            Confidence = Rounded(hud.Confidence),
            Shown = hud.Shown,
            Top = [.. hud.Top.Select(one => new ClassView(one.Name, Rounded(one.Probability)))],
            Why = hud.Reason,
            MacsPerFrame = Math.Round(hud.MacsPerFrame),
            WidthShare = [.. status.WidthShare().OrderBy(pair => pair.Key.Fraction).Select(pair => Rounded(pair.Value))],
            LatencyMedianMs = Milliseconds(status.LatencyMs(0.5)),
            LatencyP95Ms = Milliseconds(status.LatencyMs(0.95)),
            Histogram = Decisions.Histogram,
            HistogramBoundsMs = DecisionTimeline.BoundsMs,
            Decisions = Describe(Newest),
            Viewers = Pictures.Viewers,
            PicturesDropped = Pictures.Dropped,
        };
    }

    /// <summary>The newest decisions, oldest first.</summary>
    public IReadOnlyList<DecisionView> Describe(int most) => [.. Decisions.Last(most).Select(one => Describe(one.Number, one.Entry))];

    public void Dispose() => Pictures.Dispose();

    private static DecisionView Describe(long number, in LedgerEntry entry)
    {
        bool answered = entry.Outcome == LedgerOutcome.Answered;
        return new DecisionView
        {
            Number = number,
            Time = Math.Round(entry.Time.TotalSeconds, 2),
            Outcome = JsonNamingPolicy.CamelCase.ConvertName(entry.Outcome.ToString()),
            Width = answered ? entry.Width.Fraction : null,
            Reason = answered ? JsonNamingPolicy.CamelCase.ConvertName(entry.Reason.ToString()) : null,
            Score = Rounded(entry.Score),
            Price = entry.Price is { } price ? Rounded(price) : null,
            Charge = entry.Charge,
            Macs = entry.Macs,
            Level = entry.Level is { } level ? Rounded(level) : null,
            Milliseconds = Milliseconds(entry.Milliseconds),
        };
    }

    private static double Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 4) : 0;

    private static double Milliseconds(double value) => double.IsFinite(value) ? Math.Round(value, 2) : 0;
}

using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host.Reports;

/// <summary>Turns what a run saw into its report.</summary>
internal static class RunDescription
{
    /// <summary>Describes a run of one camera or several.</summary>
    /// <param name="setup">Model and profile.</param>
    /// <param name="cameras">Each camera's summary.</param>
    /// <param name="allowance">What they spent from.</param>
    /// <param name="live">Whether frames came in real time, so that their age says something.</param>
    public static RunReport Of(ModelSetup setup, IReadOnlyList<RunSummary> cameras, Allowance allowance, bool live)
    {
        RunSummary all = RunSummary.Of(cameras);
        return new RunReport
        {
            Model = setup.Model.Manifest.Name,
            Source = string.Join(", ", cameras.Select(camera => camera.Name)),
            Frames = Frames(all),
            Camera = Camera(all),
            Cameras = cameras.Count > 1 ? [.. cameras.Select(camera => One(camera, live))] : null,
            Events = Events(all),
            WidthShare = Figures.Shares(all.WidthShare),
            ReasonShare = Figures.Shares(all.ReasonShare),
            MacsPerFrame = Figures.Round(all.MacsPerFrame, 1),
            FullMacsPerFrame = setup.Model.Costs.FullFrame,
            BudgetOvershoot = all.BudgetOvershoot,
            Budget = allowance.Level is { } level ? new BudgetReport(Figures.Unit(allowance.Unit), allowance.Spent, Figures.Round(level), Figures.Round(allowance.Price ?? 0, 4)) : null,
            LatencyMs = Latency(all),
            CaptureToDecisionMs = live ? Age(all) : null,
            Shown = all.Shown.Count > 0 ? [.. all.Shown.Select(Shown)] : null,
            Recognised = all.Shown.Any(shown => shown.Judged) ? all.Shown.All(shown => shown.Recognised || !shown.Judged) : null,
        };
    }

    /// <summary>Describes audits, summed over the cameras; null without any.</summary>
    public static AuditReport? Of(IReadOnlyList<FullWidthAudit> audits)
    {
        if (audits.Count == 0)
            return null;
        long windows = audits.Sum(audit => audit.Windows);
        return new AuditReport(
            audits[0].Share,
            audits.Sum(audit => audit.Frames),
            audits.Sum(audit => audit.Macs),
            windows,
            windows > 0 ? Figures.Round((double)audits.Sum(audit => audit.Agreed) / windows, 4) : null,
            audits.Sum(audit => audit.Alarms));
    }

    /// <summary>Describes the device at the end.</summary>
    public static DeviceReport Of(DeviceReading device, Allowance allowance) =>
        new(Rounded(device.TemperatureC), Rounded(device.PowerWatts), Rounded(device.GpuLoadPercent), Rounded(device.Battery?.Percent), allowance.Share, allowance.Governor?.Reason);

    private static CameraRunReport One(RunSummary camera, bool live) => new()
    {
        Name = camera.Name!,
        Frames = Frames(camera),
        Camera = Camera(camera),
        Problem = camera.Problem,
        Events = Events(camera),
        WidthShare = Figures.Shares(camera.WidthShare),
        ReasonShare = Figures.Shares(camera.ReasonShare),
        MacsPerFrame = Figures.Round(camera.MacsPerFrame, 1),
        LatencyMs = Latency(camera),
        CaptureToDecisionMs = live ? Age(camera) : null,
    };

    private static FramesReport Frames(RunSummary summary) =>
        new(summary.Frames.Captured, summary.Frames.Processed, summary.Frames.Dropped, summary.Frames.Failed);

    private static CameraReport? Camera(RunSummary summary) =>
        summary.Camera is { } camera ? new CameraReport(CameraLog.Word(camera.State), camera.Connections, camera.Problem) : null;

    private static EventReport[] Events(RunSummary summary) =>
        [.. summary.Events.Select(e => new EventReport(e.Action, Seconds(e.Start), Seconds(e.End), Figures.Round(e.Confidence)) { Camera = e.Camera })];

    private static Latency Latency(RunSummary summary) => new(Figures.Round(summary.MedianLatencyMs), Figures.Round(summary.P95LatencyMs));

    private static AgeReport Age(RunSummary summary) => new(Figures.Round(summary.AgeMs(0.5)), Figures.Round(summary.AgeMs(0.99)));

    private static ShownReport Shown(ShownAction shown) =>
        new(shown.Action, Seconds(shown.Start), Seconds(shown.End), shown.Answer, Figures.Round(shown.Confidence), shown.Judged ? shown.Recognised : null) { Camera = shown.Camera };

    private static double? Rounded(double? value) => value is { } known ? Figures.Round(known, 2) : null;

    private static double Seconds(TimeSpan time) => Figures.Round(time.TotalSeconds, 2);
}

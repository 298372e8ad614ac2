using System.Diagnostics.Metrics;
using System.Globalization;
using SdCom.Edge.Host.Dashboard.State;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Ledger;

namespace SdCom.Edge.Host.Dashboard.Export;

/// <summary>
/// The run's instruments by OpenTelemetry's conventions; Dashboard/README.md lists them. All but the histogram are read when somebody collects, so that the recogniser does nothing for them.
/// </summary>
internal sealed class RunMetrics : IDisposable
{
    public const string MeterName = "SdCom.Edge";

    private readonly Meter meter = new(MeterName);
    private readonly RunBoard board;

    public RunMetrics(RunBoard board)
    {
        this.board = board;
        AddCameras();
        AddBudget();
        AddDevice();
        AddOutputs();
    }

    public void Dispose() => meter.Dispose();

    private void AddCameras()
    {
        Histogram<double> durations = meter.CreateHistogram<double>(
            "sdcom.frame.duration", "s", "Time that answering a frame took.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.. DecisionTimeline.BoundsMs.Select(bound => bound / 1000)] });
        foreach (CameraBoard camera in board.Cameras)
        {
            KeyValuePair<string, object?> tag = new("camera", camera.Name);
            camera.Decisions.Answered = milliseconds => durations.Record(milliseconds / 1000, tag);
        }

        meter.CreateObservableCounter("sdcom.frames", () => Each(Frames), "{frame}", "Due frames by what became of them.");
        meter.CreateObservableCounter("sdcom.decisions", () => Each(Decisions), "{decision}", "Answered frames by width.");
        meter.CreateObservableCounter("sdcom.compute", () => Each(camera => [Of(camera, camera.Status.Macs)]), "{MAC}", "Multiply-accumulates that ran.");
        meter.CreateObservableUpDownCounter("sdcom.camera.live", () => Each(camera => [Of(camera, IsLive(camera) ? 1L : 0)]), "{camera}", "1 while pictures come from the camera.");
        meter.CreateObservableCounter("sdcom.camera.connections", () => Each(Connections), "{connection}", "How often the camera has come.");
        meter.CreateObservableCounter("sdcom.pictures", () => Each(Pictures), "{picture}", "Pictures for those who look on: encoded, or dropped because a viewer was slow.");
        meter.CreateObservableUpDownCounter("sdcom.viewers", () => Each(camera => [Of(camera, (long)camera.Pictures.Viewers)]), "{viewer}", "Those who look on.");
        meter.CreateObservableCounter("sdcom.actions", () => board.Actions.Count, "{action}", "Actions that have ended.");
    }

    private void AddBudget()
    {
        meter.CreateObservableGauge("sdcom.budget.level", () => Budget(reading => reading.Level!.Value), "1", "How full the bucket is.");
        meter.CreateObservableGauge("sdcom.budget.share", () => Budget(reading => reading.Share), "1", "The share of the profile's budget that is in force.");
        meter.CreateObservableCounter("sdcom.budget.spent", () => Spent(reading => reading.Spent), null, "What was charged, in the unit of the budget (MACs, ns or uJ).");
        meter.CreateObservableGauge("sdcom.budget.overshoot", () => Spent(reading => reading.Overshoot), null, "By how much the worst window was over the promise; 0 while the budget is kept.");
    }

    private void AddDevice()
    {
        meter.CreateObservableGauge("sdcom.device.temperature", () => Known(board.Device.TemperatureC), "Cel", "The hottest place of the device.");
        meter.CreateObservableGauge("sdcom.device.power", () => Known(board.Device.PowerWatts), "W", "What the board draws.");
        meter.CreateObservableGauge("sdcom.device.gpu.utilization", () => Known(board.Device.GpuLoadPercent / 100), "1", "Load of the GPU.");
        meter.CreateObservableGauge("sdcom.device.battery.charge", () => Known(board.Device.Battery?.Percent / 100), "1", "How full the battery is.");
        meter.CreateObservableGauge("sdcom.process.memory", () => Environment.WorkingSet, "By", "Resident memory of the process.");
    }

    private void AddOutputs() => meter.CreateObservableCounter("sdcom.output.messages", () => board.Outputs().SelectMany(Messages), "{message}", "Messages by output and by what became of them.");

    private static IEnumerable<Measurement<long>> Messages(OutputReport output) =>
        new[] { (output.Sent, "sent"), (output.Dropped, "dropped"), (output.Failed, "failed"), (output.Retried, "retried") }.Select(one => new Measurement<long>(one.Item1, new("output", output.Output), new("outcome", one.Item2)));

    private IEnumerable<Measurement<long>> Each(Func<CameraBoard, IEnumerable<Measurement<long>>> measure) => board.Cameras.SelectMany(measure);

    private static IEnumerable<Measurement<long>> Frames(CameraBoard camera)
    {
        FrameCounts counts = camera.Counts();
        return [Of(camera, counts.Processed, "outcome", "processed"), Of(camera, counts.Dropped, "outcome", "dropped"), Of(camera, counts.Failed, "outcome", "failed")];
    }

    private static IEnumerable<Measurement<long>> Decisions(CameraBoard camera) =>
        camera.Status.WidthCounts().Select(pair => Of(camera, pair.Value, "width", pair.Key.Fraction.ToString("0.##", CultureInfo.InvariantCulture)));

    private static IEnumerable<Measurement<long>> Connections(CameraBoard camera) => camera.Status.Camera is { } status ? [Of(camera, (long)status.Connections)] : [];

    private static IEnumerable<Measurement<long>> Pictures(CameraBoard camera) =>
        [Of(camera, camera.Pictures.Encoded, "outcome", "encoded"), Of(camera, camera.Pictures.Dropped, "outcome", "dropped")];

    private static bool IsLive(CameraBoard camera) => !camera.IsOver() && (camera.Status.Camera?.State ?? CameraState.Live) == CameraState.Live;

    private static Measurement<long> Of(CameraBoard camera, long value) => new(value, new KeyValuePair<string, object?>("camera", camera.Name));

    private static Measurement<long> Of(CameraBoard camera, long value, string key, string tag) => new(value, new("camera", camera.Name), new(key, tag));

    private IEnumerable<Measurement<double>> Budget(Func<AllowanceReading, double> value) =>
        board.Desk.Reading is { Level: not null } reading ? [new Measurement<double>(value(reading))] : [];

    private IEnumerable<Measurement<long>> Spent(Func<AllowanceReading, long> value) => board.Desk.Reading is { Level: not null } reading
        ? [new Measurement<long>(value(reading), new KeyValuePair<string, object?>("unit", Figures.Unit(reading.Unit)))]
        : [];

    private static IEnumerable<Measurement<double>> Known(double? value) => value is { } known ? [new Measurement<double>(known)] : [];
}

using SdCom.Edge.Core;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Synthetic;

namespace SdCom.Edge.Host.Bench;

/// <summary>Runs the full loop on a generated camera for a long time and watches the process's memory: what months on a device will do, in minutes.</summary>
internal static class Soak
{
    private const double MebiByte = 1 << 20;
    private const double WarmUpShare = 0.2; // caches fill and code is compiled first
    private const int Samples = 400;
    private const int CoursePoints = 20;
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(250), LongestPeriod = TimeSpan.FromSeconds(5), PerGesture = TimeSpan.FromSeconds(6);

    /// <summary>Runs for a time, telling the share that has passed.</summary>
    public static SoakReport Run(ModelSetup setup, TimeSpan time, Action<double> passed, CancellationToken cancel)
    {
        using SyntheticSource camera = new(Gestures.Names, PerGesture, seed: 7, TimeProvider.System);
        RunStatus status = new(setup.Model, setup.BudgetMacsPerFrame);
        Allowance allowance = setup.CreateAllowance(TimeProvider.System);
        Recognizer recognizer = new(setup.Model, setup.Nets, allowance) { WatchesCuts = true };
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        RecognitionRun run = new([new CameraStream(setup.Model, recognizer, camera, status, new SharedOutputs([]), TimeProvider.System) { OnFailure = RunSession.Say }], allowance);
        Task<RunSummary> running = Task.Factory.StartNew(() => run.Run(ending.Token)[0], CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        double[] hours = new double[2 * Samples], resident = new double[2 * Samples]; // nothing of the soak itself shall grow
        int count = 0;
        using ResidentReader memory = new();
        (long Bytes, long Frames) warm = (0, 0);
        TimeSpan period = TimeSpan.FromTicks(Math.Clamp((time / Samples).Ticks, ShortestPeriod.Ticks, LongestPeriod.Ticks));
        long start = TimeProvider.System.GetTimestamp();
        for (TimeSpan now = TimeSpan.Zero; now < time && !running.IsCompleted; now = TimeProvider.System.GetElapsedTime(start))
        {
            passed(now / time);
            if (now > time * WarmUpShare)
            {
                if (count == 0)
                    warm = (AllocatedByOthers(), status.Answered);
                (hours[count], resident[count]) = (now.TotalHours, memory.Read());
                count++;
            }

            cancel.WaitHandle.WaitOne(period);
            cancel.ThrowIfCancellationRequested();
        }

        double allocated = AllocatedByOthers() - warm.Bytes;
        long answered = status.Answered - warm.Frames;
        ending.Cancel();
        RunSummary summary = running.GetAwaiter().GetResult();
        if (count == 0)
            throw new InputException("bench: --soak was too short to measure anything; give it a minute or more.");
        Trend trend = Trend.Fit(hours[..count], resident[..count]);
        return new SoakReport
        {
            Model = setup.Model.Manifest.Name,
            Seconds = Figures.Round(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1),
            Frames = new FramesReport(summary.Frames.Captured, summary.Frames.Processed, summary.Frames.Dropped, summary.Frames.Failed),
            Samples = count,
            ResidentMiB = Figures.Round(resident[0] / MebiByte, 2),
            ResidentMiBAtEnd = Figures.Round(resident[count - 1] / MebiByte, 2),
            Course = [.. Enumerable.Range(0, Math.Min(CoursePoints, count)).Select(i => Figures.Round(resident[(int)((long)i * (count - 1) / Math.Max(1, Math.Min(CoursePoints, count) - 1))] / MebiByte, 2))],
            ManagedBytesPerFrame = Figures.Round(allocated / Math.Max(1, answered), 1),
            MiBPerHour = Figures.Round(trend.Slope / MebiByte),
            MiBPerHourLow = double.IsFinite(trend.Low) ? Figures.Round(trend.Low / MebiByte) : null,
            MiBPerHourHigh = double.IsFinite(trend.High) ? Figures.Round(trend.High / MebiByte) : null,
            Grows = trend.Low > 0,
        };
    }

    // Without the soak itself.
    private static long AllocatedByOthers() => GC.GetTotalAllocatedBytes() - GC.GetAllocatedBytesForCurrentThread();
}

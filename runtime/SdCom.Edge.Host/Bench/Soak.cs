using SdCom.Edge.Core;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Synthetic;

namespace SdCom.Edge.Host.Bench;

/// <summary>Runs the full loop on a generated camera for a long time and watches the process's memory: what months on a device will do, in minutes.</summary>
internal static class Soak
{
    private const double MebiByte = 1 << 20;
    private const double WarmUpShare = 0.2; // caches fill and code is compiled first
    private const int Samples = 400;
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(250), LongestPeriod = TimeSpan.FromSeconds(5), PerGesture = TimeSpan.FromSeconds(6);

    /// <summary>Runs for a time, telling the share that has passed.</summary>
    public static SoakReport Run(ModelSetup setup, TimeSpan time, Action<double> passed, CancellationToken cancel)
    {
        using SyntheticSource camera = new(Gestures.Names, PerGesture, seed: 7, TimeProvider.System);
        RunStatus status = new(setup.Model, setup.BudgetMacsPerFrame);
        Recognizer recognizer = new(setup.Model, setup.Nets, setup.CreateAllowance(TimeProvider.System)) { WatchesCuts = true };
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        RecognitionRun run = new(setup.Model, recognizer, camera, status, [], TimeProvider.System) { OnFailure = RunSession.Say };
        Task<RunSummary> running = Task.Factory.StartNew(() => run.Run(ending.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        List<double> hours = [], resident = [];
        TimeSpan period = TimeSpan.FromTicks(Math.Clamp((time / Samples).Ticks, ShortestPeriod.Ticks, LongestPeriod.Ticks));
        long start = TimeProvider.System.GetTimestamp();
        for (TimeSpan now = TimeSpan.Zero; now < time && !running.IsCompleted; now = TimeProvider.System.GetElapsedTime(start))
        {
            passed(now / time);
            if (now > time * WarmUpShare)
            {
                hours.Add(now.TotalHours);
                resident.Add(Environment.WorkingSet);
            }

            cancel.WaitHandle.WaitOne(period);
            cancel.ThrowIfCancellationRequested();
        }

        ending.Cancel();
        RunSummary summary = running.GetAwaiter().GetResult();
        if (resident.Count == 0)
            throw new InputException($"bench: --soak was too short to measure anything; give it a minute or more.");
        Trend trend = Trend.Fit(hours, resident);
        return new SoakReport
        {
            Model = setup.Model.Manifest.Name,
            Seconds = Figures.Round(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1),
            Frames = new FramesReport(summary.Frames.Captured, summary.Frames.Processed, summary.Frames.Dropped, summary.Frames.Failed),
            Samples = resident.Count,
            ResidentMiB = Figures.Round(resident[0] / MebiByte, 2),
            ResidentMiBAtEnd = Figures.Round(resident[^1] / MebiByte, 2),
            MiBPerHour = Figures.Round(trend.Slope / MebiByte),
            MiBPerHourLow = double.IsFinite(trend.Low) ? Figures.Round(trend.Low / MebiByte) : null,
            MiBPerHourHigh = double.IsFinite(trend.High) ? Figures.Round(trend.High / MebiByte) : null,
            Grows = trend.Low > 0,
        };
    }
}

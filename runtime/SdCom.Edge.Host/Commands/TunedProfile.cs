using System.Globalization;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Bench;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Host.Commands;

/// <summary>Puts what was measured and chosen into a profile; whatever else an existing one says stays as it is.</summary>
internal static class TunedProfile
{
    private const string Mark = "Tuned by ./sdcom tune";

    /// <summary>The profile to write.</summary>
    public static DeviceProfile Create(TuneRequest request, ModelSetup setup, DeviceProfile? existing, TuneBudget budget, TunedWidths measured, DateTimeOffset now)
    {
        DeviceProfile start = existing ?? new DeviceProfile
        {
            Schema = File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(request.Path))!, "schema.json")) ? "./schema.json" : null,
            FormatVersion = DeviceProfile.CurrentFormat,
            Device = request.Device,
            Note = string.Empty,
            Engine = "onnxruntime",
            Provider = setup.Engine.Provider,
            Budget = budget.Limit,
            Measured = null,
        };
        DeviceProfile tuned = start with
        {
            Provider = setup.Engine.Provider,
            Threads = request.Threads ?? start.Threads,
            Measured = Table(setup, measured, now),
        };
        if (budget.IsKept)
            return tuned;

        // A deadline that a person wrote stays; one of an earlier tuning belonged to that budget.
        bool ours = existing is null || existing.DeadlineMs is null || existing.Note.Contains(Mark, StringComparison.Ordinal);
        return tuned with
        {
            Note = Note(start.Note, setup, budget, now),
            Budget = budget.Limit,
            TargetFps = request.Fps ?? start.TargetFps,
            DeadlineMs = ours ? Deadline(budget, measured) : start.DeadlineMs,
        };
    }

    /// <summary>What the user should know before trusting the profile.</summary>
    public static IReadOnlyList<string> Warnings(DeviceProfile profile, ModelSetup setup, TuneBudget budget, TunedWidths measured)
    {
        List<string> warnings = [];
        if (!measured.IsQuiet)
        {
            string others = measured.OthersShare is { } share ? FormattableString.Invariant($", others took {share:P0} of the machine") : string.Empty;
            warnings.Add(FormattableString.Invariant($"the machine was too busy to trust these times: they differ by {measured.Spread:P0} between the halves of the measurement{others}; end other work and tune again."));
        }

        double interval = 1000 / budget.FramesPerSecond;
        if (measured.Widths[0].P95Ms > interval)
            warnings.Add(FormattableString.Invariant($"too slow for {budget.FramesPerSecond:0.###} frames/s: even the cheapest width takes {measured.Widths[0].P95Ms:0.0} ms (p95) of {interval:0.0} ms; frames will be dropped."));
        try
        {
            IReadOnlyList<Width> allowed = profile.AllowedWidths(setup.Model.Network.Widths);
            IReadOnlyDictionary<Width, double> promised = budget.Point?.WidthShare ?? new Dictionary<Width, double>();
            Width[] missing = [.. promised.Where(pair => pair.Value > 0 && !allowed.Contains(pair.Key)).Select(pair => pair.Key).Order()];
            if (missing.Length > 0)
                warnings.Add($"the accuracy is promised for widths that may not run here: {string.Join(", ", missing)} (widths or deadlineMs leave them out).");
        }
        catch (ProfileException problem)
        {
            warnings.Add(problem.Message); // no width may run: the measurement is still worth keeping
        }

        return warnings;
    }

    // Widths that do not finish before the next frame make frames drop; a device on which none does is told so and keeps no deadline.
    private static double? Deadline(TuneBudget budget, TunedWidths measured)
    {
        double interval = Math.Round(1000 / budget.FramesPerSecond, 3);
        return measured.Widths[0].P95Ms <= interval ? interval : null;
    }

    private static string Note(string before, ModelSetup setup, TuneBudget budget, DateTimeOffset now)
    {
        int mark = before.IndexOf(Mark, StringComparison.Ordinal);
        string kept = (mark < 0 ? before : before[..mark]).TrimEnd();
        string tuned = string.Create(CultureInfo.InvariantCulture, $"{Mark} on {now:yyyy-MM-dd} for {setup.Model.Manifest.Name}: {budget.Reason}.");
        return kept.Length == 0 ? tuned : $"{kept} {tuned}";
    }

    private static MeasuredTable Table(ModelSetup setup, TunedWidths measured, DateTimeOffset now)
    {
        string others = measured.OthersShare is { } share ? FormattableString.Invariant($", others took {share:P0} of the machine") : string.Empty;
        string trust = measured.IsQuiet ? string.Empty : ", TOO BUSY TO TRUST";
        return new MeasuredTable
        {
            Conditions = FormattableString.Invariant(
                $"{measured.Before}; {Engine.Description} {setup.Engine.Provider}, {setup.Engine.Threads} threads; {TimedFrames.Description}, {measured.Rounds} rounds, halves within {measured.Spread:P1}{others}{trust}"),
            Model = setup.Model.Manifest.Name,
            MeasuredUtc = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero),
            Widths = measured.Widths.Select((width, i) => (width, Joules: measured.Joules?[i])).ToDictionary(
                pair => pair.width.Width,
                pair => new MeasuredWidth(Math.Round(pair.width.MedianMs, 3), Math.Round(pair.width.P95Ms, 3), pair.Joules is { } joules ? Math.Round(joules, 6) : null)),
        };
    }
}

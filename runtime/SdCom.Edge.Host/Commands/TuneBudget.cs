using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Profiles;

namespace SdCom.Edge.Host.Commands;

/// <summary>The budget that a tuned profile gets, and why.</summary>
/// <param name="Limit">The budget.</param>
/// <param name="Point">The point of the model's curve that it pays for; null when no point tells (another unit than MACs, or too little).</param>
/// <param name="FramesPerSecond">Frames that are processed in a second.</param>
/// <param name="IsKept">Whether it stood in the profile before.</param>
/// <param name="Reason">In words.</param>
internal sealed record TuneBudget(BudgetLimit Limit, CurvePoint? Point, double FramesPerSecond, bool IsKept, string Reason)
{
    /// <summary>Chooses it from what was asked and from the model's curve; nothing needs to be measured for that.</summary>
    /// <exception cref="InputException">The curve does not reach what was asked.</exception>
    /// <exception cref="UsageException">What was asked cannot be.</exception>
    public static TuneBudget Choose(TuneRequest request, ModelPackage model, DeviceProfile? existing)
    {
        PriceCurve curve = new(model.Manifest.Curve);
        double sampling = 1000.0 / model.Manifest.SegmentIntervalMs;
        double framesPerSecond = Math.Min(request.Fps ?? existing?.TargetFps ?? sampling, sampling);
        if (existing is not null && !request.Force)
        {
            CurvePoint? paid = existing.Budget.MacsPerSecond is { } rate ? curve.Within(rate / framesPerSecond) : null;
            return new TuneBudget(existing.Budget, paid, framesPerSecond, true, "kept as it was; --force with --target-accuracy or --macs-per-second replaces it");
        }

        if (request.Watts is { } watts)
            return new TuneBudget(new BudgetLimit { Watts = watts }, null, framesPerSecond, false, FormattableString.Invariant($"as asked: {watts} W above the idle board"));

        if (request.MacsPerSecond is { } given)
        {
            long least = (long)Math.Ceiling(model.Costs.Frame(0) * framesPerSecond);
            if (given < least)
                throw new UsageException(FormattableString.Invariant($"--macs-per-second must be at least {least}, what {framesPerSecond:0.###} frames/s of the cheapest width cost, got {given}."));
            CurvePoint? paid = curve.Within(given / framesPerSecond);
            return Create(model, given, paid, framesPerSecond, "as asked");
        }

        if (request.TargetAccuracy is { } accuracy)
        {
            CurvePoint reached = curve.CheapestReaching(accuracy) ?? throw new InputException(FormattableString.Invariant(
                $"--target-accuracy {accuracy} is not reached by {model.PathOf(ModelFiles.Manifest)}, whose curve ends at {Below(curve.Best.Top1)} (for {curve.Best.MacsPerFrame / 1e6:0.0} M MACs a frame); ask for that or less."));
            return Create(model, RateFor(reached, framesPerSecond), reached, framesPerSecond, FormattableString.Invariant($"the cheapest point of the model's curve that reaches {accuracy}"));
        }

        CurvePoint usual = curve.NearestTo(model.Manifest.DefaultPrice);
        return Create(model, RateFor(usual, framesPerSecond), usual, framesPerSecond, "what the model spends at its default price");
    }

    /// <summary>Refuses a budget in watts that the measured joules of a frame cannot keep.</summary>
    /// <exception cref="InputException">There are none, or the cheapest frames alone cost more.</exception>
    public void CheckJoules(IReadOnlyList<double>? joules)
    {
        if (IsKept || Limit.Watts is not { } watts)
            return;
        if (joules is null)
            throw new InputException("--watts needs the joules of a frame, but the board's power did not rise while frames ran; end other work and tune again, or give --macs-per-second.");
        double least = joules[0] * FramesPerSecond;
        if (watts < least)
            throw new InputException(FormattableString.Invariant($"--watts must be at least {least:0.###}, what {FramesPerSecond:0.###} frames/s of the cheapest width take, got {watts}."));
    }

    private static TuneBudget Create(ModelPackage model, long macsPerSecond, CurvePoint? point, double framesPerSecond, string why)
    {
        int segments = model.Manifest.Segments;
        BudgetLimit limit = new() { MacsPerSecond = macsPerSecond, BurstMacs = segments * model.Costs.FullFrame };
        string accuracy = point is null ? string.Empty : FormattableString.Invariant($", right on {point.Top1:P1} of the validation clips");
        string reason = FormattableString.Invariant(
            $"{why}{accuracy}: {macsPerSecond / framesPerSecond / 1e6:0.0} M MACs a frame at {framesPerSecond:0.###} frames/s; the burst is one window, {segments} frames at full width, so that something hard can be looked at from beginning to end");
        return new TuneBudget(limit, point, framesPerSecond, false, reason);
    }

    private static long RateFor(CurvePoint point, double framesPerSecond) => (long)Math.Ceiling(point.MacsPerFrame * framesPerSecond);

    // Rounded down, so that asking for what the message says succeeds.
    private static double Below(double share) => Math.Floor(share * 10000) / 10000;
}

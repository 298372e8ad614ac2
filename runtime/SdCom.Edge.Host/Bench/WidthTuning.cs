using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host.Bench;

/// <summary>What a tuning measured, and whether the machine was quiet enough to believe it.</summary>
internal sealed record TunedWidths(IReadOnlyList<WidthTimes> Widths, int Rounds, MachineConditions Before, double? OthersShare)
{
    /// <summary>Joules of a frame above the idle board, for each width; null where no sensor tells them or the power did not rise with the work.</summary>
    public IReadOnlyList<double>? Joules { get; init; }

    /// <summary>Times repeat within this share, and others take no more than this share of the machine.</summary>
    public const double Tolerance = 0.1;

    /// <summary>The widths' largest difference between the two halves of the rounds.</summary>
    public double Spread => Widths.Max(width => width.Spread);

    public bool IsQuiet => Spread <= Tolerance && OthersShare is null or <= Tolerance;
}

/// <summary>
/// Measures whole frames at every width in rounds: each round runs every width once, in an order of its own, so that a noisy neighbour, a rising
/// temperature or a falling clock hits all widths alike.
/// </summary>
internal sealed class WidthTuning : IDisposable
{
    private const int WarmUpRounds = 5;
    private const int MinimumRounds = 30;
    private const int MaximumRounds = 5000;
    private const int Seed = 1;
    private static readonly TimeSpan PowerTime = TimeSpan.FromSeconds(2), Rest = TimeSpan.FromMilliseconds(20);

    private readonly MachineConditions before = MachineConditions.Read();
    private readonly ModelSetup setup;
    private readonly TimedFrames frames;

    /// <summary>Warms every width up, and tells from that how many rounds fit into the given time.</summary>
    public WidthTuning(ModelSetup setup, TimeSpan time, CancellationToken cancel)
    {
        this.setup = setup;
        frames = new TimedFrames(setup);
        double fastest = double.PositiveInfinity;
        for (int round = 0; round < WarmUpRounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            fastest = Math.Min(fastest, Enumerable.Range(0, frames.Widths).Sum(frames.Time));
        }

        int fitting = (int)Math.Min(MaximumRounds, time.TotalMilliseconds / fastest);
        Rounds = Math.Max(MinimumRounds, fitting / 2 * 2); // even: two halves
    }

    public int Rounds { get; }

    /// <summary>Measures all rounds.</summary>
    /// <param name="progress">Told how many rounds are done.</param>
    /// <param name="cancel">Stops between frames.</param>
    public TunedWidths Measure(Action<int> progress, CancellationToken cancel)
    {
        MachineLoad load = new();
        WidthTimes[] times = [.. setup.Model.Network.Widths.Select(width => new WidthTimes(width, Rounds))];
        int[] order = [.. Enumerable.Range(0, times.Length)];
        Random random = new(Seed);
        for (int round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (int width in order)
            {
                cancel.ThrowIfCancellationRequested();
                times[width].Add(round, frames.Time(width));
            }

            progress(round + 1);
        }

        return new TunedWidths(times, Rounds, before, load.OthersShare());
    }

    /// <summary>The joules of every width's frame from the board's power, some two seconds each and for the idle board; see <see cref="TunedWidths.Joules"/>.</summary>
    public IReadOnlyList<double>? MeasureJoules(DeviceSensors sensors, CancellationToken cancel)
    {
        if (sensors.Read().PowerWatts is null || PowerDraw.Measure(Watts, () => Thread.Sleep(Rest), PowerTime, TimeProvider.System) is not { } idle)
            return null;
        List<double> joules = [];
        for (int width = 0; width < frames.Widths; width++)
        {
            Action frame = () =>
            {
                cancel.ThrowIfCancellationRequested();
                frames.Process(width);
            };
            if (PowerDraw.Measure(Watts, frame, PowerTime, TimeProvider.System) is not { } busy || busy.JoulesAbove(idle) <= 0)
                return null;
            joules.Add(busy.JoulesAbove(idle));
        }

        return joules;

        double? Watts() => sensors.Read().PowerWatts;
    }

    public void Dispose() => frames.Dispose();
}

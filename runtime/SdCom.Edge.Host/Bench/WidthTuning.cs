namespace SdCom.Edge.Host.Bench;

/// <summary>What a tuning measured, and whether the machine was quiet enough to believe it.</summary>
internal sealed record TunedWidths(IReadOnlyList<WidthTimes> Widths, int Rounds, MachineConditions Before, double? OthersShare)
{
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

    public void Dispose() => frames.Dispose();
}

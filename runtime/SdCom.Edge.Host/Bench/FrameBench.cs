using SdCom.Edge.Core;
using SdCom.Edge.Host.Reports;

namespace SdCom.Edge.Host.Bench;

/// <summary>
/// Times whole frames against the bare engine. Both run in turn, so that a busy neighbour disturbs both alike, and the ratio is the median of the pairs' ratios.
/// </summary>
internal sealed class FrameBench : IDisposable
{
    private const int WarmUpPairs = 5;
    private const int MinimumPairs = 20;
    private const int CountedFrames = 100;

    private readonly ModelSetup setup;
    private readonly TimedFrames frames;

    public FrameBench(ModelSetup setup)
    {
        this.setup = setup;
        frames = new TimedFrames(setup);
    }

    /// <summary>Measures one width for about the given time.</summary>
    public BenchWidth Measure(int widthIndex, TimeSpan time, CancellationToken cancel)
    {
        List<double> engine = [], whole = [], ratios = [];
        long begin = TimeProvider.System.GetTimestamp();
        for (int pair = 0; pair < WarmUpPairs + MinimumPairs || TimeProvider.System.GetElapsedTime(begin) < time; pair++)
        {
            cancel.ThrowIfCancellationRequested();
            (double bare, double process) = (pair & 1) == 0
                ? (TimeBare(widthIndex), frames.Time(widthIndex))
                : Swap(frames.Time(widthIndex), TimeBare(widthIndex));
            if (pair < WarmUpPairs)
                continue;
            engine.Add(bare);
            whole.Add(process);
            ratios.Add(process / bare);
        }

        Width width = setup.Model.Network.Widths[widthIndex];
        return new BenchWidth(
            width.Fraction,
            setup.Model.Costs.Frame(widthIndex),
            Figures.Round(Median(engine), 4),
            Figures.Round(Median(whole), 4),
            Figures.Round(Median(ratios), 4));
    }

    /// <summary>Bytes that the managed heap grew by for each frame, over all widths.</summary>
    public double ManagedBytesPerFrame()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < CountedFrames; i++)
            frames.Process(i % frames.Widths);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / CountedFrames;
    }

    public void Dispose() => frames.Dispose();

    private double TimeBare(int widthIndex)
    {
        long start = TimeProvider.System.GetTimestamp();
        setup.Nets.RunBare(widthIndex);
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    private static (double Bare, double Whole) Swap(double whole, double bare) => (bare, whole);

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

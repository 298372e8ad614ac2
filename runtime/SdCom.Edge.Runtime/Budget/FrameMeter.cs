using SdCom.Edge.Core.Budget;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Runtime.Budget;

/// <summary>Times every frame and charges the next one at its width the median of the last ones: the tariff of a budget in milliseconds on a device that was never measured.</summary>
public sealed class FrameMeter
{
    private const int Kept = 31;
    private const int CalibrationRuns = 5;

    private readonly long[][] times; // the last ones of each width, in nanoseconds
    private readonly int[] counts;
    private readonly long[] sorted = new long[Kept];

    /// <param name="first">Nanoseconds of a frame at each width, until frames were timed.</param>
    /// <param name="clock">Times frames, by whoever works on them.</param>
    public FrameMeter(IReadOnlyList<long> first, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(first);
        Clock = clock;
        Tariff = new Tariff(BudgetUnit.Nanoseconds, first);
        times = [.. first.Select(_ => new long[Kept])];
        counts = new int[first.Count];
    }

    /// <summary>What times frames.</summary>
    public TimeProvider Clock { get; }

    /// <summary>What frames are charged now.</summary>
    public Tariff Tariff { get; }

    /// <summary>Times the bare nets at each width, so that the first frames are not charged by guess.</summary>
    public static FrameMeter Calibrate(Nets nets, int widths, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(nets);
        ArgumentNullException.ThrowIfNull(clock);
        long[] first = new long[widths];
        for (int width = 0; width < widths; width++)
        {
            List<double> runs = [];
            for (int run = 0; run < CalibrationRuns; run++)
            {
                long begin = clock.GetTimestamp();
                nets.RunBare(width);
                runs.Add(clock.GetElapsedTime(begin).TotalNanoseconds);
            }

            runs.Sort();
            first[width] = Math.Max(1, (long)runs[CalibrationRuns / 2]);
        }

        return new FrameMeter(first, clock);
    }

    /// <summary>A frame took this long at this width.</summary>
    public void Add(int widthIndex, TimeSpan taken)
    {
        long[] kept = times[widthIndex];
        kept[counts[widthIndex]++ % Kept] = Math.Max(1, (long)taken.TotalNanoseconds);
        int count = Math.Min(counts[widthIndex], Kept);
        Span<long> ordered = sorted.AsSpan(0, count);
        kept.AsSpan(0, count).CopyTo(ordered);
        ordered.Sort();
        Tariff.Change(widthIndex, ordered[count / 2]);
    }
}

namespace SdCom.Edge.Runtime.Machine;

/// <summary>What the machine's clocks say of themselves.</summary>
/// <param name="Now">The wall clock.</param>
/// <param name="IsSynchronised">Whether something sets the wall clock; null where the kernel does not tell.</param>
/// <param name="MaxError">How wrong it may be at most, while it is set.</param>
/// <param name="Source">What the kernel counts time with; null when it does not tell.</param>
/// <param name="SteadyRate">How fast the steady clock ran beside the wall clock for a moment; 1 is as fast.</param>
/// <param name="IsSteady">Whether the steady clock never went back.</param>
public sealed record ClockFacts(DateTimeOffset Now, bool? IsSynchronised, TimeSpan MaxError, string? Source, double SteadyRate, bool IsSteady)
{
    private const int Readings = 10_000;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks at the clocks for a tenth of a second.</summary>
    /// <param name="root">The root under which <c>sys</c> lies.</param>
    /// <param name="clock">The clocks.</param>
    /// <param name="wait">Lets time pass.</param>
    public static ClockFacts Read(string root, TimeProvider clock, Action<TimeSpan> wait) => Read(root, clock, wait, SystemCalls.Clock());

    internal static ClockFacts Read(string root, TimeProvider clock, Action<TimeSpan> wait, (TimeSpan MaxError, int Status)? kernel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(wait);
        bool steady = true;
        DateTimeOffset wall = clock.GetUtcNow();
        long start = clock.GetTimestamp(), last = start;
        for (int i = 0; i < Readings; i++)
        {
            long next = clock.GetTimestamp();
            steady &= next >= last;
            last = next;
        }

        wait(Moment);
        TimeSpan passed = clock.GetUtcNow() - wall;
        double rate = passed > TimeSpan.Zero ? clock.GetElapsedTime(start) / passed : double.NaN;
        string source = Path.Combine(root, "sys/devices/system/clocksource/clocksource0/current_clocksource");
        return new ClockFacts(
            wall,
            kernel is { } told ? (told.Status & SystemCalls.TimexUnsynchronised) == 0 : null,
            kernel?.MaxError ?? TimeSpan.Zero,
            File.Exists(source) ? File.ReadAllText(source).Trim() : null,
            rate,
            steady);
    }
}

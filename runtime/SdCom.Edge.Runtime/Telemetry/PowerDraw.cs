namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>The mean power of the board while something was done again and again.</summary>
/// <param name="Watts">Mean of the readings.</param>
/// <param name="Steps">How often it was done.</param>
/// <param name="Elapsed">The whole time.</param>
public readonly record struct PowerDraw(double Watts, int Steps, TimeSpan Elapsed)
{
    // Boards renew their readings some ten times a second; asking more often costs power itself.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Does steps for a time and reads the power between them.</summary>
    /// <param name="readWatts">Reads the board's power; null when it cannot be read now.</param>
    /// <param name="step">What is measured; for the idle power a short sleep.</param>
    /// <param name="time">How long.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>Null when no reading came.</returns>
    public static PowerDraw? Measure(Func<double?> readWatts, Action step, TimeSpan time, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(readWatts);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(clock);
        long start = clock.GetTimestamp();
        double sum = 0;
        int readings = 0, steps = 0;
        readWatts(); // an energy counter tells power only from its second reading on
        TimeSpan now = TimeSpan.Zero, next = Period;
        for (; now < time || readings == 0; now = clock.GetElapsedTime(start))
        {
            step();
            steps++;
            if (clock.GetElapsedTime(start) < next)
                continue;
            if (readWatts() is not { } watts)
                return null;
            sum += watts;
            readings++;
            next = clock.GetElapsedTime(start) + Period;
        }

        return new PowerDraw(sum / readings, steps, now);
    }

    /// <summary>The energy of one step above what the idle board draws meanwhile.</summary>
    /// <param name="idle">The same, measured while nothing was done.</param>
    public double JoulesAbove(in PowerDraw idle) => (Watts - idle.Watts) * Elapsed.TotalSeconds / Steps;
}

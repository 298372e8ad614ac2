using System.Globalization;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Runtime.Budget;

/// <summary>
/// Narrows the allowance while the device is too hot, draws too much, or would empty its battery too soon, step by step and with hysteresis: one step narrower every ten seconds
/// at or over a limit, one wider every ten seconds at or under the value to widen at, none between. A sensor that falls silent changes nothing.
/// </summary>
public sealed class Governor
{
    private const double BatteryReserve = 0.05; // of what is left is kept back
    private const double WidenBatteryAt = 0.9; // of the power that lasts until then

    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(10);
    private static readonly double[] Shares = [1, 0.7, 0.5, 0.35, 0.25];

    private readonly DeviceLimits limits;
    private readonly TimeProvider time;
    private readonly Cause temperature;
    private readonly Cause power;
    private readonly Cause battery;
    private State state = new(1, null);

    /// <param name="limits">The profile's.</param>
    /// <param name="time">Its monotonic clock holds steps, its local time tells how long a battery must last.</param>
    public Governor(DeviceLimits limits, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(limits);
        this.limits = limits;
        this.time = time;
        temperature = new Cause(time);
        power = new Cause(time);
        battery = new Cause(time);
    }

    /// <summary>The share of the budget that is left, 0.25 to 1. Any thread may ask.</summary>
    public double Share => Volatile.Read(ref state).Share;

    /// <summary>Why it is less than 1, in words; null when it is 1.</summary>
    public string? Reason => Volatile.Read(ref state).Reason;

    /// <summary>Takes in a reading.</summary>
    public void Observe(DeviceReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        State next = new(1, null);
        if (limits.TemperatureC is { } hot)
            next = Narrower(next, temperature.Step(reading.TemperatureC, hot.NarrowAt, hot.WidenAt), reading.TemperatureC, "temperature", "C", hot.NarrowAt);
        if (limits.PowerWatts is { } drawn)
            next = Narrower(next, power.Step(reading.PowerWatts, drawn.NarrowAt, drawn.WidenAt), reading.PowerWatts, "power", "W", drawn.NarrowAt);
        if (limits.BatteryUntil is { } until)
        {
            double? affordable = reading.Battery?.WattHours * (1 - BatteryReserve) / HoursUntil(until);
            int step = battery.Step(reading.Battery?.Watts / affordable, 1, WidenBatteryAt);
            next = Narrower(next, step, reading.Battery?.Watts, $"battery until {until}:", "W", affordable ?? 0);
        }

        Volatile.Write(ref state, next);
    }

    private double HoursUntil(string text)
    {
        DateTimeOffset now = time.GetLocalNow();
        TimeSpan left = TimeOnly.ParseExact(text, DeviceLimits.TimeFormat, CultureInfo.InvariantCulture) - TimeOnly.FromDateTime(now.DateTime); // of the next day when it has passed
        return Math.Max(left.TotalHours, 1.0 / 60);
    }

    private static State Narrower(State than, int step, double? value, string name, string unit, double limit) => Shares[step] >= than.Share
        ? than
        : new State(Shares[step], string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.#} {unit} of {limit:0.#} {unit}"));

    private sealed record State(double Share, string? Reason);

    /// <summary>How many steps one cause has narrowed by.</summary>
    private sealed class Cause(TimeProvider time)
    {
        private int step;
        private long? last;

        public int Step(double? value, double narrowAt, double widenAt)
        {
            int wanted = value >= narrowAt ? step + 1 : value <= widenAt ? step - 1 : step;
            wanted = Math.Clamp(wanted, 0, Shares.Length - 1);
            if (wanted != step && (last is null || time.GetElapsedTime(last.Value) >= Hold))
                (step, last) = (wanted, time.GetTimestamp());
            return step;
        }
    }
}

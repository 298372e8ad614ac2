using System.Text.Json.Serialization;

namespace SdCom.Edge.Core.Profiles;

/// <summary>What frames may cost, in exactly one unit: MACs (a rate and a burst), milliseconds, or watts.</summary>
public sealed record BudgetLimit
{
    internal const string Help = "A budget is {\"macsPerSecond\": N, \"burstMacs\": N}, {\"millisecondsPerFrame\": X} or {\"watts\": X}; MACs are whole numbers without prefix, 1 GMAC is 1000000000.";

    /// <summary>The lasting rate of multiply-accumulates.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MacsPerSecond { get; init; }

    /// <summary>Multiply-accumulates that may be spent at once after a quiet time; given with <see cref="MacsPerSecond"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? BurstMacs { get; init; }

    /// <summary>The mean time that a due frame may take, by the measured medians (or, without a table, by a running median); up to 64 frames of it may be saved up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MillisecondsPerFrame { get; init; }

    /// <summary>The mean power above idle that recognition may draw, by the measured joules of the widths; up to 10 s of it may be saved up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Watts { get; init; }
}

/// <summary>Limits of the board, each with its hysteresis.</summary>
public sealed record DeviceLimits
{
    public HysteresisLimit? TemperatureC { get; init; }

    public HysteresisLimit? PowerWatts { get; init; }

    /// <summary>How <see cref="BatteryUntil"/> is written.</summary>
    public const string TimeFormat = "HH:mm";

    /// <summary>The local time, such as <c>18:30</c>, until which the battery must last; today's or tomorrow's, whichever comes next.</summary>
    public string? BatteryUntil { get; init; }
}

/// <summary>At <paramref name="NarrowAt"/> the allowance narrows, at <paramref name="WidenAt"/>, which is lower, it widens again.</summary>
public sealed record HysteresisLimit(double NarrowAt, double WidenAt);

/// <summary>What the widths cost on the device itself.</summary>
public sealed record MeasuredTable
{
    /// <summary>Power mode, clocks, temperature, engine version, what else ran.</summary>
    public required string Conditions { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    public required DateTimeOffset MeasuredUtc { get; init; }

    public required IReadOnlyDictionary<Width, MeasuredWidth> Widths { get; init; }

    /// <summary>The expected milliseconds of a frame whose width is drawn by these shares; null when a width among them was not measured.</summary>
    public double? ExpectedMs(IReadOnlyDictionary<Width, double> shares) => Expected(shares, width => width.MedianMs);

    /// <summary>The expected joules of a frame whose width is drawn by these shares; null when a width among them was not measured, or had no sensor.</summary>
    public double? ExpectedJoules(IReadOnlyDictionary<Width, double> shares) => Expected(shares, width => width.Joules);

    private double? Expected(IReadOnlyDictionary<Width, double> shares, Func<MeasuredWidth, double?> cost)
    {
        ArgumentNullException.ThrowIfNull(shares);
        double sum = 0;
        foreach ((Width width, double share) in shares)
        {
            if (share <= 0)
                continue;
            if (!Widths.TryGetValue(width, out MeasuredWidth? measured) || cost(measured) is not { } each)
                return null;
            sum += share * each;
        }

        return sum;
    }
}

/// <summary>A whole frame at one width.</summary>
/// <param name="MedianMs">Median time.</param>
/// <param name="P95Ms">95th percentile.</param>
/// <param name="Joules">Energy above idle; null where the board has no sensor.</param>
public sealed record MeasuredWidth(double MedianMs, double P95Ms, double? Joules);

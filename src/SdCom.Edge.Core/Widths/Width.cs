using System.Globalization;
using System.Text.Json.Serialization;
using SdCom.Edge.Core.Json;

namespace SdCom.Edge.Core;

/// <summary>A slimming factor of the dynamic network: 0 skips it, 1 runs all its channels. Kept in whole per cent, so that equality is exact.</summary>
[JsonConverter(typeof(WidthJsonConverter))]
public readonly record struct Width : IComparable<Width>
{
    /// <summary>Creates a width from whole per cent, 0 to 100.</summary>
    public Width(int percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        Percent = percent;
    }

    /// <summary>Width 0: the dynamic network does not run, its feature is zero and costs nothing.</summary>
    public static Width Skip { get; } = new(0);

    /// <summary>Width 1: every channel runs.</summary>
    public static Width Full { get; } = new(100);

    /// <summary>The width in per cent, 0 to 100.</summary>
    public int Percent { get; }

    /// <summary>The width as a fraction, 0 to 1.</summary>
    public double Fraction => Percent / 100.0;

    /// <summary>Whether the dynamic network is left out.</summary>
    public bool IsSkip => Percent == 0;

    /// <summary>The name of this width in file names, such as <c>w025</c>.</summary>
    public string FileTag => string.Create(CultureInfo.InvariantCulture, $"w{Percent:000}");

    /// <summary>Reads a fraction such as <c>0.25</c>; false when the text is not a multiple of 0.01 from 0 to 1.</summary>
    public static bool TryParse(string? text, out Width width)
    {
        width = default;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal fraction))
            return false;
        decimal percent = fraction * 100;
        if (percent is < 0 or > 100 || percent != decimal.Truncate(percent))
            return false;
        width = new Width((int)percent);
        return true;
    }

    /// <summary>Reads a fraction such as <c>0.25</c>.</summary>
    /// <exception cref="FormatException">The text is not a multiple of 0.01 from 0 to 1.</exception>
    public static Width Parse(string text) => TryParse(text, out Width width)
        ? width
        : throw new FormatException($"width must be a fraction from 0 to 1 in steps of 0.01, got '{text}'.");

    public int CompareTo(Width other) => Percent.CompareTo(other.Percent);

    public static bool operator <(Width left, Width right) => left.Percent < right.Percent;

    public static bool operator >(Width left, Width right) => left.Percent > right.Percent;

    public static bool operator <=(Width left, Width right) => left.Percent <= right.Percent;

    public static bool operator >=(Width left, Width right) => left.Percent >= right.Percent;

    /// <summary>The fraction as JSON keys and reports write it: 0, 0.25, 0.5, 0.75, 1.</summary>
    public override string ToString() => (Percent / 100m).ToString("0.##", CultureInfo.InvariantCulture);
}

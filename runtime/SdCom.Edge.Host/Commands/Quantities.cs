using System.Globalization;

namespace SdCom.Edge.Host.Commands;

/// <summary>Numbers with a unit, as people write them.</summary>
internal static class Quantities
{
    /// <summary>Bytes such as 500K, 10M or 1G.</summary>
    /// <exception cref="UsageException">It is none, or smaller than the least.</exception>
    public static long Bytes(string option, string text, long least)
    {
        long unit = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, _ => 1 };
        ReadOnlySpan<char> digits = unit > 1 ? text.AsSpan(0, text.Length - 1) : text;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number > (1L << 40) / Math.Max(1, unit) || number * unit < least)
            throw new UsageException($"{option} must be a size from {least >> 10}K to 1024G such as 500K, 10M or 1G, got '{text}'.");
        return number * unit;
    }

    /// <summary>A time such as 500ms, 5s or 2m.</summary>
    /// <exception cref="UsageException">It is none, or not positive.</exception>
    public static TimeSpan Time(string option, string text)
    {
        (string unit, double seconds) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => ("ms", 0.001),
            _ when text.EndsWith('s') => ("s", 1),
            _ when text.EndsWith('m') => ("m", 60),
            _ => (string.Empty, double.NaN),
        };
        bool read = double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        double total = read ? number * seconds : double.NaN;
        if (!(total > 0 && total <= TimeSpan.SecondsPerDay))
            throw new UsageException($"{option} must be a time up to a day such as 500ms, 5s or 2m, got '{text}'.");
        return TimeSpan.FromSeconds(total);
    }

    /// <summary>A share such as 1% or 0.01.</summary>
    /// <exception cref="UsageException">It is none, or not above 0 and at most 1.</exception>
    public static double Share(string option, string text)
    {
        bool percent = text.EndsWith('%');
        bool number = double.TryParse(percent ? text.AsSpan(0, text.Length - 1) : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        double share = percent ? value / 100 : value;
        return number && share is > 0 and <= 1
            ? share
            : throw new UsageException($"{option} must be a share such as 1% or 0.01, above 0 and at most 100%, got '{text}'.");
    }
}

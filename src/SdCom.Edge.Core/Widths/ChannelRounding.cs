namespace SdCom.Edge.Core;

/// <summary>How many of a layer's channels a width uses.</summary>
public enum ChannelRounding
{
    /// <summary>Nearest multiple of 8, never under 90 % of the exact share and never under 8: what SIMD and tensor cores like.</summary>
    MultipleOf8,

    /// <summary>The published rule of slimmable layers: <c>max(1, floor(channels x width))</c>.</summary>
    Floor,
}

/// <summary>Channel counts of slimmed layers; training, MAC count and export all ask here.</summary>
public static class ChannelRoundingExtensions
{
    /// <summary>The number of leading channels, of <paramref name="full"/>, that run at <paramref name="width"/>.</summary>
    public static int Channels(this ChannelRounding rounding, int full, Width width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(full);
        if (width == Width.Full)
            return full;
        return rounding == ChannelRounding.Floor
            ? Math.Max(1, full * width.Percent / 100)
            : Math.Min(full, MakeDivisible(full * width.Fraction));
    }

    /// <summary>MobileNetV2's rule (Sandler et al. 2018, reference code): nearest multiple of 8, at least 8, not under 90 % of the value.</summary>
    public static int MakeDivisible(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}

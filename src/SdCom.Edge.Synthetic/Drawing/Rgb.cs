namespace SdCom.Edge.Synthetic.Drawing;

/// <summary>A colour; channels run from 0 to 255 and may leave that range until they are written to a picture.</summary>
public readonly record struct Rgb(float R, float G, float B)
{
    /// <summary>The colour of a hue (in turns), a saturation and a value in [0, 1].</summary>
    public static Rgb FromHsv(double hue, double saturation, double value)
    {
        return new Rgb(Channel(5), Channel(3), Channel(1));

        float Channel(int n)
        {
            double k = (n + hue * 6) % 6;
            return (float)(255 * (value - value * saturation * Math.Clamp(Math.Min(k, 4 - k), 0, 1)));
        }
    }

    /// <summary>Every channel times <paramref name="gain"/>.</summary>
    public static Rgb operator *(Rgb colour, double gain) =>
        new((float)(colour.R * gain), (float)(colour.G * gain), (float)(colour.B * gain));

    /// <summary>The colour at <paramref name="share"/> of the way from this one to <paramref name="other"/>.</summary>
    public Rgb Toward(Rgb other, double share)
    {
        float s = (float)share;
        return new Rgb(R + (other.R - R) * s, G + (other.G - G) * s, B + (other.B - B) * s);
    }

    /// <summary>Euclidean distance in RGB, 0 to about 441.</summary>
    public float Distance(Rgb other)
    {
        float r = R - other.R, g = G - other.G, b = B - other.B;
        return MathF.Sqrt(r * r + g * g + b * b);
    }
}

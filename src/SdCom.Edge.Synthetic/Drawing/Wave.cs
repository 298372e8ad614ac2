namespace SdCom.Edge.Synthetic.Drawing;

/// <summary>
/// Sine and cosine from a fixed polynomial. The system's libm differs in the last bit between platforms, and one bit is enough
/// to make two machines draw different frames from one seed.
/// </summary>
internal static class Wave
{
    /// <summary>sin(2 pi x), exact to about 1e-7.</summary>
    public static double Sin(double turns)
    {
        double x = turns - Math.Floor(turns + 0.5); // [-0.5, 0.5)
        if (x > 0.25) x = 0.5 - x;
        else if (x < -0.25) x = -0.5 - x;
        double a = x * (2 * Math.PI), s = a * a;
        return a * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110)))));
    }

    public static double Cos(double turns) => Sin(turns + 0.25);

    /// <summary>From 0 to 1 with a soft start and a soft end (3 x^2 - 2 x^3), clamped outside.</summary>
    public static double Ease(double x)
    {
        x = Math.Clamp(x, 0, 1);
        return x * x * (3 - 2 * x);
    }
}

using SdCom.Edge.Synthetic.Drawing;

namespace SdCom.Edge.Synthetic.Motion;

/// <summary>Small aimless movement: sums of slow sines whose phases come from the seed.</summary>
internal sealed class Jitter
{
    private const int Channels = 6;
    private readonly double[] phases = new double[Channels * 2];
    private readonly double rate, amplitude;

    public Jitter(Seeded random)
    {
        for (int i = 0; i < phases.Length; i++) phases[i] = random.Next();
        rate = random.Between(0.7, 1.4);
        amplitude = random.Between(0.4, 1.4);
    }

    /// <summary>A value in about (-1, 1) that drifts over a few seconds; each channel drifts on its own.</summary>
    public double Slow(double seconds, int channel) =>
        0.65 * Wave.Sin(seconds * rate * (0.23 + 0.03 * channel) + phases[2 * channel])
        + 0.35 * Wave.Sin(seconds * rate * (0.71 - 0.05 * channel) + phases[2 * channel + 1]);

    /// <summary>The arm, a degree or two off.</summary>
    public Arm Loosen(in Arm arm, double seconds) =>
        arm.Plus(new(2 * Slow(seconds, 0), 2 * Slow(seconds, 1), 3 * Slow(seconds, 2), 3 * Slow(seconds, 3)), amplitude);
}

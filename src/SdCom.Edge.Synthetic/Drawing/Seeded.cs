namespace SdCom.Edge.Synthetic.Drawing;

/// <summary>
/// A small random stream (SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014):
/// the same numbers on every machine and every .NET version, which System.Random does not promise.
/// </summary>
internal sealed class Seeded(ulong seed, ulong stream = 0)
{
    private ulong state = Mix(seed + 0x9E3779B97F4A7C15UL * (stream + 1));

    /// <summary>Uniform in [0, 1).</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + (high - low) * Next();

    public bool Chance(double probability) => Next() < probability;

    public int Below(int count) => (int)(Next() * count);

    /// <summary>Bell-shaped in (-1, 1) with a standard deviation of about 0.33.</summary>
    public double Bell() => (Next() + Next() + Next()) / 1.5 - 1;

    public ulong NextBits() => Mix(state += 0x9E3779B97F4A7C15UL);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

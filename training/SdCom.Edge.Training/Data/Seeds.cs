namespace SdCom.Edge.Training.Data;

/// <summary>
/// Chance by place: every step and every clip draws from its own seed, made from the recipe's and its position. So a run that was stopped
/// goes on exactly as it would have, with no generator state to keep.
/// </summary>
public static class Seeds
{
    /// <summary>Mixes a seed with positions (SplitMix64, Steele et al. 2014).</summary>
    public static long Mix(long seed, params ReadOnlySpan<long> places)
    {
        ulong state = Scramble((ulong)seed);
        foreach (long place in places)
            state = Scramble(state ^ Scramble((ulong)place));
        return (long)(state >> 1);
    }

    /// <summary>A generator for one position.</summary>
    public static Random At(long seed, params ReadOnlySpan<long> places) => new((int)(Mix(seed, places) & int.MaxValue));

    private static ulong Scramble(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}

namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>Whether an engine's numbers are those of another way of computing them, but for rounding.</summary>
internal static class Nearness
{
    /// <summary>No number is further away than this share of the largest.</summary>
    public static void Assert(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, float share, string what)
    {
        float largest = 0, worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            worst = Math.Max(worst, Math.Abs(expected[i] - found[i]));
        }

        Xunit.Assert.True(worst <= share * largest, $"{what}: off by {worst} of {largest}");
    }
}

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>The two-proportion z test: whether one share is smaller than another by more than chance.</summary>
public static class TwoProportions
{
    private const double StandardErrors = 3;

    /// <summary>Whether <paramref name="few"/> of <paramref name="fewOf"/> is less than <paramref name="many"/> of <paramref name="manyOf"/> by more than three standard errors.</summary>
    public static bool IsLower(long few, long fewOf, long many, long manyOf)
    {
        double pooled = (double)(few + many) / (fewOf + manyOf);
        double error = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / fewOf) + (1.0 / manyOf)));
        return ((double)many / manyOf) - ((double)few / fewOf) > StandardErrors * error && error > 0;
    }
}

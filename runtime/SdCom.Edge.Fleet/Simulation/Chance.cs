namespace SdCom.Edge.Fleet.Simulation;

/// <summary>Numbers by chance.</summary>
internal static class Chance
{
    /// <summary>A time without memory, by inverting its distribution function.</summary>
    public static double Exponential(Random random, double mean) => -mean * Math.Log(1 - random.NextDouble());
}

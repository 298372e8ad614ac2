using SdCom.Edge.Core;

namespace SdCom.Edge.Host.Reports;

/// <summary>Brings numbers into the form that reports have.</summary>
internal static class Figures
{
    /// <summary>Width shares under keys such as "0.25".</summary>
    public static IReadOnlyDictionary<string, double> Shares(IReadOnlyDictionary<Width, double> shares) =>
        shares.OrderBy(pair => pair.Key).ToDictionary(pair => pair.Key.ToString(), pair => Round(pair.Value, 4));

    public static double Round(double value, int digits = 3) => Math.Round(value, digits);
}

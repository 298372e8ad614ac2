using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;

namespace SdCom.Edge.Host.Reports;

/// <summary>Brings numbers into the form that reports have.</summary>
internal static class Figures
{
    /// <summary>Width shares under keys such as "0.25".</summary>
    public static IReadOnlyDictionary<string, double> Shares(IReadOnlyDictionary<Width, double> shares) =>
        shares.OrderBy(pair => pair.Key).ToDictionary(pair => pair.Key.ToString(), pair => Round(pair.Value, 4));

    /// <summary>Shares of reasons under keys such as "price".</summary>
    public static IReadOnlyDictionary<string, double> Shares(IReadOnlyDictionary<DecisionReason, double> shares) =>
        shares.ToDictionary(pair => JsonNamingPolicy.CamelCase.ConvertName(pair.Key.ToString()), pair => Round(pair.Value, 4));

    /// <summary>The unit of a budget as reports name it.</summary>
    public static string Unit(BudgetUnit unit) => unit switch
    {
        BudgetUnit.Nanoseconds => "ns",
        BudgetUnit.Microjoules => "uJ",
        _ => "MACs",
    };

    public static double Round(double value, int digits = 3) => Math.Round(value, digits);
}

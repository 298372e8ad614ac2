namespace SdCom.Edge.Core.Budget;

/// <summary>A step from one width up to another.</summary>
/// <param name="Index">Position of the wider one; -1 is no step.</param>
/// <param name="Worth">Score gained for each share of the full width's MACs: what a price is compared with.</param>
public readonly record struct WidthStep(int Index, double Worth)
{
    /// <summary>None that fits and is worth its price.</summary>
    public static WidthStep None { get; } = new(-1, double.NegativeInfinity);
}

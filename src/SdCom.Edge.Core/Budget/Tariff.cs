using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Budget;

/// <summary>What a budget counts in. Whole numbers of a small unit, so that nothing is rounded away.</summary>
public enum BudgetUnit
{
    /// <summary>Multiply-accumulates.</summary>
    Macs,

    /// <summary>Nanoseconds of processing.</summary>
    Nanoseconds,

    /// <summary>Microjoules above idle.</summary>
    Microjoules,
}

/// <summary>What a whole frame is charged at each width, in the unit of the budget. Known before the frame runs, so that a bucket can refuse it.</summary>
public sealed class Tariff
{
    private readonly long[] frames;

    /// <param name="unit">The unit.</param>
    /// <param name="frames">The charge of a frame at each width of the model, ascending in width.</param>
    public Tariff(BudgetUnit unit, IEnumerable<long> frames)
    {
        Unit = unit;
        this.frames = [.. frames];
        foreach (long charge in this.frames)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(charge, nameof(frames));
    }

    /// <summary>The MACs themselves.</summary>
    public static Tariff OfMacs(CostTable costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        return new Tariff(BudgetUnit.Macs, Enumerable.Range(0, costs.Widths.Count).Select(costs.Frame));
    }

    /// <summary>What is counted.</summary>
    public BudgetUnit Unit { get; }

    /// <summary>Rises with every change of a charge.</summary>
    public int Version { get; private set; }

    /// <summary>The charge of a frame at a width.</summary>
    public long Frame(int widthIndex) => frames[widthIndex];

    /// <summary>Charges the coming frames at a width differently, when measuring goes on.</summary>
    public void Change(int widthIndex, long charge)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(charge);
        if (frames[widthIndex] == charge)
            return;
        frames[widthIndex] = charge;
        Version++;
    }
}

using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;

namespace SdCom.Edge.Runtime.Ledger;

/// <summary>One due frame in the ledger: what was decided, why, and what the budget was then. Plain values only, so that it is copied and not allocated.</summary>
public readonly record struct LedgerEntry
{
    /// <summary>The camera's name where several run together; null where there is only one.</summary>
    public string? Camera { get; init; }

    /// <summary>The frame's time in its source.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>What became of it.</summary>
    public required LedgerOutcome Outcome { get; init; }

    public DecisionReason Reason { get; init; }

    public Width Width { get; init; }

    /// <summary>MACs of the whole frame.</summary>
    public long Macs { get; init; }

    /// <summary>What it was charged, in <see cref="Unit"/>.</summary>
    public long Charge { get; init; }

    public BudgetUnit Unit { get; init; }

    /// <summary>The gate's score of the width; 0 where no gate chose.</summary>
    public float Score { get; init; }

    /// <summary>The price of the full width in units of score; null where no gate chose.</summary>
    public double? Price { get; init; }

    /// <summary>How full the bucket was afterwards, 0 to 1; null without a budget.</summary>
    public double? Level { get; init; }

    /// <summary>The share of the budget that heat, power or the battery left.</summary>
    public double Share { get; init; }

    /// <summary>How long the answer took.</summary>
    public double Milliseconds { get; init; }
}

/// <summary>What became of a due frame.</summary>
public enum LedgerOutcome
{
    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>The bucket could not pay for the cheapest answer.</summary>
    Unaffordable,

    /// <summary>The engine failed on it.</summary>
    Failed,
}

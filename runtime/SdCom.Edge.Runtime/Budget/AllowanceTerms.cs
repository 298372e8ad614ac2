using SdCom.Edge.Core.Budget;

namespace SdCom.Edge.Runtime.Budget;

/// <summary>What an <see cref="Allowance"/> is made of; a run may go on under other terms.</summary>
/// <param name="Budget">The bucket, in the unit of the policy's tariff.</param>
/// <param name="Policy">Picks widths.</param>
/// <param name="Audit">Counts what was spent against the promise; null when there is no budget.</param>
/// <param name="Controller">Moves the policy's price; null leaves it as it is.</param>
/// <param name="Meter">Keeps the policy's tariff at what frames really take; null when it is fixed.</param>
public sealed record AllowanceTerms(FlopsBudget Budget, WidthPolicy Policy, BudgetAudit? Audit = null, PriceController? Controller = null, FrameMeter? Meter = null)
{
    /// <summary>Narrows the allowance while the device must spare itself; null never does.</summary>
    public Governor? Governor { get; init; }
}

/// <summary>An allowance at one moment, for those who look on.</summary>
/// <param name="Unit">What is counted.</param>
/// <param name="Rate">What flows into the bucket by its promise, a second or a frame.</param>
/// <param name="Capacity">The most that it holds by its promise.</param>
/// <param name="Level">How full it is, 0 to 1; null when there is no budget.</param>
/// <param name="Share">The share of rate and capacity that is in force.</param>
/// <param name="Price">The price of the full width in units of score; null where no gate chooses.</param>
/// <param name="Spent">Units that were charged so far.</param>
/// <param name="Overshoot">Units by which the worst window was over its promise.</param>
public readonly record struct AllowanceReading(BudgetUnit Unit, long Rate, long Capacity, double? Level, double Share, double? Price, long Spent, long Overshoot);

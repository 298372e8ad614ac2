using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Recognition;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>What became of a frame: the stream's prediction and the width that it took.</summary>
/// <param name="IsAnswered">False when the budget could not pay for a glance; the rest is then empty.</param>
/// <param name="Prediction">Class, probability, and whether it is an action.</param>
/// <param name="Decision">The width, why, and the MACs of the whole frame.</param>
public readonly record struct Answer(bool IsAnswered, Prediction Prediction, Decision Decision)
{
    /// <summary>Whether this frame shows another scene than the one before, so that the stream began anew with it.</summary>
    public bool BeginsScene { get; init; }

    /// <summary>A frame that the budget could not pay for.</summary>
    public static Answer Unaffordable { get; } = new(false, Prediction.Failed, default);
}

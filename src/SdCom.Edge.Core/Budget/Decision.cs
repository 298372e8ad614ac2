namespace SdCom.Edge.Core.Budget;

/// <summary>Why a frame ran at its width.</summary>
public enum DecisionReason
{
    /// <summary>The gate's score was highest, whatever it costs.</summary>
    Score,

    /// <summary>The gate's score was higher elsewhere, but not worth the price.</summary>
    Price,

    /// <summary>The bucket did not hold the width that would have been chosen.</summary>
    Bucket,

    /// <summary>What the bucket held went to other cameras, which gained more by it or were owed a glance; alone it would have been wider.</summary>
    Arbitration,

    /// <summary>A wider one was worth its price, but is measured to be slower than the deadline.</summary>
    Deadline,

    /// <summary>Heat, power or the battery narrowed the allowance; without that it would have been wider.</summary>
    Governor,

    /// <summary>A person narrowed the allowance; without that it would have been wider.</summary>
    User,

    /// <summary>The width was fixed from outside.</summary>
    Fixed,

    /// <summary>The width was drawn at random.</summary>
    Random,

    /// <summary>The gate's scores were not numbers; the cheapest width ran.</summary>
    BadScores,
}

/// <summary>The width of a frame.</summary>
/// <param name="Width">The width.</param>
/// <param name="Index">Its position in the model's widths.</param>
/// <param name="Macs">MACs of the whole frame: static net, gate, fusion and the dynamic net at this width.</param>
/// <param name="Reason">Why it was chosen.</param>
public readonly record struct Decision(Width Width, int Index, long Macs, DecisionReason Reason);

using System.Collections;

namespace SdCom.Edge.Core;

/// <summary>The widths that a model was trained for, ascending; gate scores and tables are in this order.</summary>
public sealed class WidthSet : IReadOnlyList<Width>, IEquatable<WidthSet>
{
    private readonly Width[] widths;

    /// <summary>Creates a set from strictly ascending widths that end with 1.</summary>
    /// <exception cref="ArgumentException">The list is empty, not strictly ascending, or lacks the full width.</exception>
    public WidthSet(params ReadOnlySpan<Width> ascending)
    {
        if (ascending.IsEmpty || ascending[^1] != Width.Full)
            throw new ArgumentException("widths must end with 1.", nameof(ascending));
        for (int i = 1; i < ascending.Length; i++)
        {
            if (ascending[i] <= ascending[i - 1])
                throw new ArgumentException($"widths must be strictly ascending, got {ascending[i]} after {ascending[i - 1]}.", nameof(ascending));
        }

        widths = ascending.ToArray();
    }

    /// <summary>Skip, 0.25, 0.5, 0.75 and 1: the widths of the SDCOM paper.</summary>
    public static WidthSet Default { get; } = new(Width.Skip, new Width(25), new Width(50), new Width(75), Width.Full);

    public int Count => widths.Length;

    public Width this[int index] => widths[index];

    /// <summary>All widths as a span, for the per-frame path.</summary>
    public ReadOnlySpan<Width> Span => widths;

    /// <summary>The widths at which the dynamic network runs, ascending (all but skip).</summary>
    public IEnumerable<Width> NonZero => widths.Where(w => !w.IsSkip);

    /// <summary>The position of a width in the set, or -1.</summary>
    public int IndexOf(Width width) => Array.IndexOf(widths, width);

    public bool Contains(Width width) => IndexOf(width) >= 0;

    public bool Equals(WidthSet? other) => other is not null && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => Equals(obj as WidthSet);

    public override int GetHashCode() => widths.Aggregate(17, (hash, w) => HashCode.Combine(hash, w.Percent));

    public IEnumerator<Width> GetEnumerator() => ((IEnumerable<Width>)widths).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => widths.GetEnumerator();

    public override string ToString() => string.Join(", ", widths);
}

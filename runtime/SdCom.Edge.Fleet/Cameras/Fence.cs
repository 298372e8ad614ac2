using System.Globalization;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>
/// The fencing number of a camera's lease: the revision of its submission, then how often the queue has given it away, which the quorum queue counts in its Raft log. Whoever gets the camera later has a
/// larger one; a consumer that drops events with a smaller one than it has seen is never told stale ones.
/// </summary>
/// <param name="Revision">The submission's, from 1.</param>
/// <param name="Deliveries">Deliveries before this one.</param>
public readonly record struct Fence(long Revision, long Deliveries) : IComparable<Fence>
{
    public int CompareTo(Fence other) => Revision != other.Revision ? Revision.CompareTo(other.Revision) : Deliveries.CompareTo(other.Deliveries);

    /// <summary>Such as <c>3.17</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Revision}.{Deliveries}");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out Fence fence)
    {
        fence = default;
        string[] parts = text?.Split('.') ?? [];
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long revision) || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long deliveries))
            return false;
        fence = new Fence(revision, deliveries);
        return true;
    }

    public static bool operator <(Fence left, Fence right) => left.CompareTo(right) < 0;

    public static bool operator >(Fence left, Fence right) => left.CompareTo(right) > 0;

    public static bool operator <=(Fence left, Fence right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Fence left, Fence right) => left.CompareTo(right) >= 0;
}

/// <summary>Lets each camera's events through while nobody with a larger fencing number has spoken. One thread at a time.</summary>
public sealed class FenceFilter
{
    private readonly Dictionary<string, Fence> newest = [];

    /// <summary>Whether an event is not stale.</summary>
    public bool Admit(string camera, Fence fence)
    {
        if (newest.TryGetValue(camera, out Fence seen) && fence < seen)
            return false;
        newest[camera] = fence;
        return true;
    }
}

using SdCom.Edge.Host.Plots;

namespace SdCom.Edge.Host.Commands;

/// <summary>What was asked of <c>plan</c>.</summary>
internal sealed record PlanRequest
{
    public required string Model { get; init; }

    public required IReadOnlyList<string> Profiles { get; init; }

    public required string Clips { get; init; }

    public string? Subset { get; init; }

    public int? Limit { get; init; }

    public string? Plot { get; init; }

    public int? Threads { get; init; }

    /// <summary>Refuses what cannot be.</summary>
    public void Check()
    {
        Options.Positive("--limit", Limit);
        Options.Positive("--threads", Threads);
        Picture.Check("--plot", Plot);
    }

    /// <summary>As many items as the limit allows, drawn evenly from the whole list: lists are sorted by class more often than not.</summary>
    public IReadOnlyList<T> Draw<T>(IReadOnlyList<T> all) =>
        Limit is { } limit && limit < all.Count ? [.. Enumerable.Range(0, limit).Select(i => all[(int)((long)i * all.Count / limit)])] : all;
}

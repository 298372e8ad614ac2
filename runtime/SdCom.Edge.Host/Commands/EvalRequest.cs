using SdCom.Edge.Core;

namespace SdCom.Edge.Host.Commands;

/// <summary>What was asked of <c>eval</c>.</summary>
internal sealed record EvalRequest
{
    public required string Model { get; init; }

    public required string Clips { get; init; }

    public string? Subset { get; init; }

    public string? Profile { get; init; }

    public long? BudgetMacs { get; init; }

    public Width? Width { get; init; }

    public double? Price { get; init; }

    public required string Policy { get; init; }

    public int? Threads { get; init; }

    /// <summary>Run on the CPU where the profile's provider does not run.</summary>
    public bool FallBack { get; init; }

    /// <summary>Where each clip's answer is written; null for nowhere.</summary>
    public string? Answers { get; init; }

    /// <summary>Refuses what does not go together.</summary>
    public void Check()
    {
        Options.Positive("--threads", Threads);
        if (Policy is not ("gate" or "random"))
            throw new UsageException($"--policy must be gate or random, got '{Policy}'.");
        string[] limits = [.. new (string Name, bool Given)[] { ("--profile", Profile is not null), ("--budget-macs", BudgetMacs is not null), ("--width", Width is not null), ("--price", Price is not null) }
            .Where(limit => limit.Given).Select(limit => limit.Name)];
        if (limits.Length > 1)
            throw new UsageException($"{string.Join(" and ", limits)} exclude each other; give one of them.");
        if (Policy == "random" && (Width is not null || Price is not null))
            throw new UsageException($"--policy random and {limits[0]} exclude each other; give --budget-macs or nothing.");
        if (Price is { } price && !(price >= 0 && double.IsFinite(price)))
            throw new UsageException(FormattableString.Invariant($"--price must be 0 or more, got {price}."));
    }
}

namespace SdCom.Edge.Host.Commands;

/// <summary>What was asked of <c>tune</c>.</summary>
internal sealed record TuneRequest
{
    private static readonly string[] Providers = ["cpu", "cuda", "tensorrt"];

    public required string Model { get; init; }

    /// <summary>The device's name, which is also the file's.</summary>
    public required string Device { get; init; }

    public string? Provider { get; init; }

    public int? Threads { get; init; }

    public double? TargetAccuracy { get; init; }

    public long? MacsPerSecond { get; init; }

    public double? Watts { get; init; }

    public double? Fps { get; init; }

    public string? Out { get; init; }

    /// <summary>Replace the budget of a profile that is there already.</summary>
    public bool Force { get; init; }

    public double? Seconds { get; init; }

    /// <summary>The root under which the device's sensors lie.</summary>
    public string SensorRoot { get; init; } = "/";

    /// <summary>Where the profile goes: what was asked for, or the repository's folder of profiles.</summary>
    public string Path => Out ?? System.IO.Path.Combine(Shipped.Profiles, Device + ".json");

    /// <summary>The options that choose a budget, as they were given.</summary>
    public IReadOnlyList<string> BudgetOptions =>
        [.. new (string Name, bool Given)[] { ("--target-accuracy", TargetAccuracy is not null), ("--macs-per-second", MacsPerSecond is not null), ("--watts", Watts is not null), ("--fps", Fps is not null) }
            .Where(option => option.Given).Select(option => option.Name)];

    /// <summary>Refuses what cannot be.</summary>
    public void Check()
    {
        Options.Positive("--threads", Threads);
        Options.Positive("--macs-per-second", MacsPerSecond);
        Options.Positive("--watts", Watts);
        Options.Positive("--fps", Fps);
        Options.Positive("--seconds", Seconds);
        Options.AtMostOne(("--target-accuracy", TargetAccuracy is not null), ("--macs-per-second", MacsPerSecond is not null), ("--watts", Watts is not null));
        if (TargetAccuracy is { } accuracy && !(accuracy is > 0 and <= 1))
            throw new UsageException(FormattableString.Invariant($"--target-accuracy must be a share over 0 and up to 1, such as 0.9, got {accuracy}."));
        if (Provider is { } provider && !Providers.Contains(provider))
            throw new UsageException($"--provider must be one of {string.Join(", ", Providers)}, got '{provider}'.");
        if (Device.Length == 0 || Device[0] == '.' || !Device.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new UsageException($"--device must be a name of letters, digits, '-', '_' and '.', such as jetson-nano, got '{Device}'.");
    }
}

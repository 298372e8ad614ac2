using System.Text.Json.Serialization;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Json;

namespace SdCom.Edge.Core.Profiles;

/// <summary>What one device may spend and how it runs the engine: <c>device-profiles/&lt;device&gt;.json</c>, described by <c>schema.json</c> beside it. The strict reader refuses unknown keys.</summary>
public sealed record DeviceProfile
{
    /// <summary>The format that this program reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Where editors find the schema; not used by the program.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public required int FormatVersion { get; init; }

    public required string Device { get; init; }

    /// <summary>Why the numbers are what they are, for people.</summary>
    public required string Note { get; init; }

    /// <summary>The inference engine; <c>onnxruntime</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The engine's execution provider: <c>cpu</c>, <c>cuda</c> or <c>tensorrt</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Threads of the engine; null takes one for each core.</summary>
    public int? Threads { get; init; }

    /// <summary>The widths that may run; null allows all of the model's.</summary>
    public IReadOnlyList<Width>? Widths { get; init; }

    /// <summary>Frames a second to ask the camera for; null takes what it gives.</summary>
    public double? TargetFps { get; init; }

    public required BudgetLimit Budget { get; init; }

    /// <summary>Widths whose measured p95 is longer do not run; null sets no deadline.</summary>
    public double? DeadlineMs { get; init; }

    /// <summary>Temperature and power at which the allowance narrows; null sets none.</summary>
    public DeviceLimits? Limits { get; init; }

    /// <summary>What was measured on the device; null: nothing was.</summary>
    public required MeasuredTable? Measured { get; init; }

    /// <summary>Where it was read from, for messages.</summary>
    [JsonIgnore]
    public string Path { get; private init; } = "profile";

    /// <summary>Reads and checks a profile.</summary>
    /// <exception cref="ProfileException">It is missing or wrong; the message is one line.</exception>
    public static DeviceProfile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DeviceProfile profile = StrictJson.Read(
            path,
            ProfileJson.Default.DeviceProfile,
            "give --profile one of device-profiles/*.json.",
            (line, cause) => new ProfileException(line, cause),
            place => place.StartsWith("budget", StringComparison.Ordinal) ? BudgetLimit.Help : null) with
        {
            Path = path,
        };
        ProfileCheck.Check(profile);
        return profile;
    }

    /// <summary>The model's widths that may run here: those of <see cref="Widths"/> that meet the deadline.</summary>
    /// <exception cref="ProfileException">None remains.</exception>
    public IReadOnlyList<Width> AllowedWidths(WidthSet modelWidths)
    {
        ArgumentNullException.ThrowIfNull(modelWidths);
        Width[] allowed = [.. modelWidths.Where(Lists)];
        if (allowed.Length == 0)
            throw new ProfileException($"{Path}: widths must hold one of the model's {modelWidths}, got {string.Join(", ", Widths!)}.");
        Width[] timely = [.. allowed.Where(MeetsDeadline)];
        return timely.Length > 0
            ? timely
            : throw new ProfileException(FormattableString.Invariant($"{Path}: deadlineMs is {DeadlineMs}, and no measured width is that fast; raise it."));
    }

    /// <summary>The model's widths that only the deadline forbids here.</summary>
    public IReadOnlyList<Width> LateWidths(WidthSet modelWidths)
    {
        ArgumentNullException.ThrowIfNull(modelWidths);
        return [.. modelWidths.Where(width => Lists(width) && !MeetsDeadline(width))];
    }

    /// <summary>Creates the bucket that keeps this profile's budget.</summary>
    /// <param name="cheapestFrameMacs">What a frame costs at the cheapest allowed width.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ProfileException">The budget never holds a frame, or has a unit that this version cannot keep.</exception>
    public FlopsBudget CreateBudget(long cheapestFrameMacs, TimeProvider time)
    {
        if (Budget is not { MacsPerSecond: { } rate, BurstMacs: { } burst })
        {
            string key = Budget.Watts is null ? "millisecondsPerFrame" : "watts";
            throw new ProfileException($"{Path}: budget.{key} cannot be kept by this version; give macsPerSecond and burstMacs instead.");
        }

        return burst >= cheapestFrameMacs
            ? FlopsBudget.PerSecond(rate, burst, time)
            : throw new ProfileException($"{Path}: budget.burstMacs must be at least {cheapestFrameMacs}, the cost of this model's cheapest frame, got {burst}.");
    }

    private bool Lists(Width width) => Widths is null || Widths.Contains(width);

    private bool MeetsDeadline(Width width) =>
        DeadlineMs is not { } deadline || (Measured?.Widths.TryGetValue(width, out MeasuredWidth? measured) == true && measured.P95Ms <= deadline);
}

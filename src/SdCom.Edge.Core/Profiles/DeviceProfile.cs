using System.Text.Json.Serialization;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Json;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Profiles;

/// <summary>What one device may spend and how it runs the engine: <c>device-profiles/&lt;device&gt;.json</c>, described by <c>schema.json</c> beside it. The strict reader refuses unknown keys.</summary>
public sealed record DeviceProfile
{
    /// <summary>The format that this program reads.</summary>
    public const int CurrentFormat = 1;

    private const int BurstSeconds = 10; // of watts that may be saved up
    private const int BurstFrames = 64; // of milliseconds that may be saved up

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

    /// <summary>Threads of the engine; null takes one for each core of <see cref="Affinity"/>, or of the machine.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether the engine's threads wait in a loop for their next piece of work instead of sleeping: only for cores that nobody else uses. Beside other work the full width took 1.5 to 5.5 times as long.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Spinning { get; init; }

    /// <summary>The cores that the program keeps to, ascending from 0; null leaves it to the kernel.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Affinity { get; init; }

    /// <summary>The device's own ONNX Runtime, the path of its <c>libonnxruntime.so</c>; null takes the one beside the program.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Library { get; init; }

    /// <summary>What happens where <see cref="Provider"/> does not run: <c>fail</c>, which null also means, or <c>cpu</c> to run there instead.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WhenMissing { get; init; }

    /// <summary>Whether the dynamic net's widths read one store of weights: <c>shared</c>, <c>plain</c>, or <c>auto</c> (null, too) for what saves enough.</summary>
    public string? Weights { get; init; }

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

    /// <summary>What the budget charges for a frame at each width: its MACs, its measured median time, or its measured energy.</summary>
    /// <param name="costs">MACs of the model.</param>
    /// <param name="model">The model's name; the measured table must be of it.</param>
    /// <returns>Null when times must be measured while running, because no table holds them.</returns>
    /// <exception cref="ProfileException">The budget is in watts and the table has no joules.</exception>
    public Tariff? CreateTariff(CostTable costs, string model)
    {
        ArgumentNullException.ThrowIfNull(costs);
        IReadOnlyList<Width> allowed = AllowedWidths(costs.Widths);
        if (Budget.Watts is not null)
            return new Tariff(BudgetUnit.Microjoules, Charges(costs, allowed, width => Joules(width, model) * 1e6));
        if (Budget.MillisecondsPerFrame is null)
            return Tariff.OfMacs(costs);
        bool known = Measured?.Model == model && allowed.All(Measured.Widths.ContainsKey);
        return known ? new Tariff(BudgetUnit.Nanoseconds, Charges(costs, allowed, width => Measured!.Widths[width].MedianMs * 1e6)) : null;
    }

    /// <summary>Creates the bucket that keeps this profile's budget.</summary>
    /// <param name="policy">Whose tariff is charged.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ProfileException">The budget never holds a frame.</exception>
    public FlopsBudget CreateBudget(WidthPolicy policy, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (Budget.Watts is { } watts)
        {
            // A frame that costs more than ten seconds bring in is still paid for, when they were saved up.
            long burst = Math.Max((long)(watts * 1e6 * BurstSeconds), policy.CheapestFrame);
            return FlopsBudget.PerSecond(Whole(watts * 1e6), burst, time);
        }

        if (Budget.MillisecondsPerFrame is { } milliseconds)
        {
            if (Measured is not null && milliseconds * 1e6 < policy.CheapestFrame)
                throw new ProfileException(FormattableString.Invariant($"{Path}: budget.millisecondsPerFrame must be at least {policy.CheapestFrame / 1e6:0.###}, the median of this model's cheapest frame here, got {milliseconds}."));
            long refill = Whole(milliseconds * 1e6);
            return FlopsBudget.PerFrame(refill, refill * BurstFrames);
        }

        long burstMacs = Budget.BurstMacs!.Value;
        return burstMacs >= policy.CheapestFrame
            ? FlopsBudget.PerSecond(Budget.MacsPerSecond!.Value, burstMacs, time)
            : throw new ProfileException($"{Path}: budget.burstMacs must be at least {policy.CheapestFrame}, the cost of this model's cheapest frame, got {burstMacs}.");
    }

    /// <summary>What flows into the bucket between two processed frames, in the unit of the budget.</summary>
    /// <param name="framesPerSecond">Frames that are processed in a second.</param>
    public double RefillPerFrame(double framesPerSecond) =>
        Budget.MillisecondsPerFrame * 1e6 ?? (Budget.MacsPerSecond ?? (Budget.Watts!.Value * 1e6)) / framesPerSecond;

    private static long Whole(double value) => Math.Max(1, (long)value);

    // Widths that never run are charged by their MACs, so that the curve's shares of them cost something too.
    private static long[] Charges(CostTable costs, IReadOnlyList<Width> allowed, Func<Width, double> charge)
    {
        int last = costs.Widths.IndexOf(allowed[^1]);
        double perMac = charge(allowed[^1]) / costs.Frame(last);
        return [.. costs.Widths.Select((width, i) => Whole(allowed.Contains(width) ? charge(width) : perMac * costs.Frame(i)))];
    }

    private double Joules(Width width, string model)
    {
        const string Remedy = "run ./sdcom tune on a board with a power sensor, or give macsPerSecond and burstMacs";
        if (Measured is null || Measured.Model != model)
            throw new ProfileException($"{Path}: budget.watts needs a table measured with {model}, measured is {(Measured is null ? "null" : $"of {Measured.Model}")}; {Remedy}.");
        return Measured.Widths.GetValueOrDefault(width)?.Joules
            ?? throw new ProfileException($"{Path}: budget.watts needs measured.widths.{width}.joules, got null; {Remedy}.");
    }

    private bool Lists(Width width) => Widths is null || Widths.Contains(width);

    private bool MeetsDeadline(Width width) =>
        DeadlineMs is not { } deadline || (Measured?.Widths.TryGetValue(width, out MeasuredWidth? measured) == true && measured.P95Ms <= deadline);
}

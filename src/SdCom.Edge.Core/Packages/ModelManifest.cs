using System.Text.Json.Serialization;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Preprocessing;

namespace SdCom.Edge.Core.Packages;

/// <summary>What <c>manifest.json</c> says of a model. The strict reader refuses unknown keys; <see cref="ModelPackage.Load"/> checks every value.</summary>
public sealed record ModelManifest
{
    /// <summary>The format that this program reads and writes.</summary>
    public const int CurrentFormat = 1;

    public required int FormatVersion { get; init; }

    public required string Name { get; init; }

    /// <summary>Class names in the order of the logits.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public required NoActionRule NoAction { get; init; }

    public required PictureInput Input { get; init; }

    /// <summary>Frames in the sliding window.</summary>
    public required int Segments { get; init; }

    /// <summary>Milliseconds between the frames that the recogniser processes.</summary>
    public required int SegmentIntervalMs { get; init; }

    public required NetworkDescription Network { get; init; }

    /// <summary>Ascending; gate scores are in this order.</summary>
    public required IReadOnlyList<Width> Widths { get; init; }

    /// <summary>Multiply-accumulates a frame.</summary>
    public required PartNumbers Macs { get; init; }

    public required PartNumbers Parameters { get; init; }

    /// <summary>Logits are divided by it before the softmax.</summary>
    public required double Temperature { get; init; }

    /// <summary>The price of the full width's cost, in units of gate score, when no budget asks for another.</summary>
    public required double DefaultPrice { get; init; }

    /// <summary>Accuracy against budget on validation data, ascending in MACs.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    public required Baseline Baseline { get; init; }

    public required Provenance Provenance { get; init; }

    /// <summary>Size and digest of every graph and of the labels. <see cref="ModelPackage.Write"/> fills it.</summary>
    public IReadOnlyDictionary<string, FileDigest> Files { get; init; } = new Dictionary<string, FileDigest>();

    public required ParityVector Parity { get; init; }

    /// <summary>How the trunks were brought to fewer bits; null, and no key in the file, when everything is float32.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PrecisionNote? Precision { get; init; }
}

/// <summary>What was done to a float32 model's trunks; the gate's state and the fusion stay float32.</summary>
/// <param name="Kind"><c>int8</c>: uint8 activations, int8 filters; <c>fp16</c>: both float16.</param>
/// <param name="CurveOf">Whose <see cref="ModelManifest.Curve"/> and <see cref="ModelManifest.Baseline"/> these are: <paramref name="Kind"/>'s when they were measured anew, else <c>float32</c>.</param>
public sealed record PrecisionNote(string Kind, string CurveOf)
{
    /// <summary>The name of a half-precision package's kind.</summary>
    public const string Half = "fp16";

    /// <summary>The name of an 8-bit package's kind.</summary>
    public const string Bytes = "int8";

    /// <summary>How an int8 activation's range was chosen: <c>mse</c>, <c>percentile</c> or <c>minmax</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Ranges { get; init; }

    /// <summary>The clips whose activations were watched for it, in words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Calibration { get; init; }

    /// <summary>How many frames of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Frames { get; init; }
}

/// <summary>When the answer is "no action": the top class is <paramref name="Class"/> (null: no class means it), or its probability is under <paramref name="Threshold"/>.</summary>
public sealed record NoActionRule(string? Class, double Threshold);

/// <summary>The picture that the graphs take: square, <see cref="Size"/> pixels a side.</summary>
public sealed record PictureInput
{
    public required int Size { get; init; }

    public required string ColorOrder { get; init; }

    /// <summary><c>centerSquare</c>, or <c>none</c> when the whole frame is stretched to the square (<see cref="NetworkDescription.Fit"/>).</summary>
    public required string Crop { get; init; }

    /// <summary>The picture of a network: RGB, made of the frame as the network's fit says.</summary>
    public static PictureInput Of(NetworkSpec network) => new()
    {
        Size = network.InputSize,
        ColorOrder = "rgb",
        Crop = network.Fit == PictureFit.Stretch ? "none" : "centerSquare",
    };
}

/// <summary>A number for each part of the network; the dynamic net has one for each width.</summary>
public sealed record PartNumbers
{
    public required long Static { get; init; }

    public required long Gate { get; init; }

    public required long Fusion { get; init; }

    public required IReadOnlyDictionary<Width, long> Dynamic { get; init; }

    /// <summary>The MACs of a cost table.</summary>
    public static PartNumbers MacsOf(CostTable costs) => Create(costs, part => part.Macs);

    /// <summary>The parameters of a cost table.</summary>
    public static PartNumbers ParametersOf(CostTable costs) => Create(costs, part => part.Parameters);

    private static PartNumbers Create(CostTable costs, Func<PartCost, long> number) => new()
    {
        Static = number(costs.Static),
        Gate = number(costs.Gate),
        Fusion = number(costs.Fusion),
        Dynamic = costs.Widths.Select((width, i) => (width, number(costs.Dynamic[i]))).ToDictionary(pair => pair.width, pair => pair.Item2),
    };
}

/// <summary>One point of the accuracy-versus-budget curve: what a price cost and reached on validation data.</summary>
public sealed record CurvePoint
{
    public required double Price { get; init; }

    /// <summary>Mean MACs of a processed frame, static net, gate and fusion included.</summary>
    public required double MacsPerFrame { get; init; }

    public required double Top1 { get; init; }

    /// <summary>Share of the frames that ran at each width.</summary>
    public required IReadOnlyDictionary<Width, double> WidthShare { get; init; }
}

/// <summary>The full width on every frame, on the same validation data.</summary>
public sealed record Baseline(double MacsPerFrame, double Top1);

/// <summary>Where the model comes from.</summary>
public sealed record Provenance
{
    public required string Data { get; init; }

    public required string Split { get; init; }

    public required long Seed { get; init; }

    /// <summary>The recipe's text or file name.</summary>
    public required string Recipe { get; init; }

    public required string Tool { get; init; }

    public required string ToolVersion { get; init; }

    public required DateTimeOffset CreatedUtc { get; init; }

    public required IReadOnlyDictionary<string, double> Metrics { get; init; }
}

/// <summary>Lower-case hexadecimal SHA-256 and length of a file.</summary>
public sealed record FileDigest(string Sha256, long Bytes);

/// <summary>Inputs and expected outputs that prove an engine right: for each case, <see cref="Frames"/> pictures of <see cref="ParityPicture"/> through a fresh stream.</summary>
public sealed record ParityVector
{
    public required long Seed { get; init; }

    public required int Frames { get; init; }

    /// <summary>Largest allowed absolute difference of a logit.</summary>
    public required double Tolerance { get; init; }

    public required IReadOnlyList<ParityCase> Cases { get; init; }
}

/// <summary>The logits after the last frame when every frame ran at one width.</summary>
public sealed record ParityCase(Width Width, IReadOnlyList<float> Logits);

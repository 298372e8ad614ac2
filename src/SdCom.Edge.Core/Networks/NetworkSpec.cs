using System.Text.Json.Serialization;
using SdCom.Edge.Core.Preprocessing;

namespace SdCom.Edge.Core.Networks;

/// <summary>The gate: primary feature to ReLU(linear), GRU, linear to one score per width.</summary>
/// <param name="Inputs">Length of the primary feature.</param>
/// <param name="Encoder">Units of the first linear layer.</param>
/// <param name="Hidden">Units of the GRU; its hidden vector is the stream's gate state.</param>
/// <param name="Scores">Number of widths.</param>
public sealed record GateSpec(int Inputs, int Encoder, int Hidden, int Scores);

/// <summary>
/// The fusion. Per frame: z = ReLU(LayerNorm(linear(primary, zero-padded supplementary))), of length <paramref name="Hidden"/>.
/// Over the last <paramref name="Segments"/> frames: v = ReLU(linear(z, z minus the previous z)); running maximum and mean of v; linear to class logits.
/// </summary>
/// <param name="Primary">Length of the primary feature.</param>
/// <param name="Supplementary">Length of the supplementary feature at width 1; smaller widths are zero-padded to it.</param>
/// <param name="Hidden">Length of z and v.</param>
/// <param name="Segments">Frames in the sliding window; the window is the stream's fusion state, [1, Segments, Hidden], newest last, zero before the first frame.</param>
/// <param name="Classes">Number of classes.</param>
public sealed record FusionSpec(int Primary, int Supplementary, int Hidden, int Segments, int Classes);

/// <summary>The choices that make a whole network, as recipes and manifests write them; <see cref="NetworkSpec.Create"/> turns them into layers.</summary>
public sealed record NetworkDescription
{
    /// <summary>The static trunk, such as <c>mobilenetv2-0.35</c> or <c>resnet-50</c>; with <c>tsm-</c> before its name it shifts an eighth of its channels.</summary>
    public required string Static { get; init; }

    /// <summary>The slimmable trunk, such as <c>mobilenetv2-1.0</c>, <c>resnet-18</c> or <c>tsm-resnet-50</c>.</summary>
    public required string Dynamic { get; init; }

    /// <summary>Pixels a side of the square input picture.</summary>
    public required int InputSize { get; init; }

    /// <summary>The static net glances at the picture averaged over cells of this many pixels a side; 1 looks at it as it is.</summary>
    public int Glance { get; init; } = 1;

    /// <summary>The widths, ascending, as fractions.</summary>
    public required IReadOnlyList<double> Widths { get; init; }

    /// <summary>
    /// <c>multipleOf8</c>, or no key: a width uses multiples of 8 of the dynamic net's channels. <c>floor</c>: as published, <c>floor(channels x width)</c>.
    /// See <see cref="ChannelRounding"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Rounding { get; init => field = value == "multipleOf8" ? null : value; }

    public int GateEncoder { get; init; } = 128;

    public int GateHidden { get; init; } = 128;

    public int FusionHidden { get; init; } = 256;

    /// <summary>Frames in the sliding window.</summary>
    public required int Segments { get; init; }

    /// <summary>
    /// The static net's temporal shift: the share of every residual block's input channels that is taken from the frame before, 0 to 0.5; 0.125 is
    /// typical, 0 or no key is none. See <see cref="TemporalShift"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double StaticShift { get; init; }

    /// <summary>The same for the dynamic net: of the channels that the frame's width uses, the leading ones are taken from the frame before that ran.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double DynamicShift { get; init; }

    /// <summary><c>causal</c>, or no key: from the frame before, as a stream needs it. <c>bidirectional</c>: as many channels again from the frame after, for training and evaluating whole clips; it cannot be exported.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? ShiftMode { get; init; }

    /// <summary>
    /// <c>asIs</c>, or no key: the trunks see the picture's light as it is. <c>standardised</c>: every picture is brought to the same mean and deviation first,
    /// see <see cref="PictureExposure"/>; for cameras that see in the dark.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Exposure { get; init => field = value == PictureExposure.AsIs ? null : value; } // the default and no key are one

    /// <summary>
    /// <c>crop</c>, or no key: the picture is the frame's centre square. <c>stretch</c>: it is the whole frame, resized to the square; for clips whose action may
    /// happen anywhere in a wide frame.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Fit { get; init => field = value == "crop" ? null : value; }

    /// <summary>
    /// <c>pictures</c>, or no key: the trunks see pictures. <c>changes</c>: they see what has changed since the frame before, see <see cref="PictureChanges"/>; for
    /// actions that are motion, in places that must not be learned by heart.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Sees { get; init => field = value == "pictures" ? null : value; }

    /// <summary>
    /// <c>motion</c>, or no key: the window is pooled as <see cref="FusionSpec"/> says. <c>runningMaximum</c>: as published, a running maximum over the window's frames
    /// and a classifier for each position, to compare with; it cannot be exported.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Pooling { get; init => field = value == "motion" ? null : value; }

    /// <summary><see cref="Fit"/> as the preprocessor takes it.</summary>
    [JsonIgnore]
    public PictureFit PictureFit => Fit == "stretch" ? PictureFit.Stretch : PictureFit.Crop;
}

/// <summary>The whole composition as plain data. The torch module, the MAC count, the ONNX graphs and the runtime's buffers are all read from it.</summary>
public sealed record NetworkSpec
{
    private const string ShiftPrefix = "tsm-";

    public required NetworkDescription Description { get; init; }

    public required BackboneSpec Static { get; init; }

    public required BackboneSpec Dynamic { get; init; }

    public required WidthSet Widths { get; init; }

    public required GateSpec Gate { get; init; }

    public required FusionSpec Fusion { get; init; }

    /// <summary>Pixels a side of the picture that the dynamic net sees.</summary>
    public int InputSize => Description.InputSize;

    /// <summary>Pixels a side of the picture that the static net sees after averaging.</summary>
    public int GlanceSize => Description.InputSize / Description.Glance;

    /// <summary>Whether every picture's exposure is standardised before both trunks, see <see cref="PictureExposure"/>.</summary>
    public bool Standardises => Description.Exposure == PictureExposure.Standardised;

    /// <summary>How a frame becomes the square picture.</summary>
    public PictureFit Fit => Description.PictureFit;

    /// <summary>Whether the trunks see changes between frames, see <see cref="PictureChanges"/>.</summary>
    public bool SeesChanges => Description.Sees == "changes";

    /// <summary>Whether the fusion pools and answers as published, see <see cref="NetworkDescription.Pooling"/>.</summary>
    public bool PoolsPrefixes => Description.Pooling is not null;

    /// <summary>Builds the layers of a description.</summary>
    /// <exception cref="ArgumentException">A name is unknown or a number does not fit; the message says key, value and remedy.</exception>
    public static NetworkSpec Create(NetworkDescription description, int classes)
    {
        ArgumentNullException.ThrowIfNull(description);
        Require(classes >= 2, $"classes must be at least 2, got {classes}.");
        Require(description.InputSize is >= 32 and <= 1024, $"inputSize must be 32 to 1024 pixels, got {description.InputSize}.");
        Require(
            description.Glance >= 1 && description.InputSize % description.Glance == 0 && description.InputSize / description.Glance >= 32,
            $"glance must divide inputSize {description.InputSize} and leave at least 32 pixels, got {description.Glance}.");
        Require(description.Segments is >= 1 and <= 64, $"segments must be 1 to 64, got {description.Segments}.");
        Require(description.GateEncoder >= 8 && description.GateHidden >= 8, $"gateEncoder and gateHidden must be at least 8, got {description.GateEncoder} and {description.GateHidden}.");
        Require(description.FusionHidden >= 8, $"fusionHidden must be at least 8, got {description.FusionHidden}.");
        Require(description.ShiftMode is null or "causal" or "bidirectional", $"shiftMode must be causal or bidirectional, got '{description.ShiftMode}'.");
        Require(description.Exposure is null or PictureExposure.Standardised, $"exposure must be {PictureExposure.AsIs} or {PictureExposure.Standardised}, got '{description.Exposure}'.");
        Require(description.Fit is null or "stretch", $"fit must be crop or stretch, got '{description.Fit}'.");
        Require(description.Pooling is null or "runningMaximum", $"pooling must be motion or runningMaximum, got '{description.Pooling}'.");
        Require(description.Rounding is null or "floor", $"rounding must be multipleOf8 or floor, got '{description.Rounding}'.");
        Require(description.Sees is null or "changes", $"sees must be pictures or changes, got '{description.Sees}'.");

        bool ahead = description.ShiftMode == "bidirectional";
        BackboneSpec glance = Shifting("static", description.Static, description.StaticShift, ahead);
        BackboneSpec look = Shifting("dynamic", description.Dynamic, description.DynamicShift, ahead) with
        {
            Rounding = description.Rounding is null ? ChannelRounding.MultipleOf8 : ChannelRounding.Floor,
        };
        WidthSet widths = Widen(description.Widths);
        return new NetworkSpec
        {
            Description = description,
            Static = glance,
            Dynamic = look,
            Widths = widths,
            Gate = new GateSpec(glance.FeatureChannels, description.GateEncoder, description.GateHidden, widths.Count),
            Fusion = new FusionSpec(glance.FeatureChannels, look.FeatureChannels, description.FusionHidden, description.Segments, classes),
        };
    }

    private static BackboneSpec Shifting(string key, string name, double share, bool ahead)
    {
        Require(share is >= 0 and <= 0.5, FormattableString.Invariant($"{key}Shift must be 0 to 0.5, got {share}."));
        if (!name.StartsWith(ShiftPrefix, StringComparison.Ordinal))
            return TemporalShift.Apply(Backbone(key, name), share, ahead);
        return TemporalShift.Apply(Backbone(key, name[ShiftPrefix.Length..]) with { Name = name }, share == 0 ? TemporalShift.UsualShare : share, ahead);
    }

    private static BackboneSpec Backbone(string key, string name) => name switch
    {
        "mobilenetv2-0.35" => MobileNetV2.Create(0.35),
        "mobilenetv2-0.5" => MobileNetV2.Create(0.5),
        "mobilenetv2-1.0" => MobileNetV2.Create(1.0),
        "resnet-18" => ResNet.Create(18),
        "resnet-50" => ResNet.Create(50),
        _ => throw new ArgumentException(
            $"{key} must be one of mobilenetv2-0.35, mobilenetv2-0.5, mobilenetv2-1.0, resnet-18, resnet-50, each also with {ShiftPrefix} before it, got '{name}'."),
    };

    private static WidthSet Widen(IReadOnlyList<double> fractions)
    {
        Width[] widths = new Width[fractions.Count];
        for (int i = 0; i < widths.Length; i++)
        {
            double percent = fractions[i] * 100;
            Require(percent is >= 0 and <= 100 && Math.Abs(percent - Math.Round(percent)) < 1e-9, $"widths must be fractions from 0 to 1 in steps of 0.01, got {fractions[i]}.");
            widths[i] = new Width((int)Math.Round(percent));
        }

        return new WidthSet(widths);
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new ArgumentException(message);
    }
}

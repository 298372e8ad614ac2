namespace SdCom.Edge.Host.Reports;

/// <summary>What <c>quantize --json</c> prints.</summary>
internal sealed record QuantiseReport
{
    /// <summary>The new package's name.</summary>
    public required string Model { get; init; }

    /// <summary>The new package's folder.</summary>
    public required string Out { get; init; }

    /// <summary>The float32 model's name.</summary>
    public required string Of { get; init; }

    /// <summary>int8 or fp16.</summary>
    public required string Precision { get; init; }

    /// <summary>How ranges were chosen; null for fp16, which needs none, as it needs no clips.</summary>
    public required string? Ranges { get; init; }

    public required int CalibrationClips { get; init; }

    public required int CalibrationFrames { get; init; }

    public required IReadOnlyList<SkippedReport> SkippedClips { get; init; }

    /// <summary>Bytes of all graphs, before and after.</summary>
    public required long BytesBefore { get; init; }

    public required long BytesAfter { get; init; }

    /// <summary>Largest difference of a logit to the float32 model's on the parity pictures, in parts of the float32 logits' spread.</summary>
    public required double LogitChange { get; init; }

    /// <summary>Largest allowed difference of a logit between machines.</summary>
    public required double ParityTolerance { get; init; }

    /// <summary>Accuracy before and after on the validation clips; null when none were named.</summary>
    public required QuantisedAccuracy? Validation { get; init; }
}

/// <summary>Top-1 on the same clips before and after.</summary>
internal sealed record QuantisedAccuracy(int Clips, QuantisedPoint FullWidth, QuantisedPoint DefaultPrice, QuantisedPoint StaticOnly);

internal sealed record QuantisedPoint(double Float32, double Quantised);

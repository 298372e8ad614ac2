using SdCom.Edge.Core.Packages;
using SdCom.Edge.Onnx.Quantising;

namespace SdCom.Edge.Host.Quantising;

/// <summary>What was asked of <c>quantize</c>.</summary>
internal sealed record QuantiseRequest
{
    public required string Model { get; init; }

    /// <summary>int8 or fp16.</summary>
    public required string Precision { get; init; }

    /// <summary>The list of clips; float16 needs one to measure with only.</summary>
    public string? Clips { get; init; }

    /// <summary>The clips' subset to calibrate on; null takes all.</summary>
    public string? Subset { get; init; }

    public required int CalibrationClips { get; init; }

    /// <summary>The subset to measure the curve on, or null.</summary>
    public string? ValidationSubset { get; init; }

    /// <summary>The subjects or sources to measure the curve on; they are left out of the calibration. Null: none.</summary>
    public IReadOnlyList<string>? ValidationSubjects { get; init; }

    public required string Ranges { get; init; }

    /// <summary>The new package's folder.</summary>
    public required string Output { get; init; }

    public int? Threads { get; init; }

    /// <summary>Refuses what cannot be.</summary>
    public void Check()
    {
        if (CalibrationClips < 1)
            throw new UsageException($"--calibration-clips must be positive, got {CalibrationClips}.");
        if (Precision is not (PrecisionNote.Bytes or PrecisionNote.Half))
            throw new UsageException($"--precision must be int8 or fp16, got '{Precision}'.");
        if (Clips is null && (Precision == PrecisionNote.Bytes || ValidationSubset is not null || ValidationSubjects is not null))
            throw new UsageException($"--clips is missing: {(Precision == PrecisionNote.Bytes ? "int8 is calibrated on clips" : "accuracy is measured on clips")}; give a CSV with the columns path and label.");
        if (Threads is < 1)
            throw new UsageException($"--threads must be positive, got {Threads}.");
        if (!RangeChoice.Names.Contains(Ranges))
            throw new UsageException($"--ranges must be one of {string.Join(", ", RangeChoice.Names)}, got '{Ranges}'.");
        if (ValidationSubset is not null && ValidationSubjects is not null)
            throw new UsageException("--validation-subset and --validation-subjects exclude each other; give one of them.");
        if (SameFolder(Model, Output))
            throw new UsageException($"--out must be another folder than --model, got {Output} for both; the float32 model stays.");
        if (Directory.Exists(Output) && !File.Exists(Path.Combine(Output, ModelFiles.Manifest)) && Directory.EnumerateFileSystemEntries(Output).Any())
            throw new UsageException($"--out {Output} is a folder that holds something else than a model package; give a new folder.");
    }

    private static bool SameFolder(string a, string b) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(a)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(b));
}

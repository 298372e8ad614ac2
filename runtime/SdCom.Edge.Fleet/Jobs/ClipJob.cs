using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Fleet.Jobs;

/// <summary>A clip to be answered: everything that determines the answer, and a key made of it.</summary>
public sealed record ClipJob
{
    /// <summary>The format that this program reads and writes.</summary>
    public const int CurrentFormat = 1;

    public required int FormatVersion { get; init; }

    /// <summary>SHA-256 of all that follows; two jobs with one key are the same job.</summary>
    public required string Key { get; init; }

    /// <summary>Where the clip lies: a path on every node, or inside the folder that workers are given as <c>--clips-root</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its true class.</summary>
    public required string Label { get; init; }

    /// <summary>The file's size in bytes when it was submitted; 0 for a folder of pictures. A worker that sees another size refuses the job.</summary>
    public required long Bytes { get; init; }

    /// <summary>When the file was last written, in milliseconds since 1970.</summary>
    public required long ModifiedMs { get; init; }

    /// <summary>The model's name, for people.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of its manifest, which holds the digests of all its files.</summary>
    public required string ModelHash { get; init; }

    /// <summary>The gate's price; null where the width is fixed.</summary>
    public double? Price { get; init; }

    /// <summary>The width of every frame; null where the gate chooses.</summary>
    public Width? Width { get; init; }

    /// <summary>The model.</summary>
    [JsonIgnore]
    public FleetModel AsksFor => new(Model, ModelHash);

    /// <summary>The job of a clip.</summary>
    /// <param name="clip">The clip; its file is looked at.</param>
    /// <param name="root">The folder that paths are told relative to; null tells whole paths.</param>
    /// <param name="request">Model and settings.</param>
    /// <exception cref="ClipListException">The clip is missing or lies outside of the root.</exception>
    public static ClipJob Of(Clip clip, string? root, ClipRequest request)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentNullException.ThrowIfNull(request);
        string full = System.IO.Path.GetFullPath(clip.Path);
        string told = root is null ? full : System.IO.Path.GetRelativePath(System.IO.Path.GetFullPath(root), full);
        if (root is not null && (System.IO.Path.IsPathRooted(told) || told.Split('/')[0] == ".."))
            throw new ClipListException($"{clip.Path}: lies outside of --clips-root {root}.");
        FileInfo file = new(full);
        DirectoryInfo folder = new(full);
        if (!file.Exists && !folder.Exists)
            throw new ClipListException($"{clip.Path}: no such file (line {clip.Line} of the list).");
        ClipJob job = new()
        {
            FormatVersion = CurrentFormat,
            Key = string.Empty,
            Path = told,
            Label = clip.Label,
            Bytes = file.Exists ? file.Length : 0,
            ModifiedMs = new DateTimeOffset(file.Exists ? file.LastWriteTimeUtc : folder.LastWriteTimeUtc).ToUnixTimeMilliseconds(),
            Model = request.Model,
            ModelHash = request.ModelHash,
            Price = request.Price,
            Width = request.Width,
        };
        return job with { Key = job.ComputeKey() };
    }

    /// <summary>The key that the other members make. Each is written with its length, so that no two jobs share a text.</summary>
    public string ComputeKey()
    {
        StringBuilder text = new();
        foreach (string part in (string[])["clip", Number(FormatVersion), Path, Label, Number(Bytes), Number(ModifiedMs), ModelHash, Price?.ToString("R", CultureInfo.InvariantCulture) ?? "-", Width?.ToString() ?? "-"])
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part},");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is asked of every clip of a submission. Exactly one of price and width is set: a budget over several clips would make one clip's answer depend on the others before it.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="ModelHash">SHA-256 of its manifest.</param>
/// <param name="Price">The gate's price.</param>
/// <param name="Width">The width of every frame.</param>
public sealed record ClipRequest(string Model, string ModelHash, double? Price, Width? Width);

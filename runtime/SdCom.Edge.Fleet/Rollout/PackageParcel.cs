using System.Text.RegularExpressions;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;

namespace SdCom.Edge.Fleet.Rollout;

/// <summary>
/// How a model package travels: in pieces, through a stream that is named after it. The broker is the one machine that every node reaches already, with the users and the TLS that it has for jobs; a
/// stream is read by any number of nodes and stays until it is deleted; a piece keeps well below what a broker takes at once. A file server would be one more machine to secure.
/// </summary>
internal static partial class PackageParcel
{
    /// <summary>The most bytes of a piece.</summary>
    public const int PieceBytes = 512 * 1024;

    /// <summary>The most bytes of a package; no edge model comes near it.</summary>
    public const long MaxBytes = 512L << 20;

    /// <summary>The most files of a package.</summary>
    public const int MaxFiles = 200;

    /// <summary>The header of a piece that names its file.</summary>
    public const string FileHeader = "x-sdcom-file";

    /// <summary>The header of a piece that says where in its file it begins.</summary>
    public const string OffsetHeader = "x-sdcom-offset";

    /// <summary>The routing key's place of the last message, which has no body.</summary>
    public const string End = "end";

    /// <summary>The stream of a package.</summary>
    public static string StreamOf(string modelHash) => $"{Broker.FleetNames.Prefix}package.{modelHash}";

    /// <summary>Whether a text may be a model's hash: it becomes the name of a stream and of a folder.</summary>
    public static bool IsHash(string text) => Hash().IsMatch(text);

    /// <summary>Whether a text may be the name of a file of a package: it becomes one on the node.</summary>
    public static bool IsFile(string? text) => text is not null && FileName().IsMatch(text);

    /// <summary>What is sent: the files of a package with its signature, the signature last.</summary>
    /// <exception cref="PackageException">It is no package that matches itself, or it is not signed.</exception>
    public static IReadOnlyList<string> FilesOf(ModelPackage package)
    {
        string signature = package.PathOf(PackageSignature.FileName);
        if (!File.Exists(signature))
            throw new PackageException($"{signature}: the model package is not signed, and no node would take it; sign it with ./sdcom package sign.");
        string[] files = [.. Directory.GetFiles(package.Directory).Where(file => Path.GetFileName(file) != PackageSignature.FileName).Order(StringComparer.Ordinal), signature];
        return files.FirstOrDefault(file => !IsFile(Path.GetFileName(file))) is { } odd
            ? throw new PackageException($"{odd}: a file of a package is named by letters, digits, '.', '-' and '_'; rename or remove it.")
            : files;
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Hash();

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$")]
    private static partial Regex FileName();
}

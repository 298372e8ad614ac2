using System.Security.Cryptography;

namespace SdCom.Edge.Core.Packages;

/// <summary>The files of a package on disk: digests, checks, and replacing a folder by renaming.</summary>
internal static class PackageFiles
{
    /// <summary>Where the package that stood here lies while a new one takes its place.</summary>
    public static string PreviousOf(string directory) => Beside(directory, "previous");

    /// <summary>Size and SHA-256 of every file that the manifest must list.</summary>
    public static Dictionary<string, FileDigest> Digest(string directory, ModelManifest manifest) =>
        Listed(manifest).ToDictionary(file => file, file => Digest(Path.Combine(directory, file)));

    /// <summary>Compares every listed file with its size and digest, and the labels with the classes.</summary>
    public static void Check(string directory, ModelManifest manifest)
    {
        string manifestPath = Path.Combine(directory, ModelFiles.Manifest);
        IReadOnlyList<string> listed = Listed(manifest);
        foreach (string file in listed)
        {
            if (!manifest.Files.TryGetValue(file, out FileDigest? expected))
                throw new PackageException($"{manifestPath}: files must list {file}; export the model again.");
            Compare(Path.Combine(directory, file), expected);
        }

        if (manifest.Files.Keys.FirstOrDefault(file => !listed.Contains(file)) is { } stray)
            throw new PackageException($"{manifestPath}: files lists {stray}, which this model does not have; export the model again.");

        string labels = Path.Combine(directory, ModelFiles.Labels);
        string[] lines = File.ReadAllLines(labels);
        if (!lines.SequenceEqual(manifest.Classes))
            throw new PackageException($"{labels}: the lines must be the classes of {ModelFiles.Manifest} in the same order; export the model again.");
    }

    /// <summary>Fills a folder aside, then renames it to <paramref name="directory"/>.</summary>
    public static ModelPackage Replace(string directory, Action<string> fill)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        string aside = Beside(target, "writing");
        string previous = PreviousOf(target);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Delete(aside);
        try
        {
            Directory.CreateDirectory(aside);
            fill(aside);
            if (Directory.Exists(target))
            {
                Delete(previous);
                Directory.Move(target, previous);
            }

            Directory.Move(aside, target);
            Delete(previous);
        }
        finally
        {
            Delete(aside);
        }

        return ModelPackage.Load(directory);
    }

    private static List<string> Listed(ModelManifest manifest) =>
        [.. ModelFiles.Graphs(new WidthSet([.. manifest.Widths])), ModelFiles.Labels];

    private static void Compare(string path, FileDigest expected)
    {
        FileDigest actual = Digest(path);
        if (actual.Bytes != expected.Bytes)
            throw new PackageException($"{path}: must have {expected.Bytes} bytes, got {actual.Bytes}; the file is truncated or edited, copy or export the model again.");
        if (!string.Equals(actual.Sha256, expected.Sha256, StringComparison.OrdinalIgnoreCase))
            throw new PackageException($"{path}: SHA-256 must be {expected.Sha256}, got {actual.Sha256}; the file was edited or damaged, copy or export the model again.");
    }

    /// <summary>Size and SHA-256 of a file.</summary>
    public static FileDigest Digest(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] hash = SHA256.HashData(stream);
            return new FileDigest(Convert.ToHexStringLower(hash), stream.Length);
        }
        catch (FileNotFoundException problem)
        {
            throw new PackageException($"{path}: the file is missing; copy or export the model again.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new PackageException($"{path}: cannot be read: {problem.Message}", problem);
        }
    }

    private static string Beside(string directory, string what)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        return Path.Combine(Path.GetDirectoryName(full) ?? full, $".{Path.GetFileName(full)}.{what}");
    }

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }
}

using System.Security.Cryptography;

namespace SdCom.Edge.Core.Packages.Signing;

/// <summary>Keys in PEM files.</summary>
internal static class KeyFile
{
    public const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode ForAll = ForOwner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const string P256 = "1.2.840.10045.3.1.7"; // RFC 5480, section 2.1.1.1
    private const int MaxBytes = 16 * 1024;

    /// <summary>Reads the one key of a file; <paramref name="label"/> is what its PEM block must be called.</summary>
    public static ECDsa Read(string path, string label, string remedy)
    {
        string text = ReadText(path, remedy);
        string must = $"{path}: must hold one '{label}' in PEM, on the curve P-256";
        if (!PemEncoding.TryFind(text, out PemFields fields))
            throw new PackageException($"{must}, and holds no PEM block; {remedy}.");
        string found = text[fields.Label];
        if (found != label)
            throw new PackageException($"{must}, and holds '{found}'; {remedy}.");
        if (PemEncoding.TryFind(text.AsSpan(fields.Location.End.Value), out _))
            throw new PackageException($"{must}, and holds more than one block; {remedy}.");

        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(text);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256)
                return key;
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new PackageException($"{must}, and it cannot be read; {remedy}.", problem);
        }

        key.Dispose();
        throw new PackageException($"{must}, and holds a key on another curve; {remedy}.");
    }

    /// <summary>Writes text aside under the rights that it will have, then renames it.</summary>
    public static void Write(string path, string text, UnixFileMode mode)
    {
        string aside = path + ".writing";
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            File.Delete(aside);
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = mode;
            using (StreamWriter writer = new(aside, options))
                writer.Write(text + "\n");
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new PackageException($"{path}: cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>A private key that others may read or replace is no longer private.</summary>
    public static void RefuseReadableByOthers(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Others) != 0)
            throw new PackageException($"{path}: a private key must be readable by its owner alone; run chmod 600 {path}, and make a new key if others saw it.");
    }

    private static string ReadText(string path, string remedy)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new PackageException($"{path}: a key has no more than {MaxBytes} bytes; {remedy}.");
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PackageException($"{path}: the key is missing; {remedy}.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new PackageException($"{path}: cannot be read: {problem.Message}", problem);
        }
    }
}

namespace SdCom.Edge.Core.Packages.Signing;

/// <summary>
/// Who answers for a model package. The manifest has digests of graphs and labels, which finds damage; the signature covers every file of the folder, the manifest and the card as well, and says whose it is.
/// </summary>
public static class PackageSignature
{
    /// <summary>The detached signature's file in the package's folder.</summary>
    public const string FileName = "manifest.sig";

    private const string Remedy = "take the package anew from who signs it, or sign it with ./sdcom package sign when it is yours";

    /// <summary>Signs a package that matches itself; an older signature is replaced.</summary>
    /// <exception cref="PackageException">The package does not match itself, has something in it that no package has, or the signature cannot be written.</exception>
    public static void Sign(string directory, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ModelPackage.Load(directory);
        string path = Path.Combine(directory, FileName);
        string aside = path + ".writing";
        try
        {
            File.Delete(aside); // of a signing that was interrupted
            Dictionary<string, string> files = Digests(directory);
            byte[] signature = key.Sign(SignedListing.Message(key.Public.Fingerprint, files));
            byte[] text = new SignedListing(key.Public.Fingerprint, files, signature).ToBytes();
            if (SignedListing.Parse(text) is null || text.Length > SignedListing.MaxBytes)
                throw new PackageException($"{directory}: a file's name is longer than a line, or there are more files than a signature may list; leave only what belongs to the package.");
            File.WriteAllBytes(aside, text);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new PackageException($"{path}: cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a package that one of these keys has signed, and tells which.</summary>
    /// <exception cref="PackageException">It is unsigned or foreign, or a file was edited, added or taken away since; the message is one line.</exception>
    public static (ModelPackage Package, TrustedKey Signer) Verify(string directory, params IReadOnlyCollection<TrustedKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (!Directory.Exists(directory))
            ModelPackage.Load(directory); // says what is missing
        string path = Path.Combine(directory, FileName);
        SignedListing listing = SignedListing.Parse(Read(path)) ?? throw new PackageException($"{path}: is no signature of this program; it was edited or damaged: {Remedy}.");
        TrustedKey key = keys.FirstOrDefault(key => key.Fingerprint == listing.Fingerprint)
            ?? throw new PackageException($"{path}: is signed by the key {listing.Fingerprint}, which is not trusted here (trusted: {string.Join(", ", keys.Select(key => key.Fingerprint))}); {Remedy}.");
        if (!key.Verify(SignedListing.Message(listing.Fingerprint, listing.Sha256), listing.Signature))
            throw new PackageException($"{path}: the signature does not fit; it was edited or forged: {Remedy}.");
        Compare(directory, listing);
        return (ModelPackage.Load(directory), key);
    }

    private static void Compare(string directory, SignedListing listing)
    {
        Dictionary<string, string> found = Digests(directory);
        foreach ((string file, string digest) in listing.Sha256)
        {
            string path = Path.Combine(directory, file);
            if (!found.TryGetValue(file, out string? actual))
                throw new PackageException($"{path}: the file was signed and is missing; {Remedy}.");
            if (actual != digest)
                throw new PackageException($"{path}: the file was edited after it was signed; {Remedy}.");
        }

        if (found.Keys.FirstOrDefault(file => !listing.Sha256.ContainsKey(file)) is { } extra)
            throw new PackageException($"{Path.Combine(directory, extra)}: the file was not signed with the package; remove it, or {Remedy}.");
    }

    // Every file but the signature; a package has no folders.
    private static Dictionary<string, string> Digests(string directory)
    {
        if (Directory.EnumerateDirectories(directory).FirstOrDefault() is { } folder)
            throw new PackageException($"{folder}: a model package has no folders; remove it, or {Remedy}.");
        return Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path)).Where(file => file != FileName).ToDictionary(file => file, file => PackageFiles.Digest(Path.Combine(directory, file)).Sha256);
    }

    private static byte[] Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > SignedListing.MaxBytes)
                return [];
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException problem)
        {
            throw new PackageException($"{path}: the model package is not signed; {Remedy}.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new PackageException($"{path}: cannot be read: {problem.Message}", problem);
        }
    }
}

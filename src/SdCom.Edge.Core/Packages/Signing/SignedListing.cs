using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SdCom.Edge.Core.Packages.Signing;

/// <summary>
/// The text of <c>manifest.sig</c>: a heading, the key's fingerprint, SHA-256 and name of every other file of the package in ordinal order, and the signature over all of that.
/// A text has one spelling only: whatever differs by a byte is refused.
/// </summary>
internal sealed record SignedListing(string Fingerprint, IReadOnlyDictionary<string, string> Sha256, byte[] Signature)
{
    public const int MaxBytes = 64 * 1024;

    private const string Heading = "sdcom package signature 1\n"; // nothing else that such a key signs begins so
    private const int DigestDigits = 64;

    /// <summary>What is signed.</summary>
    public static byte[] Message(string fingerprint, IEnumerable<KeyValuePair<string, string>> sha256)
    {
        StringBuilder text = new(Heading);
        text.Append("key ").Append(fingerprint).Append('\n');
        foreach ((string file, string digest) in sha256.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(digest).Append("  ").Append(file).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The whole file.</summary>
    public byte[] ToBytes() => [.. Message(Fingerprint, Sha256), .. Encoding.UTF8.GetBytes($"signature {Convert.ToHexStringLower(Signature)}\n")];

    /// <summary>Reads a file's bytes; null when they are no such text.</summary>
    public static SignedListing? Parse(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        string[] lines = text.Split('\n');
        if (lines.Length < 4 || lines[0] + '\n' != Heading || !TryAfter(lines[1], "key ", out string? fingerprint) || !TryAfter(lines[^2], "signature ", out string? hexadecimal))
            return null;

        Dictionary<string, string> files = [];
        foreach (string line in lines[2..^2])
        {
            if (line.Length <= DigestDigits + 2 || !files.TryAdd(line[(DigestDigits + 2)..], line[..DigestDigits]))
                return null;
        }

        byte[] signature;
        try
        {
            signature = Convert.FromHexString(hexadecimal);
        }
        catch (FormatException)
        {
            return null;
        }

        SignedListing listing = new(fingerprint, files, signature);
        return listing.ToBytes().AsSpan().SequenceEqual(bytes) ? listing : null;
    }

    private static bool TryAfter(string line, string start, [NotNullWhen(true)] out string? rest)
    {
        rest = line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : null;
        return rest is not null;
    }
}

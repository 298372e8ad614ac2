using System.Security.Cryptography;

namespace SdCom.Edge.Core.Packages.Signing;

/// <summary>A public ECDSA key on the curve P-256: whose signatures are believed. It may be shown to everybody.</summary>
public sealed class TrustedKey
{
    /// <summary>Bytes of a signature: the numbers r and s, 32 each, big-endian (IEEE P1363).</summary>
    public const int SignatureBytes = 64;

    private readonly byte[] info; // SubjectPublicKeyInfo, RFC 5480

    internal TrustedKey(ECDsa key)
    {
        info = key.ExportSubjectPublicKeyInfo();
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(info));
    }

    /// <summary>The name of the key: SHA-256 of its SubjectPublicKeyInfo, lower-case hexadecimal, as <c>openssl pkey -pubin -outform DER | sha256sum</c> gives it.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads a PEM file that holds one public key.</summary>
    /// <exception cref="PackageException">The file is missing or holds something else; the message is one line.</exception>
    public static TrustedKey Load(string path)
    {
        using ECDsa key = KeyFile.Read(path, "PUBLIC KEY", "give the public half, which sdcom package keygen wrote beside the private one");
        return new TrustedKey(key);
    }

    /// <summary>Writes the key as a PEM file, aside first.</summary>
    /// <exception cref="PackageException">It cannot be written; the message is one line.</exception>
    public void Save(string path) => KeyFile.Write(path, PemEncoding.WriteString("PUBLIC KEY", info), KeyFile.ForAll);

    /// <summary>Whether these bytes were signed by the owner of the key.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
            return false;
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(info, out _);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}

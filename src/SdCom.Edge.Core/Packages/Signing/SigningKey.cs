using System.Security.Cryptography;

namespace SdCom.Edge.Core.Packages.Signing;

/// <summary>A private ECDSA key on the curve P-256. Who has it can make packages that every node runs.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa key;

    private SigningKey(ECDsa key)
    {
        this.key = key;
        Public = new TrustedKey(key);
    }

    /// <summary>The half that nodes are given.</summary>
    public TrustedKey Public { get; }

    /// <summary>Makes a new key from the system's random numbers.</summary>
    public static SigningKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a PEM file that holds one unencrypted private key and that its owner alone may read.</summary>
    /// <exception cref="PackageException">The file is missing, holds something else, or others may read it; the message is one line.</exception>
    public static SigningKey Load(string path)
    {
        KeyFile.RefuseReadableByOthers(path);
        return new SigningKey(KeyFile.Read(path, "PRIVATE KEY", "make one with ./sdcom package keygen"));
    }

    /// <summary>Writes the key as a PEM file (PKCS #8) that its owner alone may read, aside first.</summary>
    /// <exception cref="PackageException">It cannot be written, or a key is there already; the message is one line.</exception>
    public void Save(string path)
    {
        if (Path.Exists(path))
            throw new PackageException($"{path}: a file is there already and a key is not replaced; move it away or choose another name.");
        KeyFile.Write(path, key.ExportPkcs8PrivateKeyPem(), KeyFile.ForOwner);
    }

    /// <summary>Signs bytes: <see cref="TrustedKey.SignatureBytes"/> bytes, another ones each time.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => key.Dispose();
}

using System.Runtime.Versioning;
using System.Security.Cryptography;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;

namespace SdCom.Edge.Core.Tests.Packages;

[UnsupportedOSPlatform("windows")] // file modes
public sealed class KeyFileTests : IDisposable
{
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sdcom-keys-");

    private string Private => Path.Combine(folder.FullName, "release.pem");

    private string Public => Path.Combine(folder.FullName, "release.pub.pem");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Keys_come_back_from_their_files_and_the_private_one_is_its_owners_alone()
    {
        using SigningKey key = SigningKey.Generate();
        key.Save(Private);
        key.Public.Save(Public);
        using SigningKey read = SigningKey.Load(Private);
        Assert.Equal(key.Public.Fingerprint, TrustedKey.Load(Public).Fingerprint);
        Assert.True(TrustedKey.Load(Public).Verify("message"u8, read.Sign("message"u8)));
        Assert.False(TrustedKey.Load(Public).Verify("massage"u8, read.Sign("message"u8)));
        Assert.Equal(Secret, File.GetUnixFileMode(Private));
        Assert.Equal(["release.pem", "release.pub.pem"], folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_signature_of_the_standards_example_is_believed()
    {
        // RFC 6979, A.2.5: curve P-256, SHA-256, message "sample".
        using ECDsa published = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Convert.FromHexString("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"),
                Y = Convert.FromHexString("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"),
            },
        });
        File.WriteAllText(Public, published.ExportSubjectPublicKeyInfoPem());
        byte[] signature = Convert.FromHexString("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
        Assert.True(TrustedKey.Load(Public).Verify("sample"u8, signature));
        Assert.False(TrustedKey.Load(Public).Verify("simple"u8, signature));
        Assert.False(TrustedKey.Load(Public).Verify("sample"u8, signature.AsSpan(1)));
    }

    [Fact]
    public void A_key_is_never_replaced()
    {
        using SigningKey key = SigningKey.Generate();
        key.Save(Private);
        Assert.StartsWith($"{Private}: a file is there already and a key is not replaced; ", Assert.Throws<PackageException>(() => key.Save(Private)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_private_key_that_others_may_touch_is_refused(UnixFileMode more)
    {
        using SigningKey key = SigningKey.Generate();
        key.Save(Private);
        File.SetUnixFileMode(Private, Secret | more);
        Assert.StartsWith($"{Private}: a private key must be readable by its owner alone; run chmod 600 ", Assert.Throws<PackageException>(() => SigningKey.Load(Private)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_such_key_is_refused_in_one_line()
    {
        using SigningKey key = SigningKey.Generate();
        using ECDsa longer = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using RSA rsa = RSA.Create(2048);
        key.Save(Private);
        string pem = File.ReadAllText(Private);
        key.Public.Save(Public);
        string publicPem = File.ReadAllText(Public);
        Refused("the key is missing", null);
        Refused("holds no PEM block", "nothing");
        Refused("holds 'PRIVATE KEY'; give the public half", pem);
        Refused("holds more than one block", publicPem + publicPem);
        Refused("cannot be read", publicPem.Replace("MFk", "AAA", StringComparison.Ordinal));
        Refused("holds a key on another curve", longer.ExportSubjectPublicKeyInfoPem());
        Refused("cannot be read", rsa.ExportSubjectPublicKeyInfoPem());
        Refused("a key has no more than", new string('x', 20_000));

        File.WriteAllText(Private, publicPem);
        Assert.Contains("must hold one 'PRIVATE KEY' in PEM, on the curve P-256, and holds 'PUBLIC KEY'; make one with", Assert.Throws<PackageException>(() => SigningKey.Load(Private)).Message, StringComparison.Ordinal);

        void Refused(string expected, string? text)
        {
            File.Delete(Public);
            if (text is not null)
                File.WriteAllText(Public, text);
            string message = Assert.Throws<PackageException>(() => TrustedKey.Load(Public)).Message;
            Assert.StartsWith(Public, message, StringComparison.Ordinal);
            Assert.Contains(expected, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }
}

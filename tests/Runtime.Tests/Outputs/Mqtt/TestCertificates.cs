using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SdCom.Edge.Runtime.Tests.Outputs.Mqtt;

/// <summary>An authority of its own and what it signs, as PEM files in a folder.</summary>
internal sealed class TestCertificates
{
    private readonly string folder;
    private readonly X509Certificate2 authority;

    // One moment for all: nobody signs for longer than the authority lasts.
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();

    public TestCertificates(string folder)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        authority = request.CreateSelfSigned(From, To);
        File.WriteAllText(Authority, authority.ExportCertificatePem());
    }

    public string Authority => Path.Combine(folder, "ca.crt");

    private DateTimeOffset From => now.AddDays(-1);

    private DateTimeOffset To => now.AddDays(1);

    /// <summary>Signs a certificate for a name and 127.0.0.1.</summary>
    public (string Certificate, string Key) Sign(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(authority, From, To, [1, 2, 3, (byte)name.Length]);
        (string, string) files = (Path.Combine(folder, $"{name}.crt"), Path.Combine(folder, $"{name}.key"));
        File.WriteAllText(files.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(files.Item2, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}

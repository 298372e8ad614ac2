using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Dashboard.Security;

namespace SdCom.Edge.Host.Dashboard;

/// <summary>Where the dashboard listens and who may look.</summary>
internal sealed record DashboardSettings
{
    public required IReadOnlyList<ServerUrl> Urls { get; init; }

    /// <summary>What must be shown; null lets everybody in who reaches a loopback address.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>For https.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Reads the files and checks that nobody is let in by mistake.</summary>
    /// <exception cref="InputException">A file cannot be read, or an address beyond this machine lacks a token.</exception>
    /// <exception cref="UsageException">The options do not fit each other.</exception>
    public static DashboardSettings Load(DashboardRequest request, string? tokenVariable)
    {
        IReadOnlyList<ServerUrl> urls = ServerUrl.Parse(request.Urls);
        AccessToken? token = AccessToken.Read(request.TokenFile, tokenVariable);
        if (token is null && urls.FirstOrDefault(url => !url.IsLoopback) is { } open)
            throw new InputException($"--urls {open}: other machines can reach this address: give a token by --token-file FILE or the variable {AccessToken.Variable}, or listen on 127.0.0.1.");
        bool secure = urls.Any(url => url.IsSecure);
        if (secure != request.Certificate is not null || request.Certificate is null != request.CertificateKey is null)
            throw new UsageException("an https address in --urls, --certificate FILE and --certificate-key FILE need each other.");
        return new DashboardSettings { Urls = urls, Token = token, Certificate = secure ? LoadCertificate(request.Certificate!, request.CertificateKey!) : null };
    }

    private static X509Certificate2 LoadCertificate(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InputException($"--certificate {certificate}: it and --certificate-key {key} must be PEM files that belong together: {problem.Message}", problem);
        }
    }
}

/// <summary>The dashboard's options as they were given.</summary>
/// <param name="Urls">Addresses, separated by semicolons.</param>
internal sealed record DashboardRequest(string Urls)
{
    public string? TokenFile { get; init; }

    public string? Certificate { get; init; }

    public string? CertificateKey { get; init; }
}

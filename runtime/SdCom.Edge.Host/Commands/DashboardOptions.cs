using System.CommandLine;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Dashboard;
using SdCom.Edge.Host.Dashboard.Security;

namespace SdCom.Edge.Host.Commands;

/// <summary>The options of the dashboard, for <c>run</c> and <c>demo</c>.</summary>
internal sealed class DashboardOptions
{
    private readonly Option<string> urls = new("--urls") { Description = "Serve the dashboard and the API here, such as http://127.0.0.1:8080; an address that other machines reach demands a token.", HelpName = "URL" };
    private readonly Option<string> tokenFile = new("--token-file") { Description = "A file with the token that opens the dashboard; the environment variable SDCOM_TOKEN does it, too.", HelpName = "FILE" };
    private readonly Option<string> certificate = new("--certificate") { Description = "A PEM file with the certificate of an https address in --urls.", HelpName = "FILE" };
    private readonly Option<string> certificateKey = new("--certificate-key") { Description = "A PEM file with the certificate's private key.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Options.Add(urls);
        command.Options.Add(tokenFile);
        command.Options.Add(certificate);
        command.Options.Add(certificateKey);
    }

    /// <summary>What was asked for; null without <c>--urls</c>.</summary>
    /// <exception cref="UsageException">The options do not fit each other.</exception>
    /// <exception cref="InputException">A file cannot be read, or an address that other machines reach lacks a token.</exception>
    public DashboardSettings? Read(ParseResult parsed)
    {
        string? where = parsed.GetValue(urls);
        DashboardRequest request = new(where ?? string.Empty)
        {
            TokenFile = parsed.GetValue(tokenFile),
            Certificate = parsed.GetValue(certificate),
            CertificateKey = parsed.GetValue(certificateKey),
        };
        return Load(where, request);
    }

    /// <summary>The same from anywhere.</summary>
    /// <param name="where">The addresses; null for none.</param>
    /// <param name="request">All of it.</param>
    public static DashboardSettings? Load(string? where, DashboardRequest request)
    {
        if (where is null && (request.TokenFile ?? request.Certificate ?? request.CertificateKey) is not null)
            throw new UsageException("--token-file, --certificate and --certificate-key need --urls.");
        return where is null ? null : DashboardSettings.Load(request, Environment.GetEnvironmentVariable(AccessToken.Variable));
    }
}

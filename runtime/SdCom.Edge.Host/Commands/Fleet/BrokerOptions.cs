using System.CommandLine;
using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;

namespace SdCom.Edge.Host.Commands.Fleet;

/// <summary>How every verb of a fleet is told where the broker is. The password comes from a file or the environment.</summary>
internal sealed class BrokerOptions
{
    private const string UrlVariable = "SDCOM_BROKER";
    private const string PasswordVariable = "SDCOM_BROKER_PASSWORD";

    private readonly Option<string> url = new("--broker") { Description = $"The broker, such as amqps://worker@broker.local/site; the environment's {UrlVariable} when left out.", HelpName = "URL" };
    private readonly Option<string> passwordFile = new("--broker-password-file") { Description = $"A file with the password of the broker's user; the environment's {PasswordVariable} when left out.", HelpName = "FILE" };
    private readonly Option<string> authorities = new("--broker-ca") { Description = "A PEM file of the authorities that may sign the broker's certificate; the system's when left out.", HelpName = "FILE" };
    private readonly Option<string> certificate = new("--broker-cert") { Description = "A PEM file with a certificate of our own.", HelpName = "FILE" };
    private readonly Option<string> key = new("--broker-key") { Description = "The PEM file of its key.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[url, passwordFile, authorities, certificate, key])
            command.Options.Add(option);
    }

    public BrokerSettings Read(ParseResult parsed)
    {
        string address = parsed.GetValue(url) ?? Environment.GetEnvironmentVariable(UrlVariable)
            ?? throw new UsageException($"--broker is missing; give it, or set {UrlVariable}.");
        BrokerSettings settings = BrokerSettings.Parse(address, Password(parsed.GetValue(passwordFile))) with
        {
            CaFile = parsed.GetValue(authorities),
            CertificateFile = parsed.GetValue(certificate),
            KeyFile = parsed.GetValue(key),
        };
        if (!settings.Tls && (settings.CaFile ?? settings.CertificateFile ?? settings.KeyFile) is not null)
            throw new UsageException("--broker-ca, --broker-cert and --broker-key need an address that begins with amqps:.");
        if (settings.CertificateFile is null != settings.KeyFile is null)
            throw new UsageException("--broker-cert and --broker-key belong together; give both or none.");
        return settings;
    }

    private static string? Password(string? file)
    {
        if (file is null)
            return Environment.GetEnvironmentVariable(PasswordVariable);
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--broker-password-file {file}: {problem.Message.TrimEnd('.')}; put the password into a file that this user may read.", problem);
        }
    }
}

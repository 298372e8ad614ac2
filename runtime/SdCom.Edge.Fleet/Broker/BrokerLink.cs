using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>Opens connections to the broker. They do not mend themselves: whoever loses one knows best what is still true, and opens another.</summary>
public static class BrokerLink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A channel whose publishes return when the broker has the message, and throw when it has not.</summary>
    public static CreateChannelOptions Confirming { get; } = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    /// <summary>Connects once.</summary>
    /// <param name="settings">The broker.</param>
    /// <param name="name">What the connection is called in the broker's lists.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="BrokerException">It cannot be reached, or refuses us.</exception>
    public static async Task<IConnection> OpenAsync(BrokerSettings settings, string name, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ConnectionFactory factory = new()
        {
            HostName = settings.Host,
            Port = settings.PortNumber,
            VirtualHost = settings.VirtualHost,
            UserName = settings.User,
            Password = settings.Password,
            ClientProvidedName = name,
            RequestedHeartbeat = settings.Heartbeat,
            RequestedConnectionTimeout = Patience,
            ContinuationTimeout = Patience,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            Ssl = settings.Tls ? TlsOf(settings) : new SslOption(),
        };
        try
        {
            return await factory.CreateConnectionAsync(cancel).ConfigureAwait(false);
        }
        catch (BrokerUnreachableException problem)
        {
            throw Explain(settings, problem);
        }
        catch (Exception problem) when (problem is OperationInterruptedException or SocketException or IOException or TimeoutException)
        {
            throw new BrokerException($"{settings.Name}: {problem.Message}", problem) { MayPass = true };
        }
    }

    /// <summary>Whether it was the broker who ended what we did: it refused a right, closed a channel, or did not answer in time.</summary>
    public static bool IsTheBrokers(Exception problem) => problem is RabbitMQClientException or System.Threading.Channels.ChannelClosedException or TimeoutException;

    /// <summary>What went wrong between us and the broker, in the broker's own words where it said any.</summary>
    public static string Words(Exception problem) => problem switch
    {
        OperationInterruptedException { ShutdownReason: { } reason } => reason.ReplyText,
        System.Threading.Channels.ChannelClosedException { InnerException: { } cause } => Words(cause),
        _ => problem.Message.ReplaceLineEndings(" "),
    };

    private static BrokerException Explain(BrokerSettings settings, BrokerUnreachableException problem)
    {
        foreach (Exception cause in Causes(problem))
        {
            switch (cause)
            {
                case AuthenticationFailureException:
                    return new BrokerException($"{settings.Name}: the broker refuses user {settings.User}; check the password, and that the user exists (guest may come from the broker's own machine only).", problem);
                case AuthenticationException tls:
                    return new BrokerException($"{settings.Name}: no TLS: {tls.Message.TrimEnd('.')}; check --broker-ca, and that the certificate names {settings.Host}.", problem);
                case OperationInterruptedException { ShutdownReason.ReplyCode: 530 } refused:
                    return new BrokerException($"{settings.Name}: {Words(refused)}; check the virtual host and the user's rights in it.", problem);
                case SocketException socket:
                    return new BrokerException($"{settings.Name}: {socket.Message}; is the broker up, and are host and port right?", problem) { MayPass = true };
            }
        }

        return new BrokerException($"{settings.Name}: {Words(problem.InnerException ?? problem)}", problem) { MayPass = true };
    }

    private static IEnumerable<Exception> Causes(Exception problem)
    {
        for (Exception? cause = problem; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
            if (cause is AggregateException several)
            {
                foreach (Exception inner in several.InnerExceptions.SelectMany(Causes))
                    yield return inner;
            }
        }
    }

    private static SslOption TlsOf(BrokerSettings settings)
    {
        SslOption tls = new(settings.Host) { Enabled = true, Version = SslProtocols.None }; // the system's choice: TLS 1.2 or newer
        if (settings.CertificateFile is { } certificate)
            tls.Certs = [Read(settings, certificate, () => X509Certificate2.CreateFromPemFile(certificate, settings.KeyFile))];
        if (settings.CaFile is { } file)
        {
            X509Certificate2Collection authorities = Read(settings, file, () =>
            {
                X509Certificate2Collection all = [];
                all.ImportFromPemFile(file);
                return all;
            });
            tls.CertificateValidationCallback = (_, shown, _, errors) => shown is X509Certificate2 server && IsSignedBy(authorities, server, errors);
        }

        return tls;
    }

    // The name was compared already; whether the chain ends at one of our authorities, and at none of the system's, is asked here.
    private static bool IsSignedBy(X509Certificate2Collection authorities, X509Certificate2 server, SslPolicyErrors errors)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // authorities of one's own seldom publish lists
        return chain.Build(server);
    }

    private static T Read<T>(BrokerSettings settings, string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new BrokerException($"{settings.Name}: {file}: {problem.Message}", problem);
        }
    }
}

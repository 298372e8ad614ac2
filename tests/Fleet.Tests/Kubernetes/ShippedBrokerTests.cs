using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Fleet.Tests.Kubernetes;

/// <summary>A real rabbitmq-server under the settings, users and certificate that <c>runtime/deploy/kubernetes</c> gives it; only paths, ports and the names of its peers are this machine's.</summary>
public sealed class ShippedBrokerTests(Models models)
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task The_broker_starts_by_the_shipped_settings_and_lets_its_users_in_by_their_passwords()
    {
        string root = Folder(), folder = Directory.CreateDirectory(models.NewPath()).FullName, secrets = Path.Combine(folder, "secrets"), key = Path.Combine(folder, "release.pem");
        HostProcess.Json("package", "keygen", "--out", key);
        using (Process script = Process.Start(new ProcessStartInfo(Path.Combine(root, "make-secrets"), ["--trust", Path.ChangeExtension(key, ".pub.pem"), secrets]) { RedirectStandardError = true })!)
        {
            await script.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, script.ExitCode);
        }

        int port = Tools.FreePort(), mapper = Tools.FreePort();
        Dictionary<string, string> here = new()
        {
            ["/run/sdcom/tls"] = Path.Combine(secrets, "tls"),
            ["/run/sdcom/definitions"] = secrets,
            ["default = 5671"] = $"default = {port}",
            ["default = 8883"] = $"default = {Tools.FreePort()}",
            ["15671"] = Number(Tools.FreePort()),
            ["15692"] = Number(Tools.FreePort()),
            ["absolute = 2GB"] = "absolute = 50MB",
        };
        IEnumerable<string> lines = (await File.ReadAllLinesAsync(Path.Combine(root, "base", "broker", "rabbitmq.conf"), TestContext.Current.CancellationToken))
            .Where(line => !line.StartsWith("cluster_formation.", StringComparison.Ordinal))
            .Select(line => here.Aggregate(line, (text, change) => text.Replace(change.Key, change.Value, StringComparison.Ordinal)));
        File.WriteAllLines(Path.Combine(folder, "rabbitmq.conf"), lines);
        File.Copy(Path.Combine(root, "base", "broker", "enabled_plugins"), Path.Combine(folder, "enabled_plugins"));

        using Process names = Start("/usr/bin/epmd", folder, mapper, "-port", Number(mapper), "-address", "127.0.0.1");
        using Process server = Start("/usr/lib/rabbitmq/bin/rabbitmq-server", folder, mapper);
        try
        {
            string log = await Started(server);
            Assert.DoesNotContain("[error]", log, StringComparison.Ordinal);
            foreach (string user in (string[])["admin", "submitter", "worker", "viewer"])
            {
                string password = File.ReadAllText(Path.Combine(secrets, user, "password"));
                BrokerSettings settings = BrokerSettings.Parse($"amqps://{user}@localhost:{port}", password) with { CaFile = Path.Combine(secrets, "tls", "ca.crt") };
                await using IConnection connection = await BrokerLink.OpenAsync(settings, "test", TestContext.Current.CancellationToken);
                Assert.True(connection.IsOpen);
                await Assert.ThrowsAsync<BrokerException>(() => BrokerLink.OpenAsync(settings with { Password = "guess" }, "test", TestContext.Current.CancellationToken));
            }
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            names.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<string> Started(Process server)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(StartTime);
        string log = string.Empty;
        while (!log.Contains("Server startup complete", StringComparison.Ordinal))
        {
            string? line = await server.StandardOutput.ReadLineAsync(patience.Token);
            Assert.True(line is not null, $"the broker does not start: {log}");
            log += line + "\n";
        }

        _ = server.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop it
        return log;
    }

    private static Process Start(string program, string folder, int mapper, params string[] arguments)
    {
        ProcessStartInfo start = new(Tools.Require(program), arguments) { RedirectStandardOutput = true };
        string name = Number(mapper);
        foreach ((string variable, string value) in new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["RABBITMQ_NODENAME"] = $"shipped{name}@localhost",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_DIST_PORT"] = Number(Tools.FreePort()),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none",
            ["RUNNING_UNDER_SYSTEMD"] = "1", // the server takes its script's place
            ["ERL_EPMD_PORT"] = name,
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        })
            start.Environment[variable] = value;
        return Process.Start(start)!;
    }

    /// <summary>Where the settings lie.</summary>
    internal static string Folder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SdCom.Edge.sln")))
            folder = folder.Parent;
        Assert.SkipWhen(folder is null, "the tests do not lie in the repository");
        return Path.Combine(folder!.FullName, "runtime", "deploy", "kubernetes");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

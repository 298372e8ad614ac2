using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Fleet.Tests.Fixtures;

/// <summary>
/// A real rabbitmq-server with a folder, a node name, a cookie and a port mapper (epmd) of its own, so that none clashes with another one's. It can be killed and started again on the same data.
/// It ends with the tests, however they end: a shell holds it by a pipe from us.
/// </summary>
public sealed class RabbitBroker : IDisposable
{
    // The shell tells the number of its child, waits for the end of its input, and kills the child then.
    private const string Leash = "\"$@\" </dev/null >>\"$LEASH_LOG\" 2>&1 & echo $!; cat >/dev/null; kill -9 $!";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(90);

    private readonly string folder;
    private readonly string? address;
    private readonly string[] more;
    private readonly Process portMapper;
    private readonly int distributionPort = Tools.FreePort(), mapperPort = Tools.FreePort();
    private Process? leash;
    private int server;

    /// <param name="parent">Where its folder goes.</param>
    /// <param name="address">An address of this machine on which it listens, too, and lets everybody in; null for none.</param>
    /// <param name="more">More lines of rabbitmq.conf.</param>
    public RabbitBroker(string parent, string? address = null, params string[] more)
    {
        this.address = address;
        this.more = more;
        folder = Directory.CreateDirectory(Path.Combine(parent, $"rabbitmq-{Port}")).FullName;
        string home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        string cookie = Path.Combine(home, ".erlang.cookie");
        File.WriteAllText(cookie, $"cookie{Port}");
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead); // Erlang refuses one that others may read
        File.WriteAllText(Path.Combine(folder, "enabled_plugins"), "[].");
        portMapper = Hold(Tools.Require("/usr/bin/epmd"), "-port", Text(mapperPort), "-address", "127.0.0.1").Process;
        Start();
    }

    public int Port { get; } = Tools.FreePort();

    /// <summary>How to reach it as the user that every broker has.</summary>
    public BrokerSettings Settings => BrokerSettings.Parse(Url, null);

    public string Url => UrlAt("127.0.0.1");

    /// <summary>How to reach it on another of its addresses.</summary>
    public string UrlAt(string host) => $"amqp://{host}:{Port}";

    /// <summary>Starts it and waits until it takes connections.</summary>
    public void Start()
    {
        string[] open = address is null ? [] : [$"listeners.tcp.2 = {address}:{Port}", "loopback_users = none"];
        File.WriteAllLines(Path.Combine(folder, "rabbitmq.conf"), [$"listeners.tcp.1 = 127.0.0.1:{Port}", "log.file.level = warning", "disk_free_limit.absolute = 50MB", .. open, .. more]);
        (leash, server) = Hold(Tools.Require("/usr/lib/rabbitmq/bin/rabbitmq-server"));
        Stopwatch waited = Stopwatch.StartNew();
        while (!IsListening())
        {
            Assert.True(waited.Elapsed < StartTime && Directory.Exists($"/proc/{server}"), $"rabbitmq-server does not start; its log is in {folder}");
            Thread.Sleep(50);
        }
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public void Kill()
    {
        leash!.StandardInput.Close();
        leash.WaitForExit();
        Tools.Until(() => !Directory.Exists($"/proc/{server}"), "rabbitmq-server does not die");
        leash.Dispose();
        leash = null;
    }

    /// <summary>Runs rabbitmqctl and returns what it prints.</summary>
    public string Control(params string[] arguments)
    {
        ProcessStartInfo start = new("/usr/lib/rabbitmq/bin/rabbitmqctl", ["-q", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Surround(start);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result + output);
        return output;
    }

    public void Dispose()
    {
        if (leash is not null)
            Kill();
        portMapper.StandardInput.Close();
        portMapper.WaitForExit();
        portMapper.Dispose();
    }

    private (Process Process, int Child) Hold(params string[] command)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", Leash, "sh", .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Surround(start);
        start.Environment["LEASH_LOG"] = Path.Combine(folder, "output.log");
        Process process = Process.Start(start)!;
        return (process, int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
    }

    private void Surround(ProcessStartInfo start)
    {
        foreach ((string name, string value) in new Dictionary<string, string>
        {
            ["HOME"] = Path.Combine(folder, "home"),
            ["RABBITMQ_NODENAME"] = $"sdcom{Port}@localhost",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null", // nothing of a broker that the machine may have
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
            ["RABBITMQ_DIST_PORT"] = Text(distributionPort),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none", // no spinning beside the other tests
            ["RUNNING_UNDER_SYSTEMD"] = "1", // the server takes its script's place, so that a kill meets it
            ["ERL_EPMD_PORT"] = Text(mapperPort),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        })
            start.Environment[name] = value;
        start.Environment.Remove("NOTIFY_SOCKET");
    }

    private bool IsListening()
    {
        try
        {
            using TcpClient client = new();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

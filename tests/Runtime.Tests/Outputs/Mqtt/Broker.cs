using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Outputs.Mqtt;

/// <summary>A real mosquitto on a loopback port, which can be killed, started again on the same port, and frozen.</summary>
internal sealed class Broker : IDisposable
{
    private readonly string program = Tools.Require("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto");
    private readonly string configuration;
    private Process? process;

    /// <param name="folder">Where its configuration goes.</param>
    /// <param name="settings">Lines of mosquitto.conf; without any, everybody may come in.</param>
    public Broker(string folder, params string[] settings)
    {
        Port = Tools.FreePort();
        configuration = Path.Combine(folder, $"mosquitto-{Port}.conf");
        File.WriteAllLines(configuration, [$"listener {Port} 127.0.0.1", "persistence false", $"user {Environment.UserName}", .. settings.Length > 0 ? settings : ["allow_anonymous true"]]);
        Start();
    }

    public int Port { get; }

    /// <summary>Makes a file of users with their passwords.</summary>
    public static string WritePasswords(string path, string user, string password)
    {
        using Process maker = Tools.Start(Tools.Require("/usr/bin/mosquitto_passwd", "/usr/local/bin/mosquitto_passwd"), "-c", "-b", path, user, password);
        maker.WaitForExit();
        return path;
    }

    public void Start()
    {
        process = Tools.Start(program, "-c", configuration);
        Tools.Until(IsListening, "mosquitto does not start");
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    /// <summary>Stops it without its connections noticing.</summary>
    public void Freeze() => Tools.Signal(process!, "-STOP");

    public void GoOn() => Tools.Signal(process!, "-CONT");

    public void Dispose()
    {
        if (process is not null)
            Kill();
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
}

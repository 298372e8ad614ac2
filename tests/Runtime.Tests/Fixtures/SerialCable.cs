using System.Diagnostics;

namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>Two serial ports with a cable between them (socat's pseudo terminals), which can be unplugged and plugged in again.</summary>
internal sealed class SerialCable : IDisposable
{
    private readonly string socat = Tools.Require("/usr/bin/socat");
    private Process? process;

    /// <param name="folder">Where the ports appear.</param>
    public SerialCable(string folder)
    {
        Directory.CreateDirectory(folder);
        (Near, Far) = (Path.Combine(folder, "near"), Path.Combine(folder, "far"));
        Plug();
    }

    public string Near { get; }

    public string Far { get; }

    public void Plug()
    {
        process = Tools.Start(socat, $"pty,rawer,link={Near}", $"pty,rawer,link={Far}");
        Tools.Until(() => File.Exists(Near) && File.Exists(Far), "socat makes no ports");
    }

    /// <summary>Both ports vanish.</summary>
    public void Unplug()
    {
        Tools.Signal(process!, "-TERM");
        process!.WaitForExit();
        process.Dispose();
        process = null;
    }

    /// <summary>The cable stays and carries nothing.</summary>
    public void Block() => Tools.Signal(process!, "-STOP");

    public void Unblock() => Tools.Signal(process!, "-CONT");

    public void Dispose()
    {
        if (process is null)
            return;
        Unblock();
        Unplug();
    }
}

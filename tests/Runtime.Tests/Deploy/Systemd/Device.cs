using System.Diagnostics;
using System.Globalization;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Deploy.Systemd;

/// <summary>A device in namespaces of its own on which a bundle is installed and systemd runs as the first process.</summary>
internal sealed class Device : IDisposable
{
    private readonly Process container;
    private readonly string first;

    public Device(string scratch, string bundle)
    {
        string systemd = Tools.Require("/usr/lib/systemd/systemd"), enter = Tools.Require("/usr/bin/nsenter");
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists(systemd) && File.Exists(enter), "only root may make a container");
        (int code, _, string errors) = Shell.Run("unshare", "--mount", "--pid", "--fork", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
        Assert.SkipUnless(code == 0, $"this machine lets nobody make a container: {errors.Trim()}");
        Directory.CreateDirectory(scratch);
        container = Tools.Start("unshare", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child", Path.Combine(AppContext.BaseDirectory, "Deploy", "Systemd", "boot.sh"), scratch, bundle);
        first = string.Empty;
        Tools.Until(() => container.HasExited || File.Exists($"/proc/{container.Id}/task/{container.Id}/children") && Children.Length > 0, "no container");
        first = Children;
        Tools.Until(() => container.HasExited || Run("systemctl", "is-system-running").Output.Trim() is "running" or "degraded", "systemd does not run");
        Assert.False(container.HasExited, "the container ended");
    }

    private string Children => File.ReadAllText($"/proc/{container.Id}/task/{container.Id}/children").Trim();

    /// <summary>Runs a program inside.</summary>
    public (int ExitCode, string Output, string Errors) Run(params ReadOnlySpan<string> command) => Shell.Run("nsenter", ["-t", first, "-m", "-p", "-u", "-i", .. command]);

    /// <summary>A property of the service.</summary>
    public string Show(string property) => Run("systemctl", "show", "sdcom-edge", "-p", property, "--value").Output.Trim();

    public int MainPid => int.Parse(Show("MainPID"), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        container.Kill(); // and with it the first process, and with that everything inside
        container.WaitForExit();
        container.Dispose();
    }
}

using System.Diagnostics;
using System.Globalization;
using System.IO.Ports;
using System.Reflection;
using System.Text;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Bindings;

public class SerialPortTests(Models models)
{
    [Fact]
    public void Defaults_are_the_official_ones()
    {
        using SerialPort port = new();
        Assert.Equal(("COM1", 9600, Parity.None, 8, StopBits.One, Handshake.None), (port.PortName, port.BaudRate, port.Parity, port.DataBits, port.StopBits, port.Handshake));
        Assert.Equal((SerialPort.InfiniteTimeout, -1, false), (port.ReadTimeout, port.WriteTimeout, port.IsOpen));
    }

    [Fact]
    public void Bytes_cross_unchanged_in_both_directions()
    {
        using SerialCable cable = new(models.NewPath());
        using SerialPort near = Open(cable.Near), far = Open(cable.Far);
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        near.Write(all, 0, all.Length);
        Assert.Equal(all, Read(far, all.Length));
        far.Write("hello\n");
        Assert.Equal("hello\n", Encoding.ASCII.GetString(Read(near, 6)));
        Assert.Equal(0, near.BytesToRead);
    }

    /// <summary>Linux makes /dev/ttyS0 to ttyS3 whether there are such ports or not.</summary>
    [Fact]
    public void Of_the_ports_that_the_kernel_names_those_are_told_that_are_there()
    {
        string root = models.NewPath();
        foreach ((string file, string content) in ((string, string)[])
            [
                ("dev/ttyS0", ""), ("sys/class/tty/ttyS0/type", "4\n"), ("sys/class/tty/ttyS0/device/driver/bind", ""),
                ("dev/ttyS1", ""), ("sys/class/tty/ttyS1/type", "0\n"), ("sys/class/tty/ttyS1/device/driver/bind", ""),
                ("dev/ttyS2", ""), ("sys/class/tty/ttyS2/device/driver/bind", ""), // an old kernel, which does not tell
                ("dev/ttyUSB0", ""), ("dev/ttyprintk", ""),
            ])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
            File.WriteAllText(Path.Combine(root, file), content);
        }

        Assert.Equal(["ttyS0", "ttyS2", "ttyUSB0"], PortsBelow(root).Select(Path.GetFileName));
    }

    [Fact]
    public void Waiting_for_nothing_times_out()
    {
        using SerialCable cable = new(models.NewPath());
        using SerialPort near = Open(cable.Near);
        near.ReadTimeout = 50;
        Assert.Throws<TimeoutException>(() => near.Read(new byte[1], 0, 1));
    }

    [Fact]
    public void A_port_that_nobody_reads_times_out_in_writing()
    {
        using SerialCable cable = new(models.NewPath());
        using SerialPort near = Open(cable.Near);
        near.WriteTimeout = 100;
        cable.Block();
        Assert.Throws<TimeoutException>(() => near.Write(new byte[1_000_000], 0, 1_000_000));
    }

    [Fact]
    public void A_port_that_vanishes_breaks_reading_and_writing()
    {
        using SerialCable cable = new(models.NewPath());
        using SerialPort near = Open(cable.Near);
        cable.Unplug();
        Assert.Throws<IOException>(() => near.Write("x"));
        Assert.Throws<IOException>(() => near.Read(new byte[1], 0, 1));
        Assert.Throws<FileNotFoundException>(near.PortIsGone);
    }

    [Fact]
    public void What_is_no_serial_port_is_refused()
    {
        string path = models.NewPath();
        File.WriteAllText(path, "no port");
        using SerialPort port = new(path);
        Assert.Throws<IOException>(port.Open);
        Assert.Throws<InvalidOperationException>(() => port.Write("x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SerialPort("x", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => port.DataBits = 9);
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(9600)]
    [InlineData(38400)]
    [InlineData(57600)]
    [InlineData(115200)]
    [InlineData(921600)]
    [InlineData(4000000)]
    public void The_system_sees_the_rate_that_was_asked_for(int rate)
    {
        using SerialCable cable = new(models.NewPath());
        using SerialPort port = new(cable.Near, rate);
        port.Open();
        using Process stty = Process.Start(new ProcessStartInfo("stty", ["-F", cable.Near, "speed"]) { RedirectStandardOutput = true })!;
        Assert.Equal(rate, int.Parse(stty.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture));
    }

    // The official method has no root, so that the one with a root stays inside.
    private static string[] PortsBelow(string root) =>
        (string[])typeof(SerialPort).GetMethod(nameof(SerialPort.GetPortNames), BindingFlags.NonPublic | BindingFlags.Static, [typeof(string)])!.Invoke(null, [root])!;

    private static SerialPort Open(string name)
    {
        SerialPort port = new(name, 115200) { ReadTimeout = 30_000 };
        port.Open();
        return port;
    }

    private static byte[] Read(SerialPort port, int count)
    {
        byte[] bytes = new byte[count];
        for (int got = 0; got < count;)
            got += port.Read(bytes, got, count - got);
        return bytes;
    }
}

file static class Gone
{
    public static void PortIsGone(this SerialPort port)
    {
        port.Close();
        port.Open();
    }
}

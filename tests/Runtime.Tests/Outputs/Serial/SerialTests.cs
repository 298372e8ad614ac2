using System.Diagnostics;
using System.Globalization;
using System.IO.Ports;
using System.Text;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Outputs.Serial;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Outputs.Serial;

public class SerialTests(Models models)
{
    private static readonly BinaryProtocol Binary = new(FixtureModel.Classes, [null, "front"]);

    [Theory]
    [InlineData("123456789", 0x29B1)] // the catalogue's check value
    [InlineData("", 0xFFFF)]
    [InlineData("A", 0xB915)]
    public void The_checksum_has_the_published_values(string text, int expected) => Assert.Equal(expected, Crc16.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Text_lines_are_as_documented()
    {
        TextProtocol text = new();
        Assert.Equal("began wave_off 75 1000 1320 front\n", Encoding.ASCII.GetString(text.Encode(Messages.Began())));
        Assert.Equal("ended a_b 90 1000 2000 camera\n", Encoding.ASCII.GetString(text.Encode(Messages.Ended(action: "a b", camera: null!))));
        Assert.Equal("frame none 75 1000 1320 front\n", Encoding.ASCII.GetString(text.Encode(Messages.Began() with { Kind = MessageKinds.Frame, Action = null })));
    }

    [Fact]
    public void Binary_frames_are_as_documented()
    {
        byte action = (byte)FixtureModel.Classes.ToList().IndexOf("wave_off");
        byte[] frame = Binary.Encode(Messages.Began());
        Assert.Equal([0xA5, 0x5A, 12, 1, 1, action, 75, 1, 0, 0xE8, 3, 0, 0, 0x28, 5, 0, 0], frame[..17]);
        Assert.Equal(Crc16.Of(frame.AsSpan(2, 15)), frame[17] | (frame[18] << 8));
        Assert.Equal(19, frame.Length);
        Assert.Equal(BinaryProtocol.None, Binary.Encode(Messages.Began() with { Action = null })[5]);
        Assert.Equal(BinaryProtocol.None, Binary.Encode(Messages.Began(camera: "unknown"))[7]);
    }

    [Fact]
    public void Messages_arrive_at_the_other_end()
    {
        using SerialCable cable = new(models.NewPath());
        using SerialPort far = Open(cable.Far);
        using QueuedOutput output = Start(cable.Near);
        output.End(1);
        output.End(2);
        Assert.Equal("ended wave_off 90 1000 2000 front", far.Line());
        Assert.Equal("ended wave_off 90 2000 3000 front", far.Line());
    }

    [Fact]
    public void A_stuck_port_is_a_state_and_the_messages_come_when_it_is_read_again()
    {
        using SerialCable cable = new(models.NewPath());
        using SerialPort far = Open(cable.Far);
        using QueuedOutput output = Start(cable.Near);
        Tools.Until(() => output.Status.State == OutputState.Connected);
        cable.Block();
        int written = 0;
        while (output.Status.State == OutputState.Connected && written < 100_000)
        {
            output.End(written++);
            if (written % 100 == 0)
                Thread.Sleep(10); // the queue is drained
        }

        Tools.Until(() => output.Status.State != OutputState.Connected);
        Assert.Equal("the port takes nothing; does somebody read at its other end?", output.Status.Problem);
        cable.Unblock();
        using Timer reader = new(_ => _ = far.BytesToRead > 0 ? far.Read(new byte[4096], 0, 4096) : 0, null, 0, 5);
        Tools.Until(() => output.Status.State == OutputState.Connected && output.Status.Sent + output.Status.Dropped == written);
    }

    [Fact]
    public void A_port_that_vanishes_and_comes_back_gets_what_was_missed()
    {
        using SerialCable cable = new(models.NewPath());
        using QueuedOutput output = Start(cable.Near);
        Tools.Until(() => output.Status.State == OutputState.Connected);
        cable.Unplug();
        Tools.Until(() => output.Status.State == OutputState.Waiting); // noticed without a message
        output.End(5);
        Tools.Until(() => output.Status.Problem == "there is no such device; is it plugged in?");
        cable.Plug();
        using SerialPort far = Open(cable.Far);
        Assert.Equal("ended wave_off 90 5000 6000 front", far.Line());
        Tools.Until(() => output.Status.Sent == 1);
    }

    [Fact]
    public void The_Arduino_sketch_reads_good_frames_and_skips_broken_ones()
    {
        byte[] began = Binary.Encode(Messages.Began(number: 7)), ended = Binary.Encode(Messages.Ended(number: 8)), broken = Binary.Encode(Messages.Began(number: 9));
        broken[6] ^= 1;
        byte[] sent = [0x00, 0xA5, .. began, .. broken, 0xA5, 0xA5, 0x5A, 200, .. ended];
        string[] lines = Receive(sent);
        byte action = began[5];
        Assert.Equal(
            [string.Create(CultureInfo.InvariantCulture, $"1 7 {action} 75 1 1000 1320"), "LED 1", string.Create(CultureInfo.InvariantCulture, $"2 8 {action} 90 1 1000 2000"), "LED 0"], lines);
    }

    [Fact]
    public void Thousands_of_spoiled_frames_neither_end_the_sketch_nor_hide_a_good_one()
    {
        Random random = new(7);
        List<byte> sent = [];
        for (int i = 0; i < 5000; i++)
        {
            byte[] frame = Binary.Encode(Messages.Began(number: i));
            frame[random.Next(frame.Length)] ^= (byte)(1 << random.Next(8)); // a bit, which the checksum finds wherever it is
            sent.AddRange(frame.AsSpan(0, random.Next(3) == 0 ? random.Next(frame.Length) : frame.Length));
            byte[] noise = new byte[random.Next(8)];
            random.NextBytes(noise);
            sent.AddRange(noise);
        }

        sent.AddRange(new byte[300]); // what looked like a long frame comes to its end
        sent.AddRange(Binary.Encode(Messages.Ended(number: 200)));
        string[] events = [.. Receive([.. sent]).Where(line => !line.StartsWith("LED", StringComparison.Ordinal))];
        Assert.StartsWith("2 200 ", events[^1], StringComparison.Ordinal);
        Assert.True(events.Length < 5, $"{events.Length - 1} spoiled frames were taken for good ones");
    }

    [Fact]
    public void The_Arduino_sketch_of_lines_lights_its_LED_for_its_action_and_skips_what_is_no_line()
    {
        TextProtocol text = new();
        string good = System.Text.Encoding.ASCII.GetString([.. text.Encode(Messages.Began()).AsSpan(), .. text.Encode(Messages.Ended()).AsSpan()]);
        Assert.StartsWith("began wave_off 75 ", good, StringComparison.Ordinal);
        string unsure = good.Replace(" 75 ", " 60 ", StringComparison.Ordinal), other = good.Replace("wave_off", "hover", StringComparison.Ordinal), endless = new('x', 5000);
        byte[] sent = System.Text.Encoding.ASCII.GetBytes($"\n\0garbage\nbegan\nbegan wave_off many 1 2\n{other}{endless} began wave_off 99 1 2 c\n{unsure}{good}");
        Assert.Equal(["LED 0", "LED 1", "LED 0"], Receive(sent, "-DLINES")); // the unsure one's end, then the sure one
    }

    // What the sketch says of these bytes, compiled for this machine.
    private string[] Receive(byte[] sent, string option = "-DFRAMES")
    {
        string program = Path.Combine(Directory.CreateDirectory(models.NewPath()).FullName, "receiver"), folder = Path.Combine(AppContext.BaseDirectory, "Outputs", "Serial");
        using (Process compiler = Tools.Start(Tools.Require("/usr/bin/g++"), "-Wall", "-Werror", option, "-I", folder, "-o", program, Path.Combine(folder, "sketch_harness.cpp")))
        {
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }

        using Process receiver = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Task<string> said = receiver.StandardOutput.ReadToEndAsync();
        receiver.StandardInput.BaseStream.Write(sent);
        receiver.StandardInput.Close();
        string[] lines = said.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        receiver.WaitForExit();
        Assert.Equal(0, receiver.ExitCode);
        return lines;
    }

    private static QueuedOutput Start(string port)
    {
        QueueSettings quick = new() { FirstRetry = TimeSpan.FromMilliseconds(100), LongestRetry = TimeSpan.FromMilliseconds(300), Farewell = TimeSpan.FromMilliseconds(200) };
        QueuedOutput output = new("serial", new SerialDelivery(port, 115200, new TextProtocol(), TimeSpan.FromMilliseconds(200)), TimeProvider.System, new Random(1), quick);
        output.Start();
        return output;
    }

    private static SerialPort Open(string name)
    {
        SerialPort port = new(name, 115200) { ReadTimeout = 30_000 };
        port.Open();
        return port;
    }
}

file static class Reading
{
    public static string Line(this SerialPort port)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (port.Read(one, 0, 1) == 1 && one[0] != '\n')
            line.Append((char)one[0]);
        return line.ToString();
    }
}

using System.IO.Ports;
using SdCom.Edge.Runtime.Inputs;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Inputs;

[Collection(nameof(Leaks))]
public class MalformedSerialTests(Models models)
{
    [Fact]
    public void Hundreds_of_kilobytes_of_garbage_on_the_line_neither_end_nor_fill_the_trigger()
    {
        using SerialCable cable = new(models.NewPath());
        Trigger trigger = new(TriggerMode.Level, TimeSpan.Zero, TimeProvider.System);
        using SerialTrigger serial = new(cable.Near, 115200, trigger, TimeProvider.System, new Random(1));
        using SerialPort far = new(cable.Far, 115200) { WriteTimeout = 30_000 };
        far.Open();
        Random random = new(4);
        byte[] noise = new byte[4096];
        Leaks.None(Enumerable.Range(0, 50), _ =>
        {
            random.NextBytes(noise);
            foreach (ref byte one in noise.AsSpan())
                one = one is (byte)'0' or (byte)'1' ? (byte)'x' : one; // nothing that is a word
            far.Write(noise, 0, noise.Length);
        });

        byte[] endless = new byte[100_000]; // one line without an end
        far.Write(endless, 0, endless.Length);
        far.Write("\n1\n"u8.ToArray(), 0, 3);
        Tools.Until(() => trigger.IsActive, "the line is not understood any longer");
        far.Write("0\n"u8.ToArray(), 0, 2);
        Tools.Until(() => !trigger.IsActive);
    }
}

using System.CommandLine;
using System.Globalization;
using SdCom.Edge.Host.Outputs;

namespace SdCom.Edge.Host.Inputs;

/// <summary>The options of <c>run</c> and <c>demo</c> that listen to hardware.</summary>
internal sealed class InputOptions
{
    private readonly Option<string> trigger = new("--trigger") { Description = "Recognise only while a pin or a serial port says so: gpio:[CHIP/]LINE or serial:DEVICE.", HelpName = "INPUT" };
    private readonly Option<string> powerSensor = new("--power-sensor") { Description = "Measure the board's power by ina219:BUS.", HelpName = "SENSOR" };

    public void AddTo(Command command)
    {
        command.Options.Add(trigger);
        command.Options.Add(powerSensor);
    }

    /// <summary>The trigger that was asked for; null for none.</summary>
    /// <exception cref="UsageException">It is wrong.</exception>
    public TriggerRequest? Trigger(ParseResult parsed) => parsed.GetValue(trigger) is { } text ? ReadTrigger(text) : null;

    /// <summary>The power sensor that was asked for; null for none.</summary>
    /// <exception cref="UsageException">It is wrong.</exception>
    public PowerMeterRequest? PowerMeter(ParseResult parsed) => parsed.GetValue(powerSensor) is { } text ? ReadPowerMeter(text) : null;

    /// <summary>Reads a trigger.</summary>
    /// <exception cref="UsageException">It is wrong.</exception>
    public static TriggerRequest ReadTrigger(string text) => TriggerRequest.Read(new OutputSpec(text, "--trigger"));

    /// <summary>Reads a power sensor.</summary>
    /// <exception cref="UsageException">It is wrong.</exception>
    public static PowerMeterRequest ReadPowerMeter(string text)
    {
        OutputSpec spec = new(text, "--power-sensor");
        if (spec.Kind != "ina219" || !int.TryParse(spec.Target, NumberStyles.None, CultureInfo.InvariantCulture, out int bus))
            throw new UsageException($"--power-sensor must be ina219:BUS, such as ina219:1 for /dev/i2c-1, got '{text}'.");
        string address = spec.Text("address") ?? "0x40";
        if (!address.StartsWith("0x", StringComparison.Ordinal) || !int.TryParse(address.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int number) || number is < 0x40 or > 0x4F)
            throw spec.Wrong("address", "from 0x40 to 0x4f", address);
        PowerMeterRequest meter = new(bus, number, spec.Positive("shunt", 0.1), spec.Positive("max", 3.2));
        spec.Finish();
        return meter;
    }
}

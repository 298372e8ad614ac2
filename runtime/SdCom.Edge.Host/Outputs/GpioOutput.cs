using System.Globalization;
using SdCom.Edge.Runtime.Outputs.Gpio;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Host.Outputs;

/// <summary><c>gpio:[CHIP/]LINE</c>.</summary>
internal static class GpioOutput
{
    public static (OpenDelivery, QueueSettings) Read(OutputSpec spec, OutputContext run)
    {
        (int chip, int line) = Place(spec);
        PinShape shape = spec.Word("pattern", "pulse", "pulse", "level", "blink") switch
        {
            "level" => PinShape.Level,
            "blink" => PinShape.Blink,
            _ => PinShape.Pulse,
        };
        TimeSpan time = spec.Time("time", TimeSpan.FromMilliseconds(shape == PinShape.Blink ? 1000 : 500));
        bool activeLow = spec.Word("active", "high", "high", "low") == "low";
        QueueSettings queue = QueueSettings.Default with { StaleAfter = TimeSpan.FromSeconds(5) }; // a pin shows what goes on, not what went on
        return (Open, queue);

        IDelivery Open(OutputScene scene)
        {
            GpioDelivery.CheckLibrary(chip);
            return new GpioDelivery(() => GpioDelivery.OpenChip(chip), line, new PinPattern(shape, time), activeLow, run.Clock);
        }
    }

    /// <summary>Reads <c>[CHIP/]LINE</c>.</summary>
    public static (int Chip, int Line) Place(OutputSpec spec)
    {
        string[] parts = spec.Target.Split('/');
        bool read = int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int line);
        int chip = 0;
        return read && parts.Length is 1 or 2 && (parts.Length == 1 || int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out chip))
            ? (chip, line)
            : throw new UsageException($"{spec.Option} {spec.Name}: gpio: must be followed by LINE or CHIP/LINE, such as gpio:17 or gpio:1/5.");
    }
}

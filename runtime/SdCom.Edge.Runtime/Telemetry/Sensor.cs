namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>What a sensor measures.</summary>
public enum SensorKind
{
    /// <summary>Degrees Celsius.</summary>
    TemperatureC,

    /// <summary>Watts.</summary>
    PowerWatts,

    /// <summary>Load of the GPU in per cent.</summary>
    GpuLoadPercent,

    /// <summary>Clock of the GPU in MHz.</summary>
    GpuMHz,
}

/// <summary>One sensor of the device. A block that is switched off, or a file that may not be read, is a state and not an error.</summary>
public sealed class Sensor
{
    private readonly Func<(double? Value, string? Problem)> read;

    internal Sensor(string name, SensorKind kind, Func<(double? Value, string? Problem)> read, bool isTotal = false)
    {
        Name = name;
        Kind = kind;
        IsTotal = isTotal;
        this.read = read;
    }

    /// <summary>The kernel's name of it, such as <c>VDD_IN</c> or <c>CPU-therm</c>.</summary>
    public string Name { get; }

    public SensorKind Kind { get; }

    /// <summary>Whether a power rail feeds all the others.</summary>
    public bool IsTotal { get; }

    /// <summary>The newest value; null when it could not be read.</summary>
    public double? Value { get; private set; }

    /// <summary>Why there is no value.</summary>
    public string? Problem { get; private set; }

    internal double? Read()
    {
        (Value, Problem) = read();
        return Value;
    }
}

using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host;

/// <summary>Says once when a sensor that the user asked for gives no value, and once when it is back.</summary>
/// <param name="sensor">The sensor.</param>
/// <param name="say">Says a line.</param>
internal sealed class SensorLog(Sensor sensor, Action<string> say)
{
    private string? told;

    /// <summary>Looks at its newest reading.</summary>
    public void Look()
    {
        if (sensor.Problem != told)
            say(sensor.Problem is { } problem ? $"{sensor.Name}: {problem}; its limits are not watched meanwhile." : $"{sensor.Name}: it measures again.");
        told = sensor.Problem;
    }
}

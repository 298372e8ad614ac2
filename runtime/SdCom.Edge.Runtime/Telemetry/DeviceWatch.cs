using SdCom.Edge.Runtime.Budget;

namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>Reads the sensors once a second on a thread of its own and tells the governor.</summary>
public sealed class DeviceWatch : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2); // a sensor behind a stuck bus does not keep the program from ending

    private readonly DeviceSensors sensors;
    private readonly Action? looked;
    private readonly ManualResetEventSlim ending = new();
    private readonly Thread thread;
    private volatile DeviceReading newest;
    private volatile Governor? governor;

    /// <param name="sensors">What is read.</param>
    /// <param name="governor">Told of every reading; null when nothing is limited.</param>
    /// <param name="looked">Called after every reading, on the thread that read.</param>
    public DeviceWatch(DeviceSensors sensors, Governor? governor, Action? looked = null)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        this.sensors = sensors;
        this.governor = governor;
        this.looked = looked;
        newest = sensors.Read();
        governor?.Observe(newest);
        looked?.Invoke();
        thread = new Thread(Watch) { IsBackground = true, Name = "sensors" };
        thread.Start();
    }

    /// <summary>Told of every reading; another one when the limits change.</summary>
    public Governor? Governor
    {
        get => governor;
        set
        {
            value?.Observe(newest);
            governor = value;
        }
    }

    /// <summary>The newest reading.</summary>
    public DeviceReading Newest => newest;

    public void Dispose()
    {
        ending.Set();
        if (thread.Join(Patience))
            ending.Dispose();
    }

    private void Watch()
    {
        while (!ending.Wait(Period))
        {
            newest = sensors.Read();
            governor?.Observe(newest);
            looked?.Invoke();
        }
    }
}

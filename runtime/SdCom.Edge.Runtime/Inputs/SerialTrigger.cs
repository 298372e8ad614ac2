using System.IO.Ports;
using System.Text;
using SdCom.Edge.Runtime.Capture.Live;

namespace SdCom.Edge.Runtime.Inputs;

/// <summary>Tells a trigger what a serial port says, a line at a time: <c>start</c> or <c>1</c> is on, <c>stop</c> or <c>0</c> is off, anything else is nothing. A port that vanishes is waited for.</summary>
public sealed class SerialTrigger : IDisposable
{
    private const int LongestLine = 64;
    private const int PatienceMs = 250; // how soon the end of the program is noticed
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    private readonly string portName;
    private readonly int baudRate;
    private readonly Trigger trigger;
    private readonly BackOff backOff;
    private readonly ClockedGate gate;
    private readonly Thread thread;
    private volatile bool ended;

    /// <param name="portName">The device.</param>
    /// <param name="baudRate">Bits a second.</param>
    /// <param name="trigger">Told of every line.</param>
    /// <param name="clock">The time of waits.</param>
    /// <param name="chance">The jitter of waits.</param>
    public SerialTrigger(string portName, int baudRate, Trigger trigger, TimeProvider clock, Random chance)
    {
        this.portName = portName;
        this.baudRate = baudRate;
        this.trigger = trigger;
        backOff = new BackOff(FirstRetry, LongestRetry, chance);
        gate = new ClockedGate(clock);
        thread = new Thread(Run) { IsBackground = true, Name = "trigger" };
        thread.Start();
    }

    public void Dispose()
    {
        ended = true;
        gate.Pulse();
        thread.Join();
        gate.Dispose();
    }

    private void Run()
    {
        while (!ended)
        {
            try
            {
                using SerialPort port = new(portName, baudRate) { ReadTimeout = PatienceMs };
                port.Open();
                trigger.Report(null);
                backOff.Reset();
                Listen(port);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
            {
                trigger.Report(problem.Message);
                Wait(backOff.Next());
            }
        }
    }

    private void Listen(SerialPort port)
    {
        StringBuilder line = new();
        byte[] bytes = new byte[LongestLine];
        while (!ended)
        {
            int count;
            try
            {
                count = port.Read(bytes, 0, bytes.Length);
            }
            catch (TimeoutException)
            {
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                if (bytes[i] is (byte)'\n' or (byte)'\r')
                    Understand(line);
                else if (line.Length < LongestLine)
                    line.Append((char)bytes[i]);
            }
        }
    }

    private void Understand(StringBuilder line)
    {
        string word = line.ToString().Trim();
        line.Clear();
        if (word is "start" or "1")
            trigger.Set(true);
        else if (word is "stop" or "0")
            trigger.Set(false);
    }

    private void Wait(TimeSpan time)
    {
        TimeSpan until = gate.Now + time;
        lock (gate)
        {
            while (!ended && gate.WaitUntil(until))
            {
            }
        }
    }
}

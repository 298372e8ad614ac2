using System.IO.Ports;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Serial;

/// <summary>Writes messages to a serial port. A port that nobody reads times out, one that vanishes fails, and both are opened anew.</summary>
/// <param name="portName">The device, such as <c>/dev/ttyUSB0</c>.</param>
/// <param name="baudRate">Bits a second.</param>
/// <param name="protocol">What messages look like.</param>
/// <param name="timeout">How long a message may take to be written.</param>
public sealed class SerialDelivery(string portName, int baudRate, ISerialProtocol protocol, TimeSpan timeout) : IDelivery
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    private SerialPort? port;

    public void Open(CancellationToken cancel)
    {
        port?.Dispose();
        port = null;
        SerialPort opened = new(portName, baudRate) { WriteTimeout = (int)timeout.TotalMilliseconds };
        try
        {
            opened.Open();
            port = opened;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            opened.Dispose();
            throw new DeliveryException(WhyNot(problem), problem is IOException ? DeliveryFault.Broken : DeliveryFault.Lasting, problem);
        }
    }

    public void Deliver(in OutputMessage message, CancellationToken cancel)
    {
        byte[] bytes = protocol.Encode(message);
        try
        {
            port!.Write(bytes, 0, bytes.Length);
        }
        catch (TimeoutException problem)
        {
            throw new DeliveryException("the port takes nothing; does somebody read at its other end?", innerException: problem);
        }
        catch (Exception problem) when (problem is IOException or InvalidOperationException)
        {
            throw new DeliveryException(problem.Message, innerException: problem);
        }
    }

    /// <summary>Notices a device that was unplugged while nothing was to be said.</summary>
    public TimeSpan Tend()
    {
        try
        {
            _ = port?.BytesToWrite;
            return Watch;
        }
        catch (Exception problem) when (problem is IOException or InvalidOperationException)
        {
            throw new DeliveryException(problem.Message, innerException: problem);
        }
    }

    public void Dispose() => port?.Dispose();

    private static string WhyNot(Exception problem) => problem switch
    {
        FileNotFoundException => "there is no such device; is it plugged in?",
        UnauthorizedAccessException => $"{problem.Message} Add this user to the group dialout, or end who uses it.",
        _ => problem.Message.ReplaceLineEndings(" "),
    };
}

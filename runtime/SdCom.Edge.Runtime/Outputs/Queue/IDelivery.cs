namespace SdCom.Edge.Runtime.Outputs.Queue;

/// <summary>The far side of an output: a broker, a port, a file. One thread at a time calls it, the output's own; what goes wrong is a <see cref="DeliveryException"/>.</summary>
public interface IDelivery : IDisposable
{
    /// <summary>Attempts that the delivery made by itself beyond the first of a message; read from any thread.</summary>
    long Retries => 0;

    /// <summary>Connects or opens, anew after every fault. May take its time, but gives up when cancelled.</summary>
    void Open(CancellationToken cancel);

    /// <summary>Delivers a message and returns when the far side has it.</summary>
    void Deliver(in OutputMessage message, CancellationToken cancel);

    /// <summary>Does what is due without a message, such as ending a pulse or noticing that the line is dead.</summary>
    /// <returns>The time after which to be called again at the latest.</returns>
    TimeSpan Tend() => Timeout.InfiniteTimeSpan;
}

/// <summary>What a fault means for what comes after it.</summary>
public enum DeliveryFault
{
    /// <summary>The connection is lost: open anew soon, and deliver the message then.</summary>
    Broken,

    /// <summary>Somebody has to mend it (a refused password, a missing file): open anew with long waits, and deliver the message then.</summary>
    Lasting,

    /// <summary>The far side is there and will never take this message: the next one may fare better.</summary>
    Refused,
}

/// <summary>A message was not delivered, or the far side could not be opened. The message is a line for people.</summary>
public sealed class DeliveryException : Exception
{
    public DeliveryException(string message, DeliveryFault fault = DeliveryFault.Broken, Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
    }

    /// <summary>What it means for what comes after it.</summary>
    public DeliveryFault Fault { get; }
}

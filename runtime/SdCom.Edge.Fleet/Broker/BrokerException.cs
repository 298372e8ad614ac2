using SdCom.Edge.Core;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>The broker cannot be used. The message is one line: broker, what is wrong, remedy.</summary>
public sealed class BrokerException : InputException
{
    public BrokerException(string message)
        : base(message)
    {
    }

    public BrokerException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public BrokerException()
    {
    }

    /// <summary>Whether waiting may help: nobody answers. A refused password is not mended by waiting.</summary>
    public bool MayPass { get; init; }
}

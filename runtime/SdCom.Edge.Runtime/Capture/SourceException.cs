using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>A source cannot be used; the message is one line for the user: what, why, remedy.</summary>
public sealed class SourceException : InputException
{
    public SourceException()
    {
    }

    public SourceException(string message)
        : base(message)
    {
    }

    public SourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

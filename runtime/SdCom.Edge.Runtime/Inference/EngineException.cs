using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>An inference engine cannot do what was asked, or answered nonsense; the message is one line for the user.</summary>
public sealed class EngineException : InputException
{
    public EngineException()
    {
    }

    public EngineException(string message)
        : base(message)
    {
    }

    public EngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

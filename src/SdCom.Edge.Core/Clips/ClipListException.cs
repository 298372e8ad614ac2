namespace SdCom.Edge.Core.Clips;

/// <summary>A list of clips cannot be used. The message is one line: file, line number, what is wrong, remedy.</summary>
public sealed class ClipListException : InputException
{
    public ClipListException(string message)
        : base(message)
    {
    }

    public ClipListException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public ClipListException()
    {
    }
}

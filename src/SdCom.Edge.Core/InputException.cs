namespace SdCom.Edge.Core;

/// <summary>Something that a user gave (a file, a key, a value) cannot be used. The message is one line that says which, what was found and what helps; programs print it and leave with exit code 1.</summary>
public class InputException : Exception
{
    public InputException(string message)
        : base(message)
    {
    }

    public InputException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public InputException()
    {
    }
}

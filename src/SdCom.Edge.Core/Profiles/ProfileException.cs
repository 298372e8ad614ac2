namespace SdCom.Edge.Core.Profiles;

/// <summary>A device profile cannot be used. The message is one line: file, key, value, remedy.</summary>
public sealed class ProfileException : InputException
{
    public ProfileException(string message)
        : base(message)
    {
    }

    public ProfileException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public ProfileException()
    {
    }
}

namespace SdCom.Edge.Core.Packages;

/// <summary>A model package is missing, incomplete, edited or foreign. The message is one line: file, key, value, remedy.</summary>
public sealed class PackageException : InputException
{
    public PackageException(string message)
        : base(message)
    {
    }

    public PackageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public PackageException()
    {
    }
}

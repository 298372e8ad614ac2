namespace SdCom.Edge.Host;

/// <summary>The command line asks for something that cannot be; the program says it in one line and leaves with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

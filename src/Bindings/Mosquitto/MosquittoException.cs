namespace SdCom.Edge.Bindings.Mosquitto;

/// <summary>A broker could not be reached, said no, or did not answer in time. The message is a line for people.</summary>
public sealed class MosquittoException : Exception
{
    public MosquittoException(string message, bool isRefusal = false)
        : base(message)
    {
        IsRefusal = isRefusal;
    }

    /// <summary>The broker, or the check of its certificate, said no: the same attempt will fail again until somebody changes something.</summary>
    public bool IsRefusal { get; }
}

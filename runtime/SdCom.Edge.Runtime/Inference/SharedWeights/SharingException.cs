namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>The widths cannot share weights here; the message says why. Plain sessions take their place.</summary>
internal sealed class SharingException : Exception
{
    public SharingException()
    {
    }

    public SharingException(string message)
        : base(message)
    {
    }

    public SharingException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

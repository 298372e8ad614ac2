namespace SdCom.Edge.Training.Stages;

/// <summary>Training cannot go on; the message is one line that says where and what helps.</summary>
public sealed class TrainingException : Exception
{
    public TrainingException(string message)
        : base(message)
    {
    }

    public TrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public TrainingException()
    {
    }
}

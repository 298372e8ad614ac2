using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Outputs;

/// <summary>Something that is told what was recognised, on the recogniser's thread: it returns at once and does not throw.</summary>
public interface IOutput : IDisposable
{
    /// <summary>A frame was answered.</summary>
    void Write(in OutputRecord record);

    /// <summary>An action began.</summary>
    void Begin(in ActionEvent action, string name);

    /// <summary>An action ended.</summary>
    void Write(in ActionEvent action, string name);
}

/// <summary>An answered frame as outputs see it.</summary>
/// <param name="Time">The frame's time in its source.</param>
/// <param name="Action">What is going on; null for no action.</param>
/// <param name="Confidence">Probability of the likeliest class.</param>
/// <param name="Answer">The whole answer.</param>
public readonly record struct OutputRecord(TimeSpan Time, string? Action, float Confidence, Answer Answer)
{
    /// <summary>The camera's name where several run together; null where there is only one.</summary>
    public string? Camera { get; init; }
}

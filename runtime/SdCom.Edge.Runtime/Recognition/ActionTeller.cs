using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Outputs;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>Tells outputs what one camera shows: every answer, and the actions that answers add up to, as they begin and end.</summary>
/// <param name="model">Names the classes.</param>
/// <param name="outputs">Who is told.</param>
internal sealed class ActionTeller(ModelPackage model, SharedOutputs outputs)
{
    private readonly ActionEvents actions = new();
    private readonly Newest<NamedEvent> ended = new();
    private readonly Lock telling = new(); // a lost camera ends an action on the capture thread

    private bool closed;

    /// <summary>The camera's name where several run together; null where it is the only one.</summary>
    public string? Camera { get; set; }

    /// <summary>The newest actions that have ended.</summary>
    public IReadOnlyList<NamedEvent> Ended => ended.All;

    /// <summary>Tells an answer.</summary>
    /// <param name="time">The frame's time.</param>
    /// <param name="name">The action's name, or null.</param>
    /// <param name="answer">The answer.</param>
    public void Tell(TimeSpan time, string? name, in Answer answer)
    {
        float confidence = answer.Prediction.Confidence;
        lock (telling)
        {
            if (answer.BeginsScene)
                End();
            outputs.Write(new OutputRecord(time, name, confidence, answer) { Camera = Camera });
            if (closed)
                return; // a frame that was on its way when its stream ended
            TimeSpan? before = actions.Current?.Start;
            if (actions.Add(time, answer.Prediction.IsAction ? answer.Prediction.ClassIndex : -1, confidence, out ActionEvent over))
                Report(over);
            if (actions.Current is { } begun && begun.Start != before)
                outputs.Begin(begun with { Camera = Camera }, model.Manifest.Classes[begun.ClassIndex]);
        }
    }

    /// <summary>Ends the action that is on, if any: what was seen before has no bearing on what comes.</summary>
    public void End()
    {
        lock (telling)
        {
            if (actions.Finish(out ActionEvent cut))
                Report(cut);
        }
    }

    /// <summary>Ends the action that is on, and lets none begin before <see cref="Open"/>: frames that are still on their way belong to what is over.</summary>
    public void Close()
    {
        lock (telling)
        {
            End();
            closed = true;
        }
    }

    /// <summary>A new stream of frames begins.</summary>
    public void Open()
    {
        lock (telling)
        {
            End();
            closed = false;
        }
    }

    private void Report(in ActionEvent action)
    {
        string name = model.Manifest.Classes[action.ClassIndex];
        ended.Add(new NamedEvent(name, action.Start, action.End, action.Confidence) { Camera = Camera });
        outputs.Write(action with { Camera = Camera }, name);
    }
}

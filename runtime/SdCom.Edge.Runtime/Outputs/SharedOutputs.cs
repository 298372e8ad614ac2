using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Outputs;

/// <summary>The outputs of a run, told by one thread at a time: a lost camera ends an action on its capture thread while the recogniser answers other cameras.</summary>
/// <param name="outputs">Told in turn; they stay their owner's.</param>
public sealed class SharedOutputs(IReadOnlyList<IOutput> outputs)
{
    private readonly Lock telling = new();

    /// <summary>A frame was answered.</summary>
    public void Write(in OutputRecord record)
    {
        lock (telling)
        {
            for (int i = 0; i < outputs.Count; i++)
                outputs[i].Write(record);
        }
    }

    /// <summary>An action began.</summary>
    public void Begin(in ActionEvent action, string name)
    {
        lock (telling)
        {
            for (int i = 0; i < outputs.Count; i++)
                outputs[i].Begin(action, name);
        }
    }

    /// <summary>An action ended.</summary>
    public void Write(in ActionEvent action, string name)
    {
        lock (telling)
        {
            for (int i = 0; i < outputs.Count; i++)
                outputs[i].Write(action, name);
        }
    }
}

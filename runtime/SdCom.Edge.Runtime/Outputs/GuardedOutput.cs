using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Outputs;

/// <summary>An output that may break (a full disk, a closed pipe) without stopping the recogniser: it is said once, and what comes after is counted.</summary>
/// <param name="inner">The output; it is disposed with this one.</param>
/// <param name="label">Its name in messages.</param>
/// <param name="say">Told when it breaks.</param>
public sealed class GuardedOutput(IOutput inner, string label, Action<string> say) : IOutput
{
    private bool broken;

    /// <summary>Records that were not written.</summary>
    public long Lost { get; private set; }

    public void Write(in OutputRecord record)
    {
        if (IsBroken())
            return;
        try
        {
            inner.Write(record);
        }
        catch (IOException problem)
        {
            Break(problem);
        }
    }

    public void Write(in ActionEvent action, string name)
    {
        if (IsBroken())
            return;
        try
        {
            inner.Write(action, name);
        }
        catch (IOException problem)
        {
            Break(problem);
        }
    }

    public void Dispose()
    {
        try
        {
            inner.Dispose();
        }
        catch (IOException problem)
        {
            Break(problem);
        }
    }

    private bool IsBroken()
    {
        Lost += broken ? 1 : 0;
        return broken;
    }

    private void Break(IOException problem)
    {
        if (!broken)
            say($"output {label}: {problem.Message}; it gets nothing more, recognition goes on.");
        broken = true;
        Lost++;
    }
}

namespace SdCom.Edge.Training.Tests.Stages;

/// <summary>A clock that stops a training when something is there: the loop reads the clock after every step.</summary>
internal sealed class StopWhen(Func<bool> now, CancellationTokenSource stop) : TimeProvider
{
    public override long GetTimestamp()
    {
        if (now())
            stop.Cancel();
        return base.GetTimestamp();
    }
}

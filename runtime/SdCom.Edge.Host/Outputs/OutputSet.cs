using SdCom.Edge.Core;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Outputs.Clips;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Outputs.Rules;
using SdCom.Edge.Runtime.Overlay;

namespace SdCom.Edge.Host.Outputs;

/// <summary>The outputs of a run, opened together and ended together.</summary>
internal sealed class OutputSet : IDisposable
{
    private readonly List<QueuedOutput> outputs = [];
    private readonly List<ClipDelivery> clips = [];

    private OutputSet()
    {
    }

    /// <summary>The outputs, for the recogniser.</summary>
    public IReadOnlyList<IOutput> All => outputs;

    /// <summary>Opens and starts what was asked for.</summary>
    /// <param name="parts">The outputs.</param>
    /// <param name="scene">What they learn of the run.</param>
    /// <param name="say">Told of each change of an output.</param>
    /// <exception cref="InputException">One of them cannot work on this machine, or wants an action that the model does not know.</exception>
    public static OutputSet Open(IReadOnlyList<OutputParts> parts, OutputScene scene, Action<string> say)
    {
        OutputSet set = new();
        try
        {
            foreach (OutputParts part in parts)
                set.Add(part, scene, say);
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>Who wants to see a camera's annotated pictures.</summary>
    /// <param name="camera">Its name; null for the only one.</param>
    public IEnumerable<IPictureSink> ViewersOf(string? camera) => clips.Select(clip => clip.RingOf(camera));

    /// <summary>Delivers what waits, for a while, and closes all, side by side: a dead one does not keep the others.</summary>
    public void Dispose()
    {
        // A thread for each: a pool of few cores would let dead ones wait for each other.
        Thread[] endings = [.. outputs.Select(output => new Thread(output.Dispose))];
        foreach (Thread ending in endings)
            ending.Start();
        foreach (Thread ending in endings)
            ending.Join();
    }

    /// <summary>What became of each.</summary>
    public IReadOnlyList<OutputReport> Describe() => [.. outputs.Select(output => Describe(output.Name, output.Status))];

    private static OutputReport Describe(string name, OutputStatus status) =>
        new(name, status.State.ToString().ToLowerInvariant(), status.Problem, status.Sent, status.Dropped, status.Failed, status.Retried);

    private void Add(OutputParts part, OutputScene scene, Action<string> say)
    {
        if (OutputRules.Misfit(part, scene) is { } misfit)
            throw new InputException(misfit);
        IDelivery delivery = part.Open(scene);
        Random jitter = new(HashCode.Combine(part.Name, Environment.ProcessId)); // another one in every process
        QueuedOutput output = new(part.Name, delivery, TimeProvider.System, jitter, part.Queue, new RuleSet(part.Rules));
        output.Changed += new OutputLog(part.Name, say).Add;
        outputs.Add(output);
        if (delivery is ClipDelivery clip)
            clips.Add(clip);
        output.Start();
    }
}

using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Host;

/// <summary>The sources of a run, opened together and each with a name of its own.</summary>
internal sealed class CameraSources : IDisposable
{
    private readonly List<IFrameSource> opened = [];

    /// <summary>One source that is open already; it stays its owner's.</summary>
    public CameraSources(IFrameSource only)
    {
        All = [only];
        Names = [only.Name];
        IsRealTime = only.IsLive;
    }

    /// <summary>Opens what the user wrote.</summary>
    /// <param name="sources">One or more, see <see cref="FrameSources"/>.</param>
    /// <param name="clock">The time of live sources.</param>
    /// <param name="framesPerSecond">The rate to ask cameras for; null takes what they give.</param>
    /// <param name="inRealTime">Play recordings in real time even without a camera beside them.</param>
    /// <exception cref="SourceException">One of them is unknown, or a recording that cannot be read.</exception>
    public CameraSources(IReadOnlyList<string> sources, TimeProvider clock, double? framesPerSecond, bool inRealTime = false)
    {
        try
        {
            foreach (string source in sources)
                opened.Add(FrameSources.Open(source, clock, framesPerSecond));
            IsRealTime = inRealTime || opened.Exists(source => source.IsLive);
            IFrameSource[] all = [.. opened.Select(source => IsRealTime && !source.IsLive ? new PacedSource(source, clock) : source)];
            opened.AddRange(all.Except(opened));
            All = all;
        }
        catch
        {
            Dispose();
            throw;
        }

        Names = Unique([.. All.Select(source => source.Name)]);
    }

    public IReadOnlyList<IFrameSource> All { get; }

    /// <summary>The sources' names; of several that are the same the later ones are numbered.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names as outputs and ledger tell them: null where there is only one.</summary>
    public IReadOnlyList<string?> Tags => AreSeveral ? [.. Names] : [null];

    /// <summary>Whether there is more than one.</summary>
    public bool AreSeveral => All.Count > 1;

    /// <summary>Whether time does not wait for us: a camera is among them, or recordings play as if.</summary>
    public bool IsRealTime { get; }

    public void Dispose()
    {
        opened.Reverse();
        opened.ForEach(source => source.Dispose()); // paces first, then what they pace
    }

    private static string[] Unique(string[] names)
    {
        Dictionary<string, int> seen = [];
        for (int i = 0; i < names.Length; i++)
        {
            int times = seen[names[i]] = seen.GetValueOrDefault(names[i]) + 1;
            names[i] = times > 1 ? $"{names[i]} ({times})" : names[i];
        }

        return names;
    }
}

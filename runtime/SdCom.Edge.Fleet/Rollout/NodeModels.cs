using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Working;

namespace SdCom.Edge.Fleet.Rollout;

/// <summary>
/// The models of a node: the one that runs, and of the others that it ran the newest, so that clips which were submitted for it are answered still. Clips and cameras are answered at the same time, so each
/// have nets of their own; those of the cameras are loaded when the first one comes.
/// </summary>
public sealed class NodeModels : IDisposable
{
    private const int Kept = 2;

    private readonly Func<string, NodeModel> load;
    private readonly Func<NodeModel, CameraHall> open;
    private readonly Func<NodeModel, ClipAudit?> audit;
    private readonly TimeProvider clock;
    private readonly Lock gate = new(); // whoever answers a clip holds it: its nets do not go away meanwhile
    private readonly List<(NodeModel Model, ClipLanes Lanes)> shelf = []; // the newest last
    private readonly string first;
    private string folder;
    private volatile ClipLanes answering = null!; // those of the model that runs
    private volatile IReadOnlyList<FleetModel> held = [];
    private NodeModel? filmed; // what cameras run
    private CameraHall? hall;

    /// <param name="folder">The model that the node starts with.</param>
    /// <param name="load">Loads a model from a folder.</param>
    /// <param name="open">Opens the room for cameras.</param>
    /// <param name="audit">Makes a model's audit of clips; null for none.</param>
    /// <param name="clock">Measures latencies.</param>
    public NodeModels(string folder, Func<string, NodeModel> load, Func<NodeModel, CameraHall> open, Func<NodeModel, ClipAudit?> audit, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(audit);
        (first, this.folder, this.load, this.open, this.audit, this.clock) = (folder, folder, load, open, audit, clock);
        Shelve(load(folder));
        First = Current;
    }

    /// <summary>The model that runs.</summary>
    public ModelPackage Current { get; private set; } = null!;

    /// <summary>Its hash.</summary>
    public string Hash { get; private set; } = string.Empty;

    /// <summary>The model that the node was started with.</summary>
    public ModelPackage First { get; }

    /// <summary>How often the audit found the gate's answers to be the full width's, since the present model runs.</summary>
    public Agreement Agreement => (hall?.Agreement ?? default) + answering.Agreement;

    /// <summary>The models that it answers clips with, the one that runs last.</summary>
    public IReadOnlyList<FleetModel> Held => held;

    /// <summary>Where cameras run.</summary>
    public CameraHall Hall
    {
        get
        {
            lock (gate)
                return hall ??= open(filmed = load(folder));
        }
    }

    /// <summary>Answers something with the model of a hash, while it is here for certain.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="answer">Told its lanes; null when the node has no such model.</param>
    public T With<T>(string hash, Func<ClipLanes?, T> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (gate)
            return answer(shelf.FindLast(entry => entry.Model.Hash == hash).Lanes);
    }

    /// <summary>Loads and proves a model, and lets it take over: from cameras between two frames, from clips between two clips.</summary>
    /// <param name="next">Its folder; null for the model that the node was started with.</param>
    /// <exception cref="InputException">It does not load, or cannot take the place of the one that runs; that one runs on.</exception>
    public async Task SwitchAsync(string? next)
    {
        next ??= first;
        NodeModel clips = load(next);
        NodeModel? cameras = null;
        try
        {
            if (clips.WhyNotAfter(Current) is { } reason)
                throw new PackageException($"{next}: {reason}; start the workers anew with it.");
            cameras = hall is null ? null : load(next);
        }
        catch
        {
            clips.Dispose();
            throw;
        }

        CameraHall? room;
        lock (gate)
        {
            folder = next; // from now on a first camera finds this model
            Shelve(clips);
            room = hall;
        }

        if (room is null)
            return;
        cameras ??= load(next); // the first camera came meanwhile
        await room.SwitchAsync(cameras).ConfigureAwait(false);
        filmed!.Dispose();
        filmed = cameras;
    }

    public void Dispose()
    {
        hall?.Dispose();
        filmed?.Dispose();
        shelf.ForEach(entry => entry.Model.Dispose());
    }

    private void Shelve(NodeModel model)
    {
        answering = new ClipLanes(model.Package, model.Nets, clock, audit(model));
        shelf.Add((model, answering));
        (Current, Hash) = (model.Package, model.Hash);
        if (shelf.Count > Kept)
        {
            shelf[0].Model.Dispose();
            shelf.RemoveAt(0);
        }

        held = [.. shelf.Select(entry => new FleetModel(entry.Model.Package.Manifest.Name, entry.Model.Hash)).Distinct()];
    }
}

using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>
/// The dynamic net's sessions over one store of weights. A width is a slice of the full width, so all can live in the memory of the widest; the engine would
/// copy each slice. Built at load from the package's graphs as they are, and proven there against plain sessions.
/// </summary>
internal sealed class SharedSessions : IDisposable
{
    // Of the largest feature: sums in another order differ by about 1e-6 of it, a wrong filter by all of it.
    private const float Tolerance = 1e-4f;

    private readonly WeightStore store;
    private readonly Dictionary<Width, BoundSession> sessions = [];

    private SharedSessions(Engine engine, IReadOnlyList<WidthSession> widths, OptimisedGraphs optimised, WidthTrial trial)
    {
        int block = BlockedLayout.Block(engine) ?? throw new SharingException("the engine has no blocked convolutions on this processor");
        SharingPlan plan = new(optimised.Graphs, block);
        if (plan.StoredNumbers == 0)
            throw new SharingException($"no float convolution has {SharingPlan.LeastNumbers} weights or more at a narrower width");
        SavedBytes = plan.SavedBytes;
        store = new WeightStore(plan.StoredNumbers);
        try
        {
            Dictionary<string, SharedFilter> filters = plan.Nodes.ToDictionary(node => node, node => Store(node, plan, optimised.Graphs[Width.Full], block));
            foreach (WidthSession width in widths)
            {
                SharedGraph graph = new(optimised.Graphs[width.Width]);
                byte[] model = graph.Write(filters, width.Width == Width.Full ? null : ScalesOf(width, plan, optimised.Graphs, block));
                sessions[width.Width] = new BoundSession(engine, width.Graph, engine.LoadOptimised(model, width.Graph), [.. width.Inputs, .. graph.Weights], [.. width.Outputs]);
            }

            foreach (WidthSession width in widths)
                Compare(width, optimised.Answers[width.Width], trial.Answer(sessions[width.Width], width.Feature));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What plain sessions would take more.</summary>
    public long SavedBytes { get; }

    /// <summary>The session of a width that is not skip.</summary>
    public BoundSession this[Width width] => sessions[width];

    /// <summary>Builds and proves the sessions.</summary>
    /// <exception cref="SharingException">It cannot be done here, or not with these graphs; the message says why.</exception>
    public static SharedSessions Load(Engine engine, IReadOnlyList<WidthSession> widths, WidthTrial trial)
    {
        try
        {
            using OptimisedGraphs optimised = new(engine, widths, trial);
            return new SharedSessions(engine, widths, optimised, trial);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SharingException($"the folder for temporary files cannot take the rewritten graphs: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is EngineException or InvalidDataException or OverflowException or OutOfMemoryException)
        {
            throw new SharingException($"the engine's own graphs cannot be rewritten: {problem.Message}", problem);
        }
    }

    public void Dispose()
    {
        foreach (BoundSession session in sessions.Values)
            session.Dispose();
        store.Dispose();
    }

    private SharedFilter Store(string node, SharingPlan plan, StoredGraph full, int block)
    {
        StoredTensor filter = plan.FilterOf(Width.Full, node)!;
        return new SharedFilter(store, full.Numbers(filter), filter.Shape, block, plan.EndsOf(node));
    }

    private static Dictionary<string, float[]> ScalesOf(WidthSession width, SharingPlan plan, Dictionary<Width, StoredGraph> graphs, int block)
    {
        Dictionary<string, float[]> scales = new(StringComparer.Ordinal);
        foreach (string node in plan.Nodes.Where(node => plan.SharersOf(node).Contains(width.Width)))
        {
            StoredTensor full = plan.FilterOf(Width.Full, node)!, own = plan.FilterOf(width.Width, node)!;
            scales[node] = ChannelScales.Fit(graphs[Width.Full].Numbers(full), full.Shape, graphs[width.Width].Numbers(own), own.Shape, block)
                ?? throw new SharingException($"{Path.GetFileName(width.Graph)}: the filter of {node} is no scaled part of the full width's");
        }

        return scales;
    }

    private static void Compare(WidthSession width, float[] plain, float[] shared)
    {
        float largest = plain.Max(Math.Abs), worst = 0;
        for (int i = 0; i < plain.Length; i++)
            worst = Math.Max(worst, Math.Abs(plain[i] - shared[i])); // NaN stays
        if (!(worst <= Tolerance * largest))
            throw new SharingException(FormattableString.Invariant($"{Path.GetFileName(width.Graph)}: the shared graph answers {worst:0.0e0} beside the plain one, whose largest feature is {largest:0.0e0}"));
    }
}

using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>The dynamic net's sessions, one a width: over one store of weights where that is possible and worth it, plain ones otherwise.</summary>
internal sealed class DynamicSessions : IDisposable
{
    /// <summary>What the narrower widths' graphs must take together: below, sharing saves a few per cent of the process and costs load time.</summary>
    public const long LeastBytes = 4 << 20;

    private readonly Dictionary<Width, BoundSession> plain = [];
    private readonly SharedSessions? shared;

    /// <param name="engine">What runs them.</param>
    /// <param name="precision">The package's precision where it is not float32.</param>
    /// <param name="widths">What each session reads and writes.</param>
    /// <param name="trial">Proves shared sessions.</param>
    /// <exception cref="EngineException">A graph does not load or does not fit.</exception>
    public DynamicSessions(Engine engine, string? precision, IReadOnlyList<WidthSession> widths, WidthTrial trial)
    {
        try
        {
            if (WhyPlain(engine, precision, widths) is { } reason)
                throw new SharingException(reason);
            shared = SharedSessions.Load(engine, widths, trial);
            Weights = new WeightStorage(true, FormattableString.Invariant($"{widths.Count} widths read one store, which saves {shared.SavedBytes / 1e6:0.0} MB"));
        }
        catch (SharingException problem)
        {
            Weights = new WeightStorage(false, problem.Message);
            LoadPlain(engine, widths);
        }
    }

    /// <summary>Whether the weights are shared, and why not.</summary>
    public WeightStorage Weights { get; }

    /// <summary>The session of a width that is not skip.</summary>
    public BoundSession this[Width width] => shared?[width] ?? plain[width];

    public void Dispose()
    {
        shared?.Dispose();
        foreach (BoundSession session in plain.Values)
            session.Dispose();
    }

    private static string? WhyPlain(Engine engine, string? precision, IReadOnlyList<WidthSession> widths)
    {
        EngineSettings settings = engine.Settings;
        if (settings.Weights == WeightSharing.Plain)
            return "as asked for";
        if (settings.Provider != "cpu" || engine.Device is not null)
            return $"{settings.Provider} keeps weights in a layout of its own";
        if (precision is not null)
            return $"the filters of {precision} packages are scaled and rounded for each width";
        if (!settings.Optimised)
            return "graphs run as they are written";
        if (widths.Count < 2)
            return "there is one width";
        long bytes = widths.Where(width => width.Width != Width.Full).Sum(width => new FileInfo(width.Graph).Length);
        return settings.Weights == WeightSharing.Auto && bytes < LeastBytes
            ? FormattableString.Invariant($"the narrower widths' weights take only {bytes / 1e6:0.0} MB together")
            : null;
    }

    private void LoadPlain(Engine engine, IReadOnlyList<WidthSession> widths)
    {
        try
        {
            foreach (WidthSession width in widths)
                plain[width.Width] = new BoundSession(engine, width.Graph, [.. width.Inputs], [.. width.Outputs]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}

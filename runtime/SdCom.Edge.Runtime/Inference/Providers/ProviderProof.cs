using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Runtime.Inference.Providers;

/// <summary>What a proof found.</summary>
public enum ProviderVerdict
{
    /// <summary>It runs the graph, and quicker than the CPU.</summary>
    Runs,

    /// <summary>It runs the graph, and the CPU is quicker.</summary>
    Slower,

    /// <summary>It was loaded, and the CPU ran every node.</summary>
    FellBack,
}

/// <summary>Whether a provider really runs: the full-width graph's nodes counted by where they ran, and its time in turns with the CPU's. A list of providers proves nothing.</summary>
/// <param name="Provider">cpu, cuda or tensorrt.</param>
/// <param name="Nodes">Nodes that ran, after fusion.</param>
/// <param name="OnProvider">Those that the provider ran.</param>
/// <param name="Milliseconds">Median time of the graph, the way of its tensors included.</param>
/// <param name="CpuMilliseconds">The same on the CPU.</param>
public sealed record ProviderProof(string Provider, int Nodes, int OnProvider, double Milliseconds, double CpuMilliseconds)
{
    private const int WarmUps = 3;
    private const int Rounds = 15;

    public ProviderVerdict Verdict => OnProvider == 0 ? ProviderVerdict.FellBack
        : Milliseconds > CpuMilliseconds ? ProviderVerdict.Slower : ProviderVerdict.Runs;

    /// <summary>Counts and measures.</summary>
    /// <param name="model">The model.</param>
    /// <param name="engine">The engine on trial.</param>
    /// <param name="nets">The model in that engine.</param>
    /// <param name="clock">Measures.</param>
    /// <exception cref="EngineException">A graph cannot be run.</exception>
    public static ProviderProof Measure(ModelPackage model, Engine engine, Nets nets, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(nets);
        ArgumentNullException.ThrowIfNull(clock);
        NodePlaces places = engine.PlaceNodes(model.PathOf(ModelFiles.Dynamic(Width.Full)));
        using Engine cpu = new(engine.Settings with { Provider = "cpu" });
        using Nets beside = new(model, cpu, onlyFullWidth: true);
        int full = model.Network.Widths.IndexOf(Width.Full);
        List<double> here = [], there = [];
        for (int round = -WarmUps; round < Rounds; round++)
        {
            double a = Time(nets, full, clock), b = Time(beside, full, clock);
            if (round < 0)
                continue;
            here.Add(a);
            there.Add(b);
        }

        return new ProviderProof(engine.Settings.Provider, places.Count, places.On(engine.Settings.Provider), Median(here), Median(there));
    }

    /// <summary>Runs the full width a few times and tells the median time of the graph in milliseconds.</summary>
    public static double MedianOf(ModelPackage model, Nets nets, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(nets);
        ArgumentNullException.ThrowIfNull(clock);
        int full = model.Network.Widths.IndexOf(Width.Full);
        List<double> times = [];
        for (int round = -WarmUps; round < Rounds; round++)
        {
            double time = Time(nets, full, clock);
            if (round >= 0)
                times.Add(time);
        }

        return Median(times);
    }

    private static double Time(Nets nets, int width, TimeProvider clock)
    {
        long start = clock.GetTimestamp();
        nets.Dynamic.RunBare(width);
        return clock.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>One line for people.</summary>
    public override string ToString() => Verdict switch
    {
        ProviderVerdict.FellBack => FormattableString.Invariant($"{Provider}: loads, and runs none of the full width's {Nodes} nodes; all of them ran on cpu ({CpuMilliseconds:0.0} ms)"),
        ProviderVerdict.Slower => FormattableString.Invariant($"{Provider}: runs {Share}, and slower than cpu: full width {Milliseconds:0.0} ms against {CpuMilliseconds:0.0} ms"),
        _ => FormattableString.Invariant($"{Provider}: runs {Share}, full width {Milliseconds:0.0} ms against {CpuMilliseconds:0.0} ms on cpu"),
    };

    private string Share => OnProvider == Nodes ? "every node" : $"{OnProvider} of {Nodes} nodes";

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

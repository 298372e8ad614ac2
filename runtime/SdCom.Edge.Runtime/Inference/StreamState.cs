using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>All that a stream remembers between frames. The nets themselves remember nothing; a new state is a new stream.</summary>
public sealed class StreamState
{
    /// <summary>A stream that has seen nothing.</summary>
    public StreamState(NetworkSpec network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Gate = new float[network.Gate.Hidden];
        StaticShift = new float[network.Static.ShiftStateLength(network.GlanceSize)];
        DynamicShift = new float[network.Dynamic.ShiftStateLength(network.InputSize)];
        Window = new float[network.Fusion.Segments * network.Fusion.Hidden];
    }

    /// <summary>The gate's hidden vector, [gate hidden].</summary>
    public float[] Gate { get; }

    /// <summary>What the static net's temporal shift kept of the last frame, see <see cref="TemporalShift"/>; empty when it does not shift.</summary>
    public float[] StaticShift { get; }

    /// <summary>The same of the dynamic net, of the last frame that ran: a narrow width leaves zeros where a wider one would have written, skip leaves everything.</summary>
    public float[] DynamicShift { get; }

    /// <summary>The fused features of the last frames, [segments, fusion hidden], newest last.</summary>
    public float[] Window { get; }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Array.Clear(Gate);
        Array.Clear(StaticShift);
        Array.Clear(DynamicShift);
        Array.Clear(Window);
    }
}

namespace SdCom.Edge.Core.Packages;

/// <summary>The names of the graphs' inputs and outputs; shapes are for S pixels a side, W widths, T segments and C classes.</summary>
public static class TensorNames
{
    /// <summary>uint8 [1, S, S, 3], RGB.</summary>
    public const string Image = "image";

    /// <summary>float [1, gate hidden]; zero at the start of a stream.</summary>
    public const string GateState = "gate_state";

    /// <summary>float [1, gate hidden]: the next frame's gate state.</summary>
    public const string GateStateOut = "gate_state_out";

    /// <summary>float [1, K]: what a trunk with temporal shift kept of the frame before that ran, see <see cref="Networks.TemporalShift"/>; K is the same at every width; zero at the start of a stream. The static and the dynamic net have one each; absent without shift.</summary>
    public const string ShiftState = "shift_state";

    /// <summary>float [1, K]: the next frame's shift state.</summary>
    public const string ShiftStateOut = "shift_state_out";

    /// <summary>float [1, static feature].</summary>
    public const string Primary = "primary";

    /// <summary>float [1, W].</summary>
    public const string GateScores = "gate_scores";

    /// <summary>float [1, feature at the width] as the dynamic graphs write it; [1, feature at width 1], zero-padded, as the fusion reads it.</summary>
    public const string Supplementary = "supplementary";

    /// <summary>float [1, T, fusion hidden], newest last; zero at the start of a stream.</summary>
    public const string Window = "window";

    /// <summary>float [1, T, fusion hidden]: the next frame's window.</summary>
    public const string WindowOut = "window_out";

    /// <summary>float [1, C].</summary>
    public const string Logits = "logits";
}

using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Runtime.Evaluation;

/// <summary>What a recogniser made of one clip.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Probabilities">The probability of each class after the last frame, [C]; empty where there is a problem.</param>
/// <param name="Frames">Frames that were answered.</param>
/// <param name="Macs">Multiply-accumulates that they took.</param>
public sealed record ClipAnswer(Clip Clip, float[] Probabilities, int Frames, long Macs)
{
    /// <summary>Why there is no answer, in a line that names the clip; null where there is one.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the engine failed and not the clip: another attempt may fare better.</summary>
    public bool IsEngineFault { get; init; }

    /// <summary>The index of the most probable class; of equal ones the first. -1 without an answer.</summary>
    public int ClassIndex => Probabilities.Length > 0 ? Array.IndexOf(Probabilities, Probabilities.Max()) : -1;
}

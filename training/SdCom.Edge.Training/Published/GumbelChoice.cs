using SdCom.Edge.Training.Layers;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The gate's draw for each frame (behaviour 12): soft scores softmax((logits + noise) / tau), and the hard one-hot whose gradient is that of soft.
/// Tau stays at 5 throughout the published training.
/// </summary>
/// <param name="Soft">[N, W].</param>
/// <param name="Hard">[N, W].</param>
public sealed record GumbelChoice(Tensor Soft, Tensor Hard)
{
    /// <summary>The published temperature.</summary>
    public const double Temperature = 5;

    /// <summary>Draws with the given Gumbel noise [N, W].</summary>
    public static GumbelChoice Draw(Tensor logits, Tensor noise, double temperature = Temperature)
    {
        Tensor soft = StraightThrough.Soft(logits, noise, temperature);
        return new GumbelChoice(soft, StraightThrough.Harden(soft));
    }
}

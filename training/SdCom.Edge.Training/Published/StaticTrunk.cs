using SdCom.Edge.Core.Networks;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>The static net's trunk as a function of its tensors. The gate reads its map, the fusion the map's mean (behaviours 12 and 16).</summary>
public static class StaticTrunk
{
    /// <summary>x [N, 3, S, S] to the map [N, C, h, w]; training uses the batch's statistics and moves the running ones.</summary>
    public static Tensor Map(BackboneSpec spec, Weights weights, Tensor x, bool training) => TrunkPlan.Run(spec, x, (conv, y) =>
    {
        using Tensor summed = TrunkPlan.Convolve(conv, y, weights[$"{conv.Name}.weight"]);
        return weights.Norm(conv.NormName, summed, training, spec.NormEpsilon);
    });
}

using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The slimmable trunk as the policy stage runs it: one width per sample, at full width with what a sample's width lacks set to zero
/// (behaviour 13). Every sample equals the sliced form of its width, Layers.Backbone, at the cost of full width for all (defect 19).
/// </summary>
public static class MaskedTrunk
{
    /// <summary>x [N, 3, S, S] to the map [N, C, h, w], zero beyond each sample's width.</summary>
    public static Tensor Map(BackboneSpec spec, Weights weights, Tensor x, WidthChoice choice) => TrunkPlan.Run(spec, x, (conv, y) =>
    {
        using Tensor summed = Convolve(conv, weights, y, choice);
        return Normalise(conv, weights, summed, choice, spec.NormEpsilon);
    });

    /// <summary>The full convolution of one layer, zero beyond each sample's width.</summary>
    public static Tensor Convolve(ConvSpec conv, Weights weights, Tensor x, WidthChoice choice)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return (TrunkPlan.Convolve(conv, x, weights[$"{conv.Name}.weight"]) * choice.Mask(conv.Outputs)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The norm of one layer by the running statistics of each sample's width, in training too: x a + b with a = gamma / sqrt(var + eps) and
    /// b = beta - mean a, both zero beyond the width.
    /// </summary>
    public static Tensor Normalise(ConvSpec conv, Weights weights, Tensor x, WidthChoice choice, double epsilon)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Weights norm = weights.Under(conv.NormName);
        Tensor contained = WidthChoice.Contained(choice.Widths, conv.Outputs, x.device);
        Tensor inverse = Table(norm, "running_var", choice.Widths, conv.Outputs, v => (v + epsilon).rsqrt());
        Tensor scale = inverse * norm["weight"]; // [W, C]
        Tensor shift = (norm["bias"] * contained) - (Table(norm, "running_mean", choice.Widths, conv.Outputs, m => m) * scale);
        return ((x * choice.Rows(scale)) + choice.Rows(shift)).MoveToOuterDisposeScope();
    }

    // One row per width, zero beyond it.
    private static Tensor Table(Weights norm, string statistic, WidthSet widths, int channels, Func<Tensor, Tensor> map) =>
        torch.stack([.. widths.Select(w => F.pad(map(norm[$"{w.FileTag}.{statistic}"]), [0, channels - norm[$"{w.FileTag}.{statistic}"].shape[0]]))]);
}

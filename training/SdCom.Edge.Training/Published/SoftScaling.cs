using SdCom.Edge.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The last map times cumulative soft scores: channel c by the sum of the scores of all widths that contain it (behaviour 14). The only way in
/// which the classification loss reaches the gate. Inference leaves it out, so training and inference are two functions (defect 8); ours fuses
/// the same features in both.
/// </summary>
public static class SoftScaling
{
    /// <summary>features [N, C, h, w] and scores [N, W], which sum to 1 a row.</summary>
    public static Tensor Apply(Tensor features, Tensor scores, WidthSet widths)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor contained = WidthChoice.Contained(widths, (int)features.shape[1], features.device);
        Tensor factors = scores.matmul(contained); // [N, C]
        return (features * factors.unsqueeze(-1).unsqueeze(-1)).MoveToOuterDisposeScope();
    }
}

using SdCom.Edge.Core;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// Plays one clip frame by frame for a network whose dynamic net shifts in time: a frame's feature then depends on the widths before it, as on the device. As
/// long as the width does not change, the features that were computed with it throughout hold; at the first change the frames before it are run once more.
/// </summary>
internal sealed class ClipReplay(SdComNetwork network, EvaluationFeatures features, ClipFeatures clip, float[][] mixed) : IDisposable
{
    private ShiftState? state; // null while the width has not changed
    private int first = -1; // the first frame's width
    private int frame;

    /// <summary>z [Hidden] of the next frame, which runs at the width of this index.</summary>
    public ReadOnlySpan<float> Next(int width)
    {
        if (first < 0)
            first = width;
        int at = frame++;
        int hidden = network.Spec.Fusion.Hidden;
        if (state is null && width == first)
            return mixed[width].AsSpan(at * hidden, hidden);
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        if (state is null)
        {
            state = ShiftState.Fresh(1);
            Step(0, at, network.Spec.Widths[first]);
        }

        Tensor? supplementary = Step(at, 1, network.Spec.Widths[width]);
        return supplementary is null
            ? mixed[width].AsSpan(at * hidden, hidden) // skip adds nothing, whatever was before
            : network.Fusion.Mix(clip.Primary.narrow(0, at, 1), supplementary).cpu().contiguous().data<float>().ToArray();
    }

    public void Dispose() => state?.Dispose();

    private Tensor? Step(int from, int count, Width width)
    {
        if (width.IsSkip)
            return null;
        Tensor pictures = features.Pictures(clip.Clip, from, count).to(network.Device);
        (Tensor? supplementary, ShiftState next) = network.SupplementaryStep(pictures, width, NormPass.Evaluate, state!);
        state!.Dispose();
        state = next.DetachFromDisposeScope();
        return supplementary;
    }
}

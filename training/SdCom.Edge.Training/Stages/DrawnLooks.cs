using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// The dynamic net's features on pictures for widths that were drawn. The gate learns from all widths, as if each had been drawn, so all run;
/// the dynamic net itself learns from what was drawn only, so the others run without a graph and cost no backward pass.
/// </summary>
public static class DrawnLooks
{
    /// <summary>Features [clips, T, D at width] for each width, null for skip, of pictures [clips x T, 3, S, S] and their drawn widths [clips, T, W].</summary>
    public static Tensor?[] Of(SdComNetwork network, Tensor pictures, DrawnWidths drawn, int clips)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long[] choice = drawn.Hard.detach().argmax(2).view(-1).cpu().data<long>().ToArray();
        return [.. network.Spec.Widths.Select((width, w) => width.IsSkip ? null : Look(width, w).view(clips, choice.Length / clips, -1).MoveToOuterDisposeScope())];

        Tensor Look(Width width, int w)
        {
            long[] learning = [.. Frames(c => c == w)], other = [.. Frames(c => c != w)];

            // A temporal shift needs the frames of a clip together.
            if (network.Dynamic.Spec.Shifts() || other.Length == 0)
                return network.Supplementary(pictures, width, NormPass.Evaluate, clips)!;
            Tensor still;
            using (torch.no_grad())
                still = network.Supplementary(Rows(other), width, NormPass.Evaluate, other.Length)!;
            if (learning.Length == 0)
                return still;
            Tensor moving = network.Supplementary(Rows(learning), width, NormPass.Evaluate, learning.Length)!;
            long[] back = new long[choice.Length]; // where each frame lies in the two put together
            for (int i = 0; i < learning.Length; i++)
                back[learning[i]] = i;
            for (int i = 0; i < other.Length; i++)
                back[other[i]] = learning.Length + i;
            return torch.cat([moving, still], 0).index_select(0, torch.tensor(back, device: network.Device));
        }

        IEnumerable<long> Frames(Func<long, bool> which) => Enumerable.Range(0, choice.Length).Where(i => which(choice[i])).Select(i => (long)i);

        // Chosen as [N, S, S, 3] and seen as [N, 3, S, S]: the layout stays channels_last.
        Tensor Rows(long[] rows) => pictures.permute(0, 2, 3, 1).index_select(0, torch.tensor(rows, device: network.Device)).permute(0, 3, 1, 2);
    }
}

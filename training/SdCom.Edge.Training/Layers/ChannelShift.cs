using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Layers;

/// <summary>The temporal shift (<see cref="SdCom.Edge.Core.Networks.TemporalShift"/>) of pictures in a row.</summary>
internal static class ChannelShift
{
    /// <summary>
    /// x [N x T, C, H, W], clip by clip and frames in order: the leading channels of every frame become those of the frame before;
    /// before the first frame stand <paramref name="before"/> [N, c, H, W], or zeros. Looking ahead, the next channels, as many again, become those of the
    /// frame after, and zeros in the last.
    /// </summary>
    public static Tensor Apply(Tensor x, int channels, int clips, Tensor? before, bool looksAhead = false)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        // As [.., H, W, C], so that the result lies in memory as the convolutions like it.
        Tensor rows = x.permute(0, 2, 3, 1);
        long pictures = rows.shape[0], height = rows.shape[1], width = rows.shape[2], frames = pictures / clips;
        Tensor lead = rows.narrow(3, 0, channels).reshape(clips, frames, height, width, channels);
        Tensor first = before is null
            ? torch.zeros([clips, 1, height, width, channels], x.dtype, x.device)
            : Fit(before, channels).permute(0, 2, 3, 1).unsqueeze(1);
        Tensor earlier = torch.cat([first, lead.narrow(1, 0, frames - 1)], 1).reshape(pictures, height, width, channels);
        List<Tensor> parts = [earlier];
        if (looksAhead)
        {
            Tensor next = rows.narrow(3, channels, channels).reshape(clips, frames, height, width, channels);
            parts.Add(torch.cat([next.narrow(1, 1, frames - 1), torch.zeros_like(next.narrow(1, 0, 1))], 1).reshape(pictures, height, width, channels));
        }

        int moved = channels * parts.Count;
        parts.Add(rows.narrow(3, moved, rows.shape[3] - moved));
        return torch.cat(parts, 3).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>The leading channels of every clip's last frame [N, c, H, W].</summary>
    public static Tensor Keep(Tensor x, int channels, int clips)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long frames = x.shape[0] / clips;
        Tensor all = x.narrow(1, 0, channels).reshape(clips, frames, channels, x.shape[2], x.shape[3]);
        return all.select(1, frames - 1).clone().MoveToOuterDisposeScope(); // a view would keep the whole batch alive
    }

    // Another width kept more channels or fewer: the leading ones count, those that it did not keep are zero.
    private static Tensor Fit(Tensor kept, long channels) => kept.shape[1] >= channels
        ? kept.narrow(1, 0, channels)
        : F.pad(kept, [0, 0, 0, 0, 0, channels - kept.shape[1]]);
}

using SdCom.Edge.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>One width per sample, as one-hot rows without gradient: in the masks of the policy stage the choice is detached (behaviour 13).</summary>
public sealed class WidthChoice
{
    private readonly Tensor oneHot; // [N, W]

    /// <summary>Takes the choice of rows [N, W] whose largest entry, 1, marks the width.</summary>
    public WidthChoice(Tensor oneHot, WidthSet widths)
    {
        this.oneHot = oneHot.detach();
        Widths = widths;
    }

    public WidthSet Widths { get; }

    /// <summary>Each sample's row of a table with one row per width: [W, C] to [N, C, 1, 1].</summary>
    public Tensor Rows(Tensor table)
    {
        using Tensor rows = oneHot.matmul(table);
        return rows.view(rows.shape[0], rows.shape[1], 1, 1);
    }

    /// <summary>1 for the leading channels that each sample's width has, 0 beyond: [N, C, 1, 1].</summary>
    public Tensor Mask(int channels)
    {
        using Tensor contained = Contained(Widths, channels, oneHot.device);
        return Rows(contained);
    }

    /// <summary>1 where a width has a channel: [W, C] with max(1, floor(C x width)) leading ones a row.</summary>
    public static Tensor Contained(WidthSet widths, int channels, Device device)
    {
        float[] values = new float[widths.Count * channels];
        for (int w = 0; w < widths.Count; w++)
            values.AsSpan(w * channels, ChannelRounding.Floor.Channels(channels, widths[w])).Fill(1);
        return torch.tensor(values, [widths.Count, channels], device: device);
    }
}

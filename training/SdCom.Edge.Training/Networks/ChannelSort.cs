using SdCom.Edge.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Networks;

/// <summary>
/// Puts the channels of a trunk in order of importance before it is slimmed, so that a narrow width keeps the ones that matter
/// (once-for-all, Cai et al. 2020, section 3.3: L1 norms). The function at full width stays as it was, up to the order of the pooled feature; a temporal shift then takes the channels that are now leading.
/// </summary>
public static class ChannelSort
{
    /// <summary>Sorts in place; gives the new order of the pooled feature: entry i now holds what entry order[i] held.</summary>
    public static long[] Apply(Backbone trunk)
    {
        using IDisposable off = torch.no_grad();
        long[] last = [];
        foreach (Stream stream in Streams(trunk))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Tensor order = stream.Importance().argsort(0, descending: true);
            stream.Permute(order);
            last = order.cpu().data<long>().ToArray();
        }

        return last;
    }

    // A stream is a set of channels that several layers share: written by one convolution, or by all that are added up along a shortcut.
    private static List<Stream> Streams(Backbone trunk)
    {
        List<Stream> streams = [];
        Stream? at = null; // the picture's three planes are no stream
        foreach (Block block in trunk.Blocks)
        {
            Stream? input = at;
            foreach (SlimmableConv conv in block.Convs)
            {
                if (conv.Spec.Depthwise && at is not null)
                {
                    at.Passes.Add(conv);
                    continue;
                }

                at?.Readers.Add(conv);
                bool joins = block.Spec.Residual && block.Projection is null && ReferenceEquals(conv, block.Convs[^1]);
                at = joins && input is not null ? input : Start();
                at.Writers.Add(conv);
            }

            if (block.Projection is { } projection)
            {
                input?.Readers.Add(projection);
                at!.Writers.Add(projection);
            }
        }

        // The pooled feature's stream comes last, so that its order is the one given back.
        streams.Remove(at!);
        streams.Add(at!);
        return streams;

        Stream Start()
        {
            Stream started = new();
            streams.Add(started);
            return started;
        }
    }

    private sealed class Stream
    {
        public List<SlimmableConv> Writers { get; } = [];

        public List<SlimmableConv> Readers { get; } = [];

        public List<SlimmableConv> Passes { get; } = [];

        // How strongly a channel is written times how strongly it is read.
        public Tensor Importance()
        {
            Tensor written = Sum(Writers, c => c.Weight.abs().sum([1, 2, 3]) * c.Norm.Gain());
            return Readers.Count == 0 ? written : written * Sum(Readers, c => c.Weight.abs().sum([0, 2, 3]));
        }

        public void Permute(Tensor order)
        {
            foreach (SlimmableConv conv in Writers.Concat(Passes))
            {
                conv.Weight.copy_(conv.Weight.index_select(0, order));
                conv.Norm.Permute(order);
            }

            foreach (SlimmableConv conv in Readers)
                conv.Weight.copy_(conv.Weight.index_select(1, order));
        }

        private static Tensor Sum(List<SlimmableConv> convs, Func<SlimmableConv, Tensor> of)
        {
            Tensor sum = of(convs[0]);
            foreach (SlimmableConv conv in convs.Skip(1))
                sum += of(conv);
            return sum;
        }
    }
}

using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Training.Published;

/// <summary>MACs and parameters of the published network, by the one counter, and the figure that the original's own hooks arrive at.</summary>
public sealed class PublishedCost(PublishedSpec spec)
{
    private readonly GateSpec gate = new(spec.GateChannels * spec.MapCells, spec.GateHidden, spec.GateHidden, spec.Widths.Count);

    /// <summary>MACs of the static trunk.</summary>
    public long Static => MacCounter.Backbone(spec.Static, Width.Full, spec.InputSize);

    /// <summary>MACs of the gate's 1x1 convolution.</summary>
    public long GateConvolution => (long)spec.Static.FeatureChannels * spec.GateChannels * spec.MapCells;

    /// <summary>MACs of the gate's GRU.</summary>
    public long GateGru => MacCounter.Gru(spec.GateHidden, spec.GateHidden);

    /// <summary>MACs of the gate for one frame.</summary>
    public long Gate => GateConvolution + MacCounter.Gate(gate);

    /// <summary>The gate as the original counts it: its hooks do not see the GRU.</summary>
    public long GateAsCounted => Gate - GateGru;

    /// <summary>Learned numbers of the gate: convolution, both norms, linear layers and GRU.</summary>
    public long GateParameters =>
        ((long)spec.Static.FeatureChannels * spec.GateChannels) + (2L * spec.GateChannels) + (2L * spec.GateHidden) + MacCounter.Parameters(gate);

    /// <summary>MACs of the fusion's linear layer for one frame.</summary>
    public long FusionMix => MacCounter.Linear(spec.FusedFeature, spec.FusionHidden);

    /// <summary>MACs of one position's classifier.</summary>
    public long Classifier => MacCounter.Linear(spec.FusionHidden, spec.Classes);

    /// <summary>MACs of the fusion for one video: every frame is mixed, every position answers once.</summary>
    public long FusionPerVideo => spec.Frames * (FusionMix + Classifier);

    /// <summary>The same as the original counts it: one reading holds all classifiers and is multiplied by the frames once more.</summary>
    public long FusionPerVideoAsCounted => spec.Frames * (FusionMix + (spec.Frames * Classifier));

    /// <summary>Learned numbers of the fusion, those of one of its classifiers given apart.</summary>
    public (long Total, long Mix, long Norm, long OneClassifier) FusionParameters
    {
        get
        {
            long mix = FusionMix + spec.FusionHidden;
            long one = Classifier + spec.Classes;
            return (mix + (2L * spec.FusionHidden) + (spec.Frames * one), mix, 2L * spec.FusionHidden, one);
        }
    }

    /// <summary>MACs of the static net's own linear head, which runs at inference although nothing reads it.</summary>
    public long StaticHead => MacCounter.Linear(spec.Static.FeatureChannels, spec.Classes);

    /// <summary>MACs of the slim classifier of training.</summary>
    public long SlimClassifier => MacCounter.Linear(spec.Dynamic.FeatureChannels, spec.Classes);

    /// <summary>MACs of the slimmable trunk; width 0 is one channel, not free.</summary>
    public long Dynamic(Width width) => MacCounter.Layers(spec.Dynamic, width, spec.InputSize).Sum(layer => layer.Macs);

    /// <summary>Learned numbers in use at a width: convolutions, and the norms' scales and shifts.</summary>
    public (long Convolutions, long Norms) DynamicParameters(Width width)
    {
        long convolutions = 0;
        long norms = 0;
        foreach (ConvSpec conv in spec.Dynamic.Convs)
        {
            long outputs = spec.Dynamic.OutputsAt(conv, width);
            convolutions += (conv.Depthwise ? 1L : spec.Dynamic.InputsAt(conv, width)) * outputs * conv.Kernel * conv.Kernel;
            norms += 2 * outputs;
        }

        return (convolutions, norms);
    }

    /// <summary>Running statistics of all widths together.</summary>
    public long DynamicStatistics => spec.Widths.Sum(w => spec.Dynamic.Convs.Sum(c => 2L * spec.Dynamic.OutputsAt(c, w)));

    /// <summary>MACs of a whole frame at a width: all parts but the static head.</summary>
    public long Frame(Width width) => Static + Gate + Dynamic(width) + FusionMix + Classifier;
}

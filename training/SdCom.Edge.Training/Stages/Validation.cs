using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;

namespace SdCom.Edge.Training.Stages;

/// <summary>Top-1 on the held-out clips while a stage goes on; the first of several processes measures for all.</summary>
internal sealed class Validation
{
    private readonly TrainingData data;
    private readonly SdComNetwork network;

    /// <summary>Decodes the clips once, now: a progress bar within a stage's bar is not possible.</summary>
    public Validation(TrainingData data, SdComNetwork network)
    {
        this.data = data;
        this.network = network;
        if (data.HasValidation)
            network.Workers.FirstAlone(Decode);

        bool Decode()
        {
            data.OpenValidation().Dispose();
            return true;
        }
    }

    /// <summary>Top-1 of a network by width after every so many epochs; null in the others, with 0, and without held-out clips.</summary>
    public JsonObject? Top1After(int epoch, int every, SdComNetwork judged, IReadOnlyList<Width> widths) =>
        every > 0 && epoch % every == 0 ? Top1(judged, widths) : null;

    /// <summary>Top-1 of a network by width; null without held-out clips.</summary>
    public JsonObject? Top1(SdComNetwork judged, IReadOnlyList<Width> widths)
    {
        return data.HasValidation ? network.Workers.FirstAlone(Measure) : null;

        JsonObject Measure()
        {
            using FrameCache clips = data.OpenValidation();
            using EvaluationFeatures features = EvaluationFeatures.Compute(judged, clips, Reporter.Silent, widths);
            Evaluator evaluator = new(judged, features);
            JsonObject top1 = [];
            foreach (Width width in widths)
                top1[width.ToString()] = Math.Round(evaluator.Fixed(width).Top1, 4);
            return top1;
        }
    }
}

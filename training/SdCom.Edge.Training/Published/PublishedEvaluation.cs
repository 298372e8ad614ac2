using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Recipes;
using TorchSharp;

namespace SdCom.Edge.Training.Published;

/// <summary>Measures the published network as it is published: inference with noise, so that a new seed gives new numbers (behaviour 15), and true MACs.</summary>
public static class PublishedEvaluation
{
    /// <summary>What one set of clips says; each clip is seen as T frames from the middles of T equal parts. <c>fixedTop1</c> is the slim classifier's, by width.</summary>
    public static JsonObject Measure(Recipe recipe, PublishedNetwork network, FrameCache clips)
    {
        using IDisposable off = torch.no_grad();
        PublishedSpec spec = network.Spec;
        PublishedCost cost = new(spec);
        PublishedBatches batches = new(recipe, network);
        using PictureBatch batch = new(spec.Frames, spec.InputSize, clips.Size);
        List<float[]> answers = [];
        int[] shares = new int[spec.Widths.Count];
        int[] fixedRight = new int[spec.Widths.Count];
        foreach ((int number, CachedClip clip) in clips.Clips.Index())
        {
            using DisposeScope scope = torch.NewDisposeScope();
            batch.Clear();
            batch.Add(clips, clip, Cut.Whole(clip, clips.Size) with { Frames = FrameSampling.Uniform(clip.Frames, spec.Frames) });
            PolicyBatch video = batches.Policy(batch, 17, number);
            InferenceAnswer answer = InferencePass.Run(network, video.Pictures, video.Noise);
            answers.Add(PoolingClassifier.Last(answer.Prefix, 1).softmax(1).cpu().data<float>().ToArray());
            foreach (int width in answer.Widths)
                shares[width]++;
            for (int w = 0; w < spec.Widths.Count; w++)
                fixedRight[w] += network.Look.Forward(video.Pictures, spec.Widths[w], NormPass.Evaluate).argmax(1).ToInt64() == clip.Label ? 1 : 0;
        }

        int[] labels = [.. clips.Clips.Select(c => c.Label)];
        double frames = Math.Max(1, shares.Sum());
        double macs = spec.Widths.Select((w, i) => shares[i] / frames * cost.Frame(w)).Sum();
        return new JsonObject
        {
            ["clips"] = labels.Length,
            ["top1"] = Round(AveragePrecision.TopK(answers, labels, 1)),
            ["top5"] = Round(AveragePrecision.TopK(answers, labels, 5)),
            ["meanAp"] = Round(AveragePrecision.Mean(AveragePrecision.PerClass(answers, (clip, label) => labels[clip] == label))),
            ["macsPerFrame"] = Math.Round(macs),
            ["fullMacsPerFrame"] = cost.Frame(Width.Full),
            ["macsSaved"] = Round(1 - (macs / cost.Frame(Width.Full))),
            ["widthShare"] = ByWidth(i => shares[i] / frames),
            ["fixedTop1"] = ByWidth(i => fixedRight[i] / (double)labels.Length),
        };

        JsonObject ByWidth(Func<int, double> value) => new(spec.Widths.Select((w, i) => KeyValuePair.Create(w.ToString(), (JsonNode?)Round(value(i)))));

        static double Round(double value) => Math.Round(value, 4);
    }
}

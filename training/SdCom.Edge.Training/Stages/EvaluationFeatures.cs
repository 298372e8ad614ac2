using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// Both trunks' features of every frame that the recogniser would process, at every width. With them any policy can be tried on whole clips
/// in a moment, because the trunks do not depend on what was chosen before.
/// </summary>
public sealed class EvaluationFeatures : IDisposable
{
    private readonly List<ClipFeatures> clips = [];

    /// <summary>One entry for each clip.</summary>
    public IReadOnlyList<ClipFeatures> Clips => clips;

    /// <summary>Runs the trunks over all clips of a cache of processed frames.</summary>
    public static EvaluationFeatures Compute(SdComNetwork network, FrameCache cache, Reporter reporter)
    {
        EvaluationFeatures features = new();
        using IDisposable off = torch.no_grad();
        int longest = cache.Clips.Count == 0 ? 1 : cache.Clips.Max(c => c.Frames);
        using PictureBatch batch = new(longest, network.Spec.InputSize, cache.Size);
        reporter.Track("Features", cache.Clips.Count, progress =>
        {
            foreach (CachedClip clip in cache.Clips)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                batch.Clear();
                batch.Add(cache, clip, Cut.Whole(clip, cache.Size));
                Tensor pictures = batch.Pictures(network.Device);
                features.clips.Add(new ClipFeatures(
                    clip,
                    network.Primary(pictures, NormPass.Evaluate, clips: 1).DetachFromDisposeScope(),
                    [.. network.Spec.Widths.Select(w => network.Supplementary(pictures, w, NormPass.Evaluate, clips: 1)?.DetachFromDisposeScope())]));
                progress.Advance();
            }
        });
        return features;
    }

    public void Dispose()
    {
        foreach (ClipFeatures clip in clips)
            clip.Dispose();
    }
}

/// <summary>Features of one clip: primary [L, P], and supplementary [L, D at width] for each width, null for skip.</summary>
public sealed record ClipFeatures(CachedClip Clip, Tensor Primary, IReadOnlyList<Tensor?> Supplementary) : IDisposable
{
    public void Dispose()
    {
        Primary.Dispose();
        foreach (Tensor? feature in Supplementary)
            feature?.Dispose();
    }
}

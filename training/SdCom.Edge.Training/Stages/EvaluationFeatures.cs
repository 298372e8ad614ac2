using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// Both trunks' features of every frame that the recogniser would process, at every width. With them any policy can be tried on whole clips
/// in a moment, because the trunks do not depend on what was chosen before; only a temporal shift in the dynamic net makes them, see <see cref="ClipReplay"/>.
/// </summary>
public sealed class EvaluationFeatures : IDisposable
{
    private readonly List<ClipFeatures> clips = [];
    private readonly FrameCache cache;
    private readonly PictureBatch batch;

    private EvaluationFeatures(FrameCache cache, PictureBatch batch)
    {
        this.cache = cache;
        this.batch = batch;
    }

    /// <summary>One entry for each clip.</summary>
    public IReadOnlyList<ClipFeatures> Clips => clips;

    /// <summary>Runs the trunks over all clips of a cache of processed frames, which stays its owner's and must outlive the features. With <paramref name="widths"/>, at these only.</summary>
    public static EvaluationFeatures Compute(SdComNetwork network, FrameCache cache, Reporter reporter, IReadOnlyCollection<Width>? widths = null)
    {
        using IDisposable off = torch.no_grad();
        int longest = cache.Clips.Count == 0 ? 1 : cache.Clips.Max(c => c.Frames);
        EvaluationFeatures features = new(cache, new PictureBatch(longest, network.Spec.InputSize, cache.Size));
        reporter.Track("Features", cache.Clips.Count, progress =>
        {
            foreach (CachedClip clip in cache.Clips)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                Tensor pictures = features.Pictures(clip, 0, clip.Frames).to(network.Device);
                features.clips.Add(new ClipFeatures(
                    clip,
                    network.Primary(pictures, NormPass.Evaluate, clips: 1).DetachFromDisposeScope(),
                    [.. network.Spec.Widths.Select(w => widths?.Contains(w) == false ? null : network.Supplementary(pictures, w, NormPass.Evaluate, clips: 1)?.DetachFromDisposeScope())]));
                progress.Advance();
            }
        });
        return features;
    }

    /// <summary>The same clips at some of the widths. It shares everything with these features, which own it.</summary>
    public EvaluationFeatures At(WidthSet all, WidthSet some)
    {
        EvaluationFeatures features = new(cache, batch);
        features.clips.AddRange(clips.Select(clip => clip with { Supplementary = [.. some.Select(w => clip.Supplementary[all.IndexOf(w)])] }));
        return features;
    }

    /// <summary>Normalised pictures [count, 3, S, S] of a clip from a frame on; a view of a buffer, good until the next call.</summary>
    public Tensor Pictures(CachedClip clip, int first, int count)
    {
        int before = cache.SeesChanges && first > 0 ? 1 : 0; // its change needs the frame before
        batch.Clear();
        batch.Add(cache, clip, Cut.Whole(clip, cache.Size) with { Frames = [.. Enumerable.Range(first - before, count + before)] });
        return batch.Pictures(torch.CPU).narrow(0, before, count);
    }

    public void Dispose()
    {
        batch.Dispose();
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

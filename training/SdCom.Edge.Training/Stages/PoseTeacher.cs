using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Stages;

/// <summary>Sees the poses of training clips with the full width of a network that learned them from rendered people.</summary>
internal sealed class PoseTeacher(Recipe recipe, PoseTransferRecipe settings, SdComNetwork network, Reporter reporter)
{
    private const int PicturesAtOnce = 16;

    /// <summary>Fits both trunks' read-outs to rendered pictures, the dynamic one's for all widths together, and returns one for the full width alone: the teacher's.</summary>
    public Dense FitReadOuts(PosedPictures rendered, PoseReadOuts read, CancellationToken cancellation)
    {
        using IDisposable off = torch.no_grad();
        int features = network.Spec.Dynamic.FeatureChannels;
        using RidgeRegression looking = new(network.Spec.Static.FeatureChannels, Poses.Length), adding = new(features, Poses.Length), teaching = new(features, Poses.Length);
        int batches = (settings.ReadOutPictures + settings.Batch - 1) / settings.Batch;
        reporter.Track("Read-outs", batches, progress =>
        {
            for (int step = 0; step < batches; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = torch.NewDisposeScope();
                PosedBatch batch = rendered.Get(step);
                Tensor pictures = batch.Pictures(network.Device), truth = batch.TargetTensor(network.Device);
                looking.Add(network.Primary(pictures, NormPass.Evaluate, batch.Count), truth);
                foreach (Width width in network.Spec.Widths.NonZero)
                {
                    Tensor feature = network.Supplementary(pictures, width, NormPass.Evaluate, batch.Count)!;
                    adding.Add(F.pad(feature, [0, features - feature.shape[1]]), truth);
                    if (width == Width.Full)
                        teaching.Add(feature, truth);
                }

                progress.Advance();
            }
        });
        Set(read.Static, looking);
        Set(read.Dynamic, adding);
        Dense teacher = new(features, Poses.Length, network.Device);
        Set(teacher, teaching);
        return teacher;
    }

    /// <summary>The poses of every clip, each frame seen as it is and in a mirror, agreed on by the clips of one motion.</summary>
    public ClipPoses See(FrameCache cache, IReadOnlyList<CachedClip> clips, Dense teacher, CancellationToken cancellation)
    {
        using IDisposable off = torch.no_grad();
        ClipPoses poses = new() { Stride = settings.FrameStride };
        using PictureBatch batch = new(2 * PicturesAtOnce, recipe.Network.InputSize, cache.Size);
        reporter.Track("Poses of clips", clips.Count, progress =>
        {
            foreach (CachedClip clip in clips)
            {
                cancellation.ThrowIfCancellationRequested();
                poses.Add(clip.Name, See(cache, clip, batch, teacher));
                progress.Advance();
            }
        });
        double moved = poses.Agree(settings.Looks);
        reporter.Line(FormattableString.Invariant($"poses of {clips.Count} clips; looks of one motion differed by {moved:0.000} of a trunk's length from what they agreed on"));
        return poses;
    }

    private float[] See(FrameCache cache, CachedClip clip, PictureBatch batch, Dense teacher)
    {
        int[] frames = [.. Enumerable.Range(0, (clip.Frames + settings.FrameStride - 1) / settings.FrameStride).Select(i => i * settings.FrameStride)];
        float[] seen = new float[frames.Length * Poses.Length];
        Span<float> mirrored = new float[Poses.Length];
        Cut whole = Cut.Whole(clip, cache.Size);
        for (int first = 0; first < frames.Length; first += PicturesAtOnce)
        {
            int[] some = frames[first..Math.Min(first + PicturesAtOnce, frames.Length)];
            using DisposeScope scope = torch.NewDisposeScope();
            batch.Clear();
            batch.Add(cache, clip, whole with { Frames = some });
            batch.Add(cache, clip, whole with { Frames = some, Mirrored = true });
            Tensor told = teacher.Forward(network.Supplementary(batch.Pictures(network.Device), Width.Full, NormPass.Evaluate, batch.Count)!);
            ReadOnlySpan<float> values = told.cpu().contiguous().data<float>().ToArray();
            for (int i = 0; i < some.Length; i++)
            {
                Span<float> pose = seen.AsSpan((first + i) * Poses.Length, Poses.Length);
                Poses.Mirror(values.Slice((some.Length + i) * Poses.Length, Poses.Length), mirrored);
                for (int j = 0; j < pose.Length; j++)
                    pose[j] = (values[(i * Poses.Length) + j] + mirrored[j]) / 2;
            }
        }

        return seen;
    }

    private static void Set(Dense layer, RidgeRegression fitted)
    {
        (float[] weight, float[] bias) = fitted.Solve();
        NamedTensors tensors = new();
        layer.Collect("read", tensors);
        Core.Weights.WeightSet values = new();
        values.Add("read.weight", [bias.Length, weight.Length / bias.Length], weight);
        values.Add("read.bias", [bias.Length], bias);
        tensors.CopyFrom(values);
    }
}

using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// What the trunks know of rendered people is carried over to the clips: the full width tells the poses of the training clips, and all widths and the static net learn them
/// from the clips' own pictures; see <see cref="PoseTransferRecipe"/>.
/// </summary>
public sealed class PoseTransferStage(
    Recipe recipe, PoseTransferRecipe settings, SdComNetwork network, TrainingData data, RunFolder run, DecodeOptions options, Reporter reporter, TimeProvider time)
{
    internal const string Name = "poseTransfer";

    /// <summary>Trains from the start or from the newest checkpoint, and writes the weights.</summary>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(CancellationToken cancellation)
    {
        IReadOnlyList<CachedClip> filmed = [.. data.Train.Where(clip => clip.Group != TrainingData.RenderedGroup)];
        using PoseReadOuts read = new(network);
        using (PosedPictures rendered = Pictures(62, null))
        {
            TrunkStart.Load(recipe, network, run, Name, () => rendered.Get(0).Pictures(network.Device), rendered.Get(0).Count);
            network.Workers.Share(network.Trunks());
        }

        ClipPoses poses = network.Workers.InTurn(() => Lesson(filmed, read, cancellation));
        PoseLessons lessons = new(Name, recipe, settings, network, read, run, reporter, time);
        using PosedPictures pictures = Pictures(61, new FilmedPoses(data.Cache, filmed, poses, 1 - settings.RenderedShare));
        lessons.Run(pictures, cancellation);
        if (network.Workers.IsFirst)
            network.Save(run.PoseTransferWeights);
        lessons.Clear();
        if (network.Workers.IsFirst)
            File.Delete(run.PoseLesson);
    }

    private PosedPictures Pictures(long chance, FilmedPoses? filmed) =>
        new(recipe.Data, settings, recipe.Network.InputSize, 1, Seeds.Mix(recipe.Seed, chance), options, filmed is null ? default : network.Workers.Part) { Filmed = filmed };

    // What the teacher told, and the read-outs to begin with, kept in a file: a run that was stopped goes on with the same.
    private ClipPoses Lesson(IReadOnlyList<CachedClip> filmed, PoseReadOuts read, CancellationToken cancellation)
    {
        NamedTensors layers = read.Tensors();
        if (File.Exists(run.PoseLesson))
        {
            WeightSet kept = Safetensors.Read(run.PoseLesson);
            layers.CopyFrom(kept);
            return ClipPoses.Of(kept, settings.FrameStride);
        }

        PoseTeacher teacher = new(recipe, settings, network, reporter);
        using PosedPictures rendered = Pictures(63, null);
        using Dense full = teacher.FitReadOuts(rendered, read, cancellation);
        ClipPoses poses = teacher.See(data.Cache, filmed, full, cancellation);
        WeightSet file = layers.ToWeights();
        poses.CopyTo(file);
        Safetensors.Write(run.PoseLesson, file);
        return poses;
    }
}

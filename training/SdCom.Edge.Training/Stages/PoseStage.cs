using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// Before any class is learned, each trunk learns from rendered people where their joints are, the dynamic net at all its widths. The two linear layers that
/// read the joints from the features are thrown away; what a trunk needs to see a pose stays.
/// </summary>
public sealed class PoseStage(Recipe recipe, PoseRecipe settings, SdComNetwork network, RunFolder run, DecodeOptions options, Reporter reporter, TimeProvider time)
{
    private const string StaticName = "pose-static", DynamicName = "pose-dynamic";
    private const double RightWithin = 0.3; // of the trunk's length: a joint counts as found
    private const int EpochSteps = 100;

    /// <summary>Trains from the start or from the newest checkpoint, and writes the weights.</summary>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(CancellationToken cancellation)
    {
        using Dense readStatic = new(network.Spec.Static.FeatureChannels, PosedPictures.Targets, network.Device);
        using Dense readDynamic = new(network.Spec.Dynamic.FeatureChannels, PosedPictures.Targets, network.Device);
        NamedTensors looking = new(), adding = new();
        network.Static.Collect("static", looking);
        readStatic.Collect("readStatic", looking);
        network.Dynamic.Collect("dynamic", adding);
        readDynamic.Collect("readDynamic", adding);

        Checkpoint first = new(run.Folder, StaticName, run.SupernetDigest) { Writes = network.Workers.IsFirst };
        Checkpoint second = new(run.Folder, DynamicName, run.SupernetDigest) { Writes = network.Workers.IsFirst };
        int frames = network.Spec.Static.Shifts() || network.Spec.Dynamic.Shifts() ? recipe.Network.Segments : 1;
        using PosedPictures pictures = new(
            recipe.Data, settings, recipe.Network.InputSize, frames, Seeds.Mix(recipe.Seed, 31), options, network.Workers.Part);
        TrunkStart.Pretrain(recipe, network, () => pictures.Get(0).Pictures(network.Device), Clips(pictures.Get(0), frames));
        Teach(looking, first, settings.StaticSteps, batch =>
        {
            Tensor seen = batch.Pictures(network.Device);
            return Backward(readStatic.Forward(network.Primary(seen, NormPass.Train, Clips(batch, frames))), batch.TargetTensor(network.Device));
        });
        Teach(adding, second, settings.DynamicSteps, batch => AtWidths(batch, readDynamic, frames));
        if (network.Workers.IsFirst)
            network.Save(run.PoseWeights);
        first.Clear();
        second.Clear();

        void Teach(NamedTensors tensors, Checkpoint checkpoint, int steps, Func<PosedBatch, StepResult> backward)
        {
            if (steps == 0)
                return;
            string name = checkpoint.Start.Stage;
            using Optimiser optimiser = Optimiser.Create("adamw", settings.WeightDecay, Learners.Choose(tensors, new Dictionary<string, double>(), [], name));
            optimiser.Workers = network.Workers;
            Position start = network.Workers.Restore(checkpoint, tensors, optimiser.Engine) ?? checkpoint.Start;
            network.Workers.Share(tensors);
            LoopSettings loop = new()
            {
                Epochs = Math.Max(1, steps / EpochSteps),
                Batches = Math.Min(steps, EpochSteps),
                LearningRate = settings.LearningRate,
                Schedule = settings.Schedule,
                WarmupSteps = settings.WarmupSteps,
                ClipNorm = 0,
                CheckpointSeconds = recipe.Supernet.CheckpointSeconds,
                Remedy = "Lower pose.learningRate",
            };
            LoopWork work = new() { Backward = step => backward(pictures.Get(step)), Clips = _ => ["rendered pictures"] };
            new StageLoop(name, loop, optimiser, tensors, checkpoint, run, reporter, time).Run(start, work, cancellation);
        }
    }

    private static int Clips(PosedBatch batch, int frames) => batch.Count / frames;

    // Full, the narrowest and one in between, as the supernet's sandwich; all of them learn from the truth.
    private StepResult AtWidths(PosedBatch batch, Dense read, int frames)
    {
        Tensor seen = batch.Pictures(network.Device), truth = batch.TargetTensor(network.Device);
        StepResult full = default;
        IEnumerable<Width> widths = Sandwich.Draw(network.Spec.Widths, Seeds.At(recipe.Seed, 32, batch.Step)).Where(w => !w.IsSkip);
        foreach (Width width in widths.Prepend(Width.Full))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Tensor feature = network.Supplementary(seen, width, NormPass.Train, Clips(batch, frames))!;
            StepResult result = Backward(read.Forward(F.pad(feature, [0, network.Spec.Dynamic.FeatureChannels - feature.shape[1]])), truth);
            if (width == Width.Full)
                full = result;
            else if (!double.IsFinite(result.Loss))
                full = full with { Loss = result.Loss }; // tells of any width that went astray
        }

        return full;
    }

    private static StepResult Backward(Tensor told, Tensor truth)
    {
        Tensor loss = F.smooth_l1_loss(told, truth, beta: 0.1);
        loss.backward();
        using Tensor miss = (told.detach() - truth).view(truth.shape[0], -1, 3).narrow(2, 0, 2);
        using Tensor right = miss.square().sum(2).lt(RightWithin * RightWithin);
        return new StepResult(loss.item<float>(), (int)right.sum().item<long>(), (int)(truth.shape[0] * (truth.shape[1] / 3)));
    }
}

using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>The first stage: trunks and fusion learn together at all widths, then the norms' statistics are averaged anew for each width.</summary>
public sealed class SupernetStage(Recipe recipe, SdComNetwork network, TrainingData data, RunFolder run, Reporter reporter, TimeProvider time)
{
    /// <summary>The stage's name in the recipe, in checkpoints and metrics.</summary>
    public const string Name = "supernet";

    private readonly SupernetRecipe settings = recipe.Supernet;

    private int OwnClips => network.Workers.Part.Of(settings.Batch).Length;

    /// <summary>Trains from the start or from the newest checkpoint, and writes the weights.</summary>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(CancellationToken cancellation)
    {
        using BatchLoader loader = new(
            data.Cache,
            data.Train,
            recipe.Data,
            recipe.Network.InputSize,
            settings.Batch,
            recipe.Network.Segments,
            recipe.Seed,
            settings.SmallEpochs,
            settings.SmallSize,
            network.Workers.Part);
        NamedTensors kept = Learning(network);
        IReadOnlyDictionary<string, double> rates = new Dictionary<string, double> { ["fusion"] = settings.FusionRate }.With(settings.Rates);
        IReadOnlyList<RateGroup> groups = Learners.Choose(kept, rates, settings.Freeze, Name);
        using Optimiser optimiser = Optimiser.Create(settings.Optimizer, settings.WeightDecay, groups);
        optimiser.Workers = network.Workers;
        using AveragedNetwork? averaged = settings.EmaDecay > 0 ? new AveragedNetwork(network, Learning, settings.EmaDecay, settings.Freeze) : null;
        averaged?.Collect("ema", kept);
        Checkpoint checkpoint = new(run.Folder, Name, run.SupernetDigest) { Writes = network.Workers.IsFirst };
        Position? restored = network.Workers.Restore(checkpoint, kept, optimiser.Engine);
        if (restored is null)
        {
            TrunkStart.Load(recipe, network, run, () => loader.Get(0).Pictures(network.Device), OwnClips, glanced: recipe.Glance is not null);
            averaged?.Start();
        }

        network.Workers.Share(kept);
        Validation validation = new(data, network);
        Train(loader, kept, optimiser, averaged, checkpoint, restored ?? checkpoint.Start, validation, cancellation);
        if (settings.EmaWeights)
            averaged!.CopyToLive();
        Recalibrate(loader);
        run.Log(Name, settings.Epochs * Math.Max(1, loader.StepsPerEpoch / settings.GradientAccumulation), ("loader", loader.Rates.ToJson()));
        reporter.Line($"supernet: {loader.Rates}");
        if (network.Workers.IsFirst)
        {
            network.Save(run.Weights);
            network.Save(run.SupernetWeights); // last: it says that the stage is done
        }

        if (validation.Top1(network, [.. network.Spec.Widths]) is { } top1)
            reporter.Line($"supernet done: validation {top1.ToJsonString()}");
        checkpoint.Clear();
    }

    private static NamedTensors Learning(SdComNetwork network)
    {
        NamedTensors tensors = network.Trunks();
        network.Fusion.Collect("fusion", tensors);
        return tensors;
    }

    private void Train(
        BatchLoader loader, NamedTensors kept, Optimiser optimiser, AveragedNetwork? averaged, Checkpoint checkpoint, Position position, Validation validation, CancellationToken cancellation)
    {
        SdComNetwork judged = settings.EmaWeights ? averaged!.Network : network;
        LoopSettings loop = new()
        {
            Epochs = settings.Epochs,
            Batches = loader.StepsPerEpoch,
            Accumulation = settings.GradientAccumulation,
            LearningRate = settings.LearningRate,
            Schedule = settings.Schedule,
            WarmupSteps = settings.WarmupSteps,
            ClipNorm = settings.ClipNorm,
            CheckpointSeconds = settings.CheckpointSeconds,
            Remedy = "Lower supernet.learningRate or set supernet.clipNorm",
        };
        LoopWork work = new()
        {
            Backward = batch => Backward(loader.Get(batch), batch, settings.EmaTeacher ? averaged!.Network : null),
            Clips = loader.NamesOf,
            Stepped = step => averaged?.Follow(step),
            Measure = epoch => [("validation", validation.Top1After(epoch, settings.EvaluateEvery, judged, [.. network.Spec.Widths]))],
        };
        new StageLoop(Name, loop, optimiser, kept, checkpoint, run, reporter, time).Run(position, work, cancellation);
    }

    private StepResult Backward(PictureBatch batch, int number, SdComNetwork? teacher)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, 3, number)); // dropout
        IReadOnlyList<Width> narrower = Sandwich.Draw(network.Spec.Widths, Seeds.At(recipe.Seed, 4, number));
        return Sandwich.Backward(network, batch.Pictures(network.Device), batch.LabelTensor(network.Device), narrower, settings, teacher);
    }

    // Running statistics follow the last batches only, and a width meets few of them; a plain mean over many batches, with the final weights,
    // serves every width better (Yu and Huang 2019, section 3.3).
    private void Recalibrate(BatchLoader loader)
    {
        if (settings.CalibrationBatches == 0)
            return;
        using IDisposable off = torch.no_grad();
        int first = settings.Epochs * loader.StepsPerEpoch;
        reporter.Track("Statistics", settings.CalibrationBatches, progress =>
        {
            for (int i = 0; i < settings.CalibrationBatches; i++)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                Tensor pictures = loader.Get(first + i).Pictures(network.Device);
                network.Primary(pictures, NormPass.Recalibrate(i), OwnClips);
                foreach (Width width in network.Spec.Widths.NonZero)
                    network.Supplementary(pictures, width, NormPass.Recalibrate(i), OwnClips);
                progress.Advance();
            }
        });
    }
}

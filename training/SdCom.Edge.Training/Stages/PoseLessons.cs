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

/// <summary>The two linear layers that read joints from the trunks' features. They are thrown away after the stage; what a trunk needs to see a pose stays.</summary>
public sealed class PoseReadOuts(SdComNetwork network) : IDisposable
{
    /// <summary>From the static net's feature [.., P].</summary>
    public Dense Static { get; } = new(network.Spec.Static.FeatureChannels, PosedPictures.Targets, network.Device);

    /// <summary>From the dynamic net's feature [.., D], zero-padded where it is narrower.</summary>
    public Dense Dynamic { get; } = new(network.Spec.Dynamic.FeatureChannels, PosedPictures.Targets, network.Device);

    /// <summary>Both layers' tensors by name.</summary>
    public NamedTensors Tensors()
    {
        NamedTensors tensors = new();
        Static.Collect("readStatic", tensors);
        Dynamic.Collect("readDynamic", tensors);
        return tensors;
    }

    public void Dispose()
    {
        Static.Dispose();
        Dynamic.Dispose();
    }
}

/// <summary>How a stage teaches poses: first the static net, then the dynamic one at its widths, each with its read-out.</summary>
public sealed class PoseLessons(
    string stage, Recipe recipe, PoseLessonsRecipe settings, SdComNetwork network, PoseReadOuts read, RunFolder run, Reporter reporter, TimeProvider time)
{
    private const double RightWithin = 0.3; // of the trunk's length: a joint counts as found
    private const int EpochSteps = 100;

    private readonly int frames = FramesOf(network, recipe);

    /// <summary>Pictures in a row of one actor: trunks with temporal shift look at whole windows.</summary>
    public static int FramesOf(SdComNetwork network, Recipe recipe) => network.Spec.Static.Shifts() || network.Spec.Dynamic.Shifts() ? recipe.Network.Segments : 1;

    /// <summary>Trains from the start or from the newest checkpoints. Call <see cref="Clear"/> once the weights are written.</summary>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(PosedPictures pictures, CancellationToken cancellation)
    {
        NamedTensors looking = new(), adding = new();
        network.Static.Collect("static", looking);
        read.Static.Collect("readStatic", looking);
        network.Dynamic.Collect("dynamic", adding);
        read.Dynamic.Collect("readDynamic", adding);
        Teach(pictures, "static", looking, settings.StaticSteps, Look, cancellation);
        Teach(pictures, "dynamic", adding, settings.DynamicSteps, Add, cancellation);
    }

    /// <summary>Deletes the checkpoints: the stage is done.</summary>
    public void Clear()
    {
        Checkpoint("static").Clear();
        Checkpoint("dynamic").Clear();
    }

    private string Name(string trunk) => $"{stage}-{trunk}";

    private Checkpoint Checkpoint(string trunk) => new(run.Folder, Name(trunk), run.SupernetDigest) { Writes = network.Workers.IsFirst };

    private void Teach(PosedPictures pictures, string trunk, NamedTensors tensors, int steps, Func<PosedBatch, StepResult> backward, CancellationToken cancellation)
    {
        if (steps == 0)
            return;
        Checkpoint checkpoint = Checkpoint(trunk);
        using Optimiser optimiser = Optimiser.Create("adamw", settings.WeightDecay, Learners.Choose(tensors, new Dictionary<string, double>(), [], Name(trunk)));
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
            Remedy = $"Lower {stage}.learningRate",
        };
        LoopWork work = new() { Backward = step => backward(pictures.Get(step)), Clips = _ => ["pictures of poses"] };
        new StageLoop(Name(trunk), loop, optimiser, tensors, checkpoint, run, reporter, time).Run(start, work, cancellation);
    }

    private StepResult Look(PosedBatch batch) =>
        Backward(read.Static.Forward(network.Primary(batch.Pictures(network.Device), NormPass.Train, batch.Count / frames)), batch.TargetTensor(network.Device));

    // Full, the narrowest and one in between, as the supernet's sandwich; all of them learn from the truth.
    private StepResult Add(PosedBatch batch)
    {
        Tensor seen = batch.Pictures(network.Device), truth = batch.TargetTensor(network.Device);
        StepResult full = default;
        IEnumerable<Width> widths = Sandwich.Draw(network.Spec.Widths, Seeds.At(recipe.Seed, 32, batch.Step)).Where(w => !w.IsSkip);
        foreach (Width width in widths.Prepend(Width.Full))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Tensor feature = network.Supplementary(seen, width, NormPass.Train, batch.Count / frames)!;
            StepResult result = Backward(read.Dynamic.Forward(F.pad(feature, [0, network.Spec.Dynamic.FeatureChannels - feature.shape[1]])), truth);
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

using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// The last stage, by choice: from the policy's weights, all parts learn together at a low rate, on pictures and with the widths that the gate
/// draws. Norms keep their statistics, so that training computes what the recogniser will compute.
/// </summary>
public sealed class JointStage(Recipe recipe, SdComNetwork network, TrainingData data, RunFolder run, Reporter reporter, TimeProvider time)
{
    /// <summary>The stage's name in the recipe, in checkpoints and metrics.</summary>
    public const string Name = "joint";

    /// <summary>Trains from the start or from the newest checkpoint, and writes the weights.</summary>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    /// <exception cref="InputException">The recipe has no joint stage, or the policy's weights are not there.</exception>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(CancellationToken cancellation)
    {
        JointRecipe settings = recipe.Joint
            ?? throw new InputException("recipe: joint is missing; add \"joint\": {\"epochs\": 2, \"batch\": 8, \"learningRate\": 1e-5}.");
        Workers workers = network.Workers;
        if (workers.IsFirst)
            network.Load(run.PolicyWeights);
        workers.Share(network.All());
        if (data.Train.Count < settings.Batch)
            throw new InputException($"recipe: joint.batch must be at most the {data.Train.Count} clips to train on, got {settings.Batch}.");
        int frames = settings.Frames ?? recipe.Network.Segments;
        using BatchLoader loader = new(
            data.Cache, data.Train, recipe.Data, recipe.Network.InputSize, settings.Batch, frames, Seeds.Mix(recipe.Seed, 21), part: workers.Part);
        NamedTensors tensors = network.All();
        using Optimiser optimiser = Optimiser.Create("adamw", settings.WeightDecay, Learners.Choose(tensors, settings.Rates, settings.Freeze, Name));
        optimiser.Workers = workers;
        Checkpoint checkpoint = new(run.Folder, Name, run.JointDigest) { Writes = workers.IsFirst };
        Position start = workers.Restore(checkpoint, tensors, optimiser.Engine) ?? checkpoint.Start;
        workers.Share(tensors);
        LoopSettings loop = new()
        {
            Epochs = settings.Epochs,
            Batches = loader.StepsPerEpoch,
            Accumulation = settings.GradientAccumulation,
            LearningRate = settings.LearningRate,
            Schedule = settings.Schedule,
            WarmupSteps = settings.WarmupSteps,
            ClipNorm = settings.ClipNorm,
            CheckpointSeconds = recipe.Supernet.CheckpointSeconds,
            Remedy = "Lower joint.learningRate",
        };
        PolicyLoss loss = new(network, recipe.Policy, new FusionDropout(recipe.Supernet.FeatureDropout, recipe.Supernet.PooledDropout) { Part = workers.Part });
        LoopWork work = new()
        {
            Backward = batch => Backward(network, loss, loader.Get(batch), recipe, batch),
            Clips = loader.NamesOf,
        };
        new StageLoop(Name, loop, optimiser, tensors, checkpoint, run, reporter, time).Run(start, work, cancellation);
        if (workers.IsFirst)
            network.Save(run.Weights);
        checkpoint.Clear();
    }

    private static StepResult Backward(SdComNetwork network, PolicyLoss policyLoss, PictureBatch batch, Recipe recipe, int number)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, 22, number)); // Gumbel noise and dropout
        Random random = Seeds.At(recipe.Seed, 23, number);
        int clips = batch.Labels.Count; // of this worker
        float[] all = [.. Enumerable.Range(0, recipe.Joint!.Batch).Select(_ => recipe.Policy.DrawPrice(random))];
        Tensor prices = torch.tensor(all[network.Workers.Part.Of(all.Length).Start..][..clips], device: network.Device);
        Tensor pictures = batch.Pictures(network.Device);
        Tensor primary = network.Primary(pictures, NormPass.Evaluate, clips).view(clips, pictures.shape[0] / clips, -1);
        DrawnWidths drawn = policyLoss.Draw(primary, prices, recipe.Policy.LastTemperature);
        Tensor?[] looks = DrawnLooks.Of(network, pictures, drawn, clips);
        (Tensor loss, int correct, double spent) = policyLoss.Of(primary, looks, drawn, batch.LabelTensor(network.Device), prices);
        loss.backward();
        return new StepResult(loss.item<float>(), correct, clips, spent);
    }
}

using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>The second stage: the trunks are frozen, the gate learns which width to ask for at which price; the fusion may follow a little. It starts from the run's supernet, or from the weights file <paramref name="supernet"/>.</summary>
public sealed class PolicyStage(Recipe recipe, SdComNetwork network, TrainingData data, RunFolder run, string? supernet, Reporter reporter, TimeProvider time)
{
    private const string Name = "policy";
    private readonly PolicyRecipe settings = recipe.Policy;

    /// <summary>Trains from the start or from the newest checkpoint, and writes the weights.</summary>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(CancellationToken cancellation)
    {
        network.Load(supernet ?? run.SupernetWeights);
        using FeatureTable table = Features(cancellation);
        NamedTensors tensors = network.GateTensors();
        network.Fusion.Collect("fusion", tensors);
        List<RateGroup> groups = [new RateGroup(network.GateTensors().Parameters, 1)];
        if (settings.FusionRate > 0)
            groups.Add(new RateGroup(network.FusionTensors().Parameters, settings.FusionRate));
        using Optimiser optimiser = Optimiser.Create("adamw", settings.WeightDecay, groups);
        Checkpoint checkpoint = new(run.Folder, Name, run.PolicyDigest);
        Position start = checkpoint.Restore(tensors, optimiser.Engine) ?? checkpoint.Start;
        Train(table, tensors, optimiser, checkpoint, start, cancellation);
        network.Save(run.Weights);
        checkpoint.Clear();
    }

    // As many frames as the recogniser processes of a clip in the middle of the lengths, so that the gate has seen as much as it will see.
    private FeatureTable Features(CancellationToken cancellation)
    {
        int[] due = [.. data.Train.Select(c => (int)((c.Frames - 1) * c.PeriodMs / recipe.Data.IntervalMs) + 1).Order()];
        int frames = Math.Clamp(due[due.Length / 2], recipe.Network.Segments, 4 * recipe.Network.Segments);
        int clips = recipe.Supernet.Batch;
        using BatchLoader loader = new(data.Cache, data.Train, recipe.Data, recipe.Network.InputSize, clips, frames, Seeds.Mix(recipe.Seed, 5));
        return FeatureTable.Compute(network, loader, clips, frames, settings.FeatureDraws, reporter, cancellation);
    }

    private void Train(FeatureTable table, NamedTensors tensors, Optimiser optimiser, Checkpoint checkpoint, Position position, CancellationToken cancellation)
    {
        int batch = Math.Min(settings.Batch, table.Rows);
        int perEpoch = table.Rows / batch;
        int steps = settings.Epochs * perEpoch;
        PolicyLoss loss = new(network, settings, new FusionDropout(recipe.Supernet.FeatureDropout, recipe.Supernet.PooledDropout));
        run.ForgetAfter(Name, position.Step);
        long start = time.GetTimestamp();
        double before = position.Seconds;
        double saved = before;
        double cost = 0;
        reporter.Track(
            "Policy",
            steps,
            progress =>
            {
                while (position.Step < steps)
                {
                    (StepResult result, double spent) = Step(table, batch, perEpoch, position.Step, steps, loss, tensors, optimiser);
                    cost = (0.95 * cost) + (0.05 * spent);
                    position = position with
                    {
                        Step = position.Step + 1,
                        LossSum = position.LossSum + (result.Loss * result.Clips),
                        Correct = position.Correct + result.Correct,
                        Seen = position.Seen + result.Clips,
                        Seconds = before + time.GetElapsedTime(start).TotalSeconds,
                    };
                    progress.Advance(note: FormattableString.Invariant($"loss {position.LossSum / position.Seen:0.000}, right {(double)position.Correct / position.Seen:0.000}, cost {cost:0.00}"));
                    if (position.Step % perEpoch == 0)
                        position = EndEpoch(position, perEpoch, cost);
                    if (cancellation.IsCancellationRequested || position.Seconds - saved > recipe.Supernet.CheckpointSeconds)
                    {
                        checkpoint.Save(position, tensors, optimiser.Engine);
                        saved = position.Seconds;
                        cancellation.ThrowIfCancellationRequested();
                    }
                }
            },
            done: position.Step);
    }

    private (StepResult Result, double Spent) Step(
        FeatureTable table, int batch, int perEpoch, int step, int steps, PolicyLoss policyLoss, NamedTensors tensors, Optimiser optimiser)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, 6, step)); // Gumbel noise and dropout
        int[] order = [.. Enumerable.Range(0, table.Rows)];
        Seeds.At(recipe.Seed, 7, step / perEpoch).Shuffle(order);
        long[] chosen = [.. order.Skip(step % perEpoch * batch).Take(batch).Select(i => (long)i)];
        Tensor rows = torch.tensor(chosen, device: network.Device);
        Random random = Seeds.At(recipe.Seed, 8, step);
        float[] drawn = [.. chosen.Select(_ => (float)(random.NextDouble() * settings.MaxPrice))];
        double share = (double)step / steps;
        double temperature = settings.FirstTemperature * Math.Pow(settings.LastTemperature / settings.FirstTemperature, share);
        (Tensor loss, int correct, double spent) = policyLoss.Of(
            table.Primary.index_select(0, rows),
            [.. table.Supplementary.Select(s => s?.index_select(0, rows))],
            table.Labels.index_select(0, rows),
            torch.tensor(drawn, device: network.Device),
            temperature);
        loss.backward();
        double value = loss.item<float>();
        if (!double.IsFinite(value))
            throw new TrainingException(FormattableString.Invariant($"policy step {step + 1}: the loss is {value}; lower policy.learningRate."));
        optimiser.Step(settings.LearningRate * Schedule.WarmCosine(step, steps, warmup: 20), longest: 5);
        tensors.ForgetGradients();
        return (new StepResult(value, correct, batch), spent);
    }

    private Position EndEpoch(Position position, int perEpoch, double cost)
    {
        int epoch = position.Step / perEpoch;
        run.Log(
            Name,
            position.Step,
            ("epoch", epoch),
            ("loss", Math.Round(position.LossSum / position.Seen, 5)),
            ("top1", Math.Round((double)position.Correct / position.Seen, 5)),
            ("relativeCost", Math.Round(cost, 4)),
            ("seconds", Math.Round(position.Seconds, 1)));
        return position with { LossSum = 0, Correct = 0, Seen = 0 };
    }
}

using System.Text.Json.Nodes;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using TorchSharp;

namespace SdCom.Edge.Training.Stages;

/// <summary>The loop that all stages share: batches, steps, epochs, metrics and checkpoints. It stops where the loss or a weight is no number.</summary>
public sealed class StageLoop(
    string name, LoopSettings settings, Optimiser optimiser, NamedTensors kept, Checkpoint checkpoint, RunFolder run, Reporter reporter, TimeProvider time)
{
    private readonly string title = char.ToUpperInvariant(name[0]) + name[1..];
    private string lastGood = "none was written yet";

    /// <summary>Trains from a position to the end, and leaves a checkpoint there.</summary>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(Position position, LoopWork work, CancellationToken cancellation)
    {
        run.ForgetAfter(name, position.Step);
        long start = time.GetTimestamp();
        double before = position.Seconds;
        double saved = before;
        if (position.Step > 0)
            lastGood = checkpoint.WeightsFile(position.Step);
        reporter.Track(
            title,
            settings.Steps,
            progress =>
            {
                while (position.Step < settings.Steps)
                {
                    StepResult result = optimiser.Workers.Sum(Step(position, work));
                    position = position.After(result) with { Seconds = before + time.GetElapsedTime(start).TotalSeconds };
                    progress.Advance(note: Note(position));
                    if (position.Step % settings.StepsPerEpoch == 0)
                        position = EndEpoch(position, work);
                    bool stop = optimiser.Workers.Any(cancellation.IsCancellationRequested);
                    if (stop || position.Seconds - saved > settings.CheckpointSeconds)
                    {
                        Save(position);
                        saved = position.Seconds;
                        if (stop)
                            throw new OperationCanceledException();
                    }
                }
            },
            done: position.Step);

        // What follows the last step is cheap to do again; losing the last steps to a kill during it is not.
        Save(position);
    }

    private StepResult Step(Position position, LoopWork work)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        StepResult sum = default;
        for (int i = 0; i < settings.Accumulation; i++)
        {
            int batch = (position.Step * settings.Accumulation) + i;
            StepResult result = work.Backward(batch);
            if (!double.IsFinite(result.Loss))
                throw Astray(position.Step, FormattableString.Invariant($"the loss is {result.Loss} on the clips {string.Join(", ", work.Clips(batch))}"));
            sum = sum.And(result);
        }

        optimiser.Step(settings.LearningRate * Factor(position), settings.ClipNorm, settings.Accumulation);
        optimiser.ForgetGradients();
        work.Stepped?.Invoke(position.Step);
        return sum;
    }

    private double Factor(Position position) =>
        Schedule.Factor(settings.Schedule, position.Step, settings.Steps, settings.StepsPerEpoch, settings.WarmupSteps, position.Drops);

    private string Note(Position position)
    {
        string spent = position.SpentSum > 0 ? FormattableString.Invariant($", cost {position.SpentSum / position.Seen:0.00}") : "";
        return FormattableString.Invariant(
            $"epoch {((position.Step - 1) / settings.StepsPerEpoch) + 1}/{settings.Epochs}, loss {position.MeanLoss:0.000}, right {position.Top1:0.000}{spent}");
    }

    private Position EndEpoch(Position position, LoopWork work)
    {
        int epoch = position.Step / settings.StepsPerEpoch;
        (string Key, JsonNode? Value)[] more = [.. work.Measure?.Invoke(epoch) ?? []];
        if (position.SpentSum > 0)
            more = [("relativeCost", Math.Round(position.SpentSum / position.Seen, 4)), .. more];
        string told = string.Concat(more.Where(m => m.Value is not null).Select(m => $", {m.Key} {m.Value!.ToJsonString()}"));
        reporter.Line(FormattableString.Invariant($"{name} epoch {epoch}: loss {position.MeanLoss:0.000}, right {position.Top1:0.000}, {position.Seconds:0} s{told}"));
        run.Log(
            name,
            position.Step,
            [
                ("epoch", epoch),
                ("loss", Math.Round(position.MeanLoss, 5)),
                ("top1", Math.Round(position.Top1, 5)),
                ("learningRate", settings.LearningRate * Factor(position with { Step = position.Step - 1 })),
                ("seconds", Math.Round(position.Seconds, 1)),
                .. more,
            ]);
        return position.NextEpoch(settings.Schedule.Patience);
    }

    // A loss can be finite while its gradients are not: such weights must not replace the last good checkpoint.
    private void Save(Position position)
    {
        if (kept.FirstNotFinite() is { } broken)
            throw Astray(position.Step - 1, $"{broken} is no number after it");
        checkpoint.Save(position, kept, optimiser.Engine);
        lastGood = checkpoint.WeightsFile(position.Step);
    }

    private TrainingException Astray(int step, string what) =>
        new($"{name} step {step + 1}: {what}; last good checkpoint: {lastGood}. {settings.Remedy}, or look at the clips.");
}

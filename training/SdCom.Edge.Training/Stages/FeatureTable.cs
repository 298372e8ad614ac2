using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>Features of all training clips at all widths, several draws of each clip: the frozen trunks run once, not in every epoch of the policy stage. Where the dynamic net shifts in time, a width's features are those of clips that ran at it throughout; the evaluation replays the true mixture.</summary>
public sealed class FeatureTable : IDisposable
{
    private readonly Tensor?[] supplementary;

    private FeatureTable(List<string> names, Tensor labels, Tensor primary, Tensor?[] supplementary)
    {
        Names = names;
        Labels = labels;
        Primary = primary;
        this.supplementary = supplementary;
    }

    /// <summary>The clip of each row.</summary>
    public List<string> Names { get; }

    /// <summary>Class of each row [rows].</summary>
    public Tensor Labels { get; }

    /// <summary>[rows, L, P].</summary>
    public Tensor Primary { get; }

    /// <summary>For each width [rows, L, D at width]; null for skip.</summary>
    public IReadOnlyList<Tensor?> Supplementary => supplementary;

    /// <summary>Number of rows: clips times draws.</summary>
    public int Rows => (int)Labels.shape[0];

    /// <summary>Features of the training clips, each drawn some times.</summary>
    public static FeatureTable OfTraining(Recipe recipe, SdComNetwork network, TrainingData data, int draws, Reporter reporter, CancellationToken cancellation)
    {
        // As many frames as the recogniser processes of a clip in the middle of the lengths, so that the gate has seen as much as it will see.
        int[] due = [.. data.Train.Select(c => (int)((c.Frames - 1) * c.PeriodMs / recipe.Data.IntervalMs) + 1).Order()];
        int frames = Math.Clamp(due[due.Length / 2], recipe.Network.Segments, 4 * recipe.Network.Segments);
        int clips = recipe.Supernet.Batch;
        using BatchLoader loader = new(data.Cache, data.Train, recipe.Data, recipe.Network.InputSize, clips, frames, Seeds.Mix(recipe.Seed, 5), part: network.Workers.Part);
        return Compute(network, loader, clips, frames, draws, reporter, cancellation);
    }

    /// <summary>Runs the trunks over <paramref name="draws"/> epochs of a loader; of several processes each computes its part of every batch, and all get the whole table.</summary>
    public static FeatureTable Compute(SdComNetwork network, BatchLoader loader, int clipsPerBatch, int frames, int draws, Reporter reporter, CancellationToken cancellation)
    {
        using IDisposable off = torch.no_grad();
        (int first, int count) = network.Workers.Part.Of(clipsPerBatch);
        int steps = loader.StepsPerEpoch * draws;
        long rows = (long)steps * clipsPerBatch;
        FeatureTable table = new(
            [],
            torch.zeros([rows], ScalarType.Int64, network.Device),
            torch.zeros([rows, frames, network.Spec.Static.FeatureChannels], device: network.Device),
            [.. network.Spec.Widths.Select(w => w.IsSkip ? null : torch.zeros([rows, frames, network.Spec.Dynamic.FeatureAt(w)], device: network.Device))]);
        reporter.Track("Features", steps, progress =>
        {
            for (int step = 0; step < steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = torch.NewDisposeScope();
                PictureBatch batch = loader.Get(step);
                Tensor pictures = batch.Pictures(network.Device);
                table.Names.AddRange(loader.NamesOf(step));
                Put(table.Labels, batch.LabelTensor(network.Device), step);
                Put(table.Primary, network.Primary(pictures, NormPass.Evaluate, count), step);
                for (int w = 0; w < network.Spec.Widths.Count; w++)
                {
                    if (table.supplementary[w] is { } part)
                        Put(part, network.Supplementary(pictures, network.Spec.Widths[w], NormPass.Evaluate, count)!, step);
                }

                progress.Advance();
            }
        });
        network.Workers.Complete([table.Labels, table.Primary, .. table.supplementary.OfType<Tensor>()]);
        reporter.Line($"features: {loader.Rates}");
        return table;

        void Put(Tensor to, Tensor values, int step)
        {
            Tensor place = to.narrow(0, ((long)step * clipsPerBatch) + first, count);
            place.copy_(values.view(place.shape));
        }
    }

    /// <summary>The same rows at some of the widths. It shares the tensors, which stay this table's.</summary>
    public FeatureTable At(WidthSet all, WidthSet some) => new(Names, Labels, Primary, [.. some.Select(w => supplementary[all.IndexOf(w)])]);

    public void Dispose()
    {
        Labels.Dispose();
        Primary.Dispose();
        foreach (Tensor? part in supplementary)
            part?.Dispose();
    }
}

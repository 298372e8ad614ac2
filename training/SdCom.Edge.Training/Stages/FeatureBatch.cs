using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Distributed;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Stages;

/// <summary>Some rows of a feature table.</summary>
/// <param name="First">Where this process' rows begin in the whole batch.</param>
/// <param name="Labels">[N]</param>
/// <param name="Primary">[N, L, P]</param>
/// <param name="Supplementary">For each width [N, L, D at width], null for skip.</param>
public sealed record FeatureBatch(int First, Tensor Labels, Tensor Primary, IReadOnlyList<Tensor?> Supplementary)
{
    /// <summary>The supplementary feature [N, L, <paramref name="full"/>] of the width that each frame drew, <paramref name="hard"/> [N, L, W] one-hot: zero-padded, zero where it was skip.</summary>
    public static Tensor Choose(IReadOnlyList<Tensor?> supplementary, Tensor hard, long full)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor sum = torch.zeros([hard.shape[0], hard.shape[1], full], device: hard.device);
        for (int w = 0; w < supplementary.Count; w++)
        {
            if (supplementary[w] is { } feature)
                sum += F.pad(feature * hard.narrow(2, w, 1), [0, full - feature.shape[2]]);
        }

        return sum.MoveToOuterDisposeScope();
    }
}

/// <summary>Batches of a feature table: every epoch has an order of its own, which depends on <paramref name="seed"/> and <paramref name="place"/> alone; each of several processes gets its part.</summary>
public sealed class FeatureBatches(FeatureTable table, int batch, long seed, int place, Workers workers)
{
    /// <summary>Clips of a batch, all processes together.</summary>
    public int Clips { get; } = Math.Min(batch, table.Rows) / workers.Count * workers.Count;

    /// <summary>Batches of one epoch; an incomplete last one is left out.</summary>
    public int PerEpoch => table.Rows / Clips;

    /// <summary>The batch of a step.</summary>
    public FeatureBatch Get(int number)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        (int first, int count) = workers.Part.Of(Clips);
        Tensor rows = torch.tensor(RowsOf(number)[first..(first + count)], device: table.Labels.device);
        return new FeatureBatch(
            first,
            table.Labels.index_select(0, rows).MoveToOuterDisposeScope(),
            table.Primary.index_select(0, rows).MoveToOuterDisposeScope(),
            [.. table.Supplementary.Select(s => s?.index_select(0, rows).MoveToOuterDisposeScope())]);
    }

    /// <summary>The clips of a step, all processes together.</summary>
    public IEnumerable<string> NamesOf(int number) => RowsOf(number).Select(row => table.Names[(int)row]).Distinct();

    private long[] RowsOf(int number)
    {
        int[] order = [.. Enumerable.Range(0, table.Rows)];
        Seeds.At(seed, place, number / PerEpoch).Shuffle(order);
        return [.. order.Skip(number % PerEpoch * Clips).Take(Clips).Select(i => (long)i)];
    }
}

using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>
/// The full width's filter of one convolution, cut by input channels into columns so that every width finds its part in one piece: the first columns, and
/// of each the first output channels. The engine's blocked layout is [outputs / B, inputs / B, kernel, kernel, B inputs, B outputs], so a width's output
/// channels are a prefix of a column and its input channels whole columns. A width whose channels end within a block reads that block to its end; the
/// channels there are zero in its activations, and stay so.
/// </summary>
internal sealed class SharedFilter
{
    private readonly WeightStore store;
    private readonly long kernelHeight;
    private readonly long kernelWidth;
    private readonly long[] places; // where each column begins in the store

    /// <summary>Copies a filter into the store.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="full">The filter in the blocked layout.</param>
    /// <param name="shape">Its shape, [outputs, inputs, kernel, kernel], padded to whole blocks.</param>
    /// <param name="block">B.</param>
    /// <param name="ends">The input channel at which each column ends, ascending; each a width's number of inputs.</param>
    public SharedFilter(WeightStore store, ReadOnlySpan<float> full, long[] shape, int block, int[] ends)
    {
        this.store = store;
        Ends = ends;
        (kernelHeight, kernelWidth) = (shape[2], shape[3]);
        int perChannel = (int)(kernelHeight * kernelWidth) * block; // numbers of one input channel in a row of blocks
        int rows = (int)shape[0] / block;
        int row = (int)shape[1] * perChannel;
        places = new long[ends.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            int from = Begin(i) * perChannel;
            int run = (ends[i] * perChannel) - from;
            places[i] = store.Reserve(rows * run, out Span<float> column);
            for (int r = 0; r < rows; r++)
                full.Slice((r * row) + from, run).CopyTo(column[(r * run)..]);
        }
    }

    /// <summary>The input channel at which each column ends.</summary>
    public int[] Ends { get; }

    /// <summary>How many columns a width with so many inputs reads.</summary>
    public int ColumnsOf(long inputs) => Array.IndexOf(Ends, (int)inputs) + 1;

    /// <summary>The length of a column in input channels.</summary>
    public int InputsOf(int column) => Ends[column] - Begin(column);

    /// <summary>The shape of a width's part of a column.</summary>
    public long[] ShapeOf(int column, long outputs) => [outputs, InputsOf(column), kernelHeight, kernelWidth];

    /// <summary>A width's part of a column, lent by the store.</summary>
    public OrtValue Lend(int column, long outputs) => store.Lend(places[column], ShapeOf(column, outputs));

    private int Begin(int column) => column == 0 ? 0 : Ends[column - 1];
}

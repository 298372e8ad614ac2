namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>
/// What a narrower width's filter is to the full width's. Both were sliced from the same numbers and then multiplied, output channel by output channel, by
/// their own width's batch norm (W' = W x gamma / sigma), so the narrower one is diag(scale) x the full one's part. That is tried here, not believed.
/// </summary>
internal static class ChannelScales
{
    // Both products are rounded to float once, each by at most 6e-8 of itself.
    private const double Tolerance = 1e-6;

    /// <summary>The scale of each output channel; null when the filter is no scaled part of the full one.</summary>
    /// <param name="full">The full width's filter, [outputs / B, inputs / B, kernel, kernel, B inputs, B outputs].</param>
    /// <param name="fullShape">[outputs, inputs, kernel, kernel].</param>
    /// <param name="narrow">The narrower width's, in the same layout.</param>
    /// <param name="narrowShape">Its shape.</param>
    /// <param name="block">B.</param>
    public static float[]? Fit(ReadOnlySpan<float> full, long[] fullShape, ReadOnlySpan<float> narrow, long[] narrowShape, int block)
    {
        if (narrowShape[0] > fullShape[0] || narrowShape[1] > fullShape[1] || !narrowShape[2..].AsSpan().SequenceEqual(fullShape.AsSpan(2)))
            return null;
        int area = (int)(fullShape[2] * fullShape[3]) * block;
        int fullRow = (int)fullShape[1] * area, narrowRow = (int)narrowShape[1] * area;
        int rows = (int)narrowShape[0] / block;
        int padded = PaddedInputs(narrow, rows, narrowRow, area / block, block);
        float[] scales = new float[narrowShape[0]];
        for (int row = 0; row < rows; row++)
        {
            Span<float> ofRow = scales.AsSpan(row * block, block);
            if (!FitRow(full.Slice(row * fullRow, narrowRow), narrow.Slice(row * narrowRow, narrowRow), area, padded, ofRow))
                return null;
        }

        return scales;
    }

    // Least squares for each of a row's B output channels, and then the look whether it fits: a padded input's numbers are free, since nothing flows there.
    private static bool FitRow(ReadOnlySpan<float> full, ReadOnlySpan<float> narrow, int area, int padded, Span<float> scales)
    {
        int block = scales.Length;
        Span<double> products = stackalloc double[block], squares = stackalloc double[block], largest = stackalloc double[block];
        int lastBlock = narrow.Length - (area * block);
        for (int i = 0; i < narrow.Length; i++)
        {
            if (IsPadded(i))
                continue;
            int channel = i % block;
            double x = full[i], y = narrow[i];
            products[channel] += x * y;
            squares[channel] += x * x;
            largest[channel] = Math.Max(largest[channel], Math.Abs(y));
        }

        for (int channel = 0; channel < block; channel++)
            scales[channel] = squares[channel] > 0 ? (float)(products[channel] / squares[channel]) : 0;
        for (int i = 0; i < narrow.Length; i++)
        {
            int channel = i % block;
            if (!IsPadded(i) && !(Math.Abs(narrow[i] - ((double)scales[channel] * full[i])) <= Tolerance * largest[channel]))
                return false;
        }

        return true;

        bool IsPadded(int index) => index >= lastBlock && index / block % block >= block - padded;
    }

    // Input channels at the end of the last block that the engine added: zero for every output.
    private static int PaddedInputs(ReadOnlySpan<float> narrow, int rows, int rowLength, int kernelArea, int block)
    {
        int padded = block;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> lastBlock = narrow.Slice(((row + 1) * rowLength) - (kernelArea * block * block), kernelArea * block * block);
            for (int position = 0; position < kernelArea; position++)
            {
                for (int input = block - 1; input >= block - padded; input--)
                {
                    if (lastBlock.Slice(((position * block) + input) * block, block).ContainsAnyExcept(0f))
                        padded = block - 1 - input;
                }
            }
        }

        return padded;
    }
}

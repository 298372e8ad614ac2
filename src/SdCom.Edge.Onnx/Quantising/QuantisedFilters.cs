namespace SdCom.Edge.Onnx.Quantising;

/// <summary>A convolution's filters as signed bytes, symmetric, with a scale for each output channel, and its bias in steps of input scale x filter scale.</summary>
public sealed record QuantisedFilters
{
    // A bias this far from int32's end leaves room for the products that are added to it.
    private const double LargestBias = 1 << 30;

    /// <summary>Row-major as the filters were, -127 to 127: symmetric, so that zero needs no correction.</summary>
    public required sbyte[] Weights { get; init; }

    /// <summary>One for each output channel.</summary>
    public required float[] Scales { get; init; }

    /// <summary>One for each output channel.</summary>
    public required int[] Bias { get; init; }

    /// <summary>
    /// Rounds filters [outputs, inputs of a group, ...] and their bias [outputs] for an input of a scale. Rounding moves a filter's mean answer by the sum of
    /// (rounded - exact) x the mean of what it reads; the bias takes that back (Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization and
    /// Bias Correction", section 4.2), which halved the error of a MobileNetV2's feature and more.
    /// </summary>
    /// <param name="weights">Row-major.</param>
    /// <param name="bias">One for each output.</param>
    /// <param name="input">The levels of the input.</param>
    /// <param name="means">The mean of each input channel; empty leaves the bias as it is.</param>
    /// <param name="area">Weights of a filter for each input channel, such as 9 for 3 x 3.</param>
    public static QuantisedFilters Create(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, ByteScale input, ReadOnlySpan<float> means = default, int area = 1)
    {
        int outputs = bias.Length;
        if (outputs == 0 || weights.Length % outputs != 0)
            throw new ArgumentException($"{weights.Length} weights do not make {outputs} filters of one size.", nameof(weights));
        int size = weights.Length / outputs;
        QuantisedFilters result = new() { Weights = new sbyte[weights.Length], Scales = new float[outputs], Bias = new int[outputs] };
        for (int o = 0; o < outputs; o++)
        {
            ReadOnlySpan<float> filter = weights.Slice(o * size, size);
            double total = bias[o] + (input.Offset * Sum(filter));
            float scale = ScaleOf(filter, total, input.Scale);
            result.Scales[o] = scale;
            Span<sbyte> rounded = result.Weights.AsSpan(o * size, size);
            for (int i = 0; i < size; i++)
                rounded[i] = (sbyte)Math.Clamp(Math.Round(filter[i] / (double)scale), -sbyte.MaxValue, sbyte.MaxValue);
            if (!means.IsEmpty)
                total -= Shift(filter, rounded, scale, means[FirstInput(o, outputs, size / area, means.Length)..], area, input.Offset);
            result.Bias[o] = (int)Math.Round(total / ((double)input.Scale * scale));
        }

        return result;
    }

    // A filter of (nearly) nothing would make steps so small that its bias leaves int32: then the bias decides.
    private static float ScaleOf(ReadOnlySpan<float> filter, double bias, float inputScale)
    {
        double largest = 0;
        foreach (float weight in filter)
            largest = Math.Max(largest, Math.Abs(weight));
        double scale = Math.Max(largest / sbyte.MaxValue, Math.Abs(bias) / (inputScale * LargestBias));
        return scale > 0 ? (float)Math.Max(scale, 1e-30) : 1;
    }

    // The first channel that an output's group reads.
    private static int FirstInput(int output, int outputs, int inputsOfGroup, int inputs) => output / (outputs / (inputs / inputsOfGroup)) * inputsOfGroup;

    private static double Shift(ReadOnlySpan<float> exact, ReadOnlySpan<sbyte> rounded, float scale, ReadOnlySpan<float> means, int area, float offset)
    {
        double shift = 0;
        for (int i = 0; i < exact.Length; i++)
            shift += (((double)scale * rounded[i]) - exact[i]) * (means[i / area] - offset);
        return shift;
    }

    private static double Sum(ReadOnlySpan<float> numbers)
    {
        double sum = 0;
        foreach (float number in numbers)
            sum += number;
        return sum;
    }
}

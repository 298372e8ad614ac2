namespace SdCom.Edge.Onnx.Quantising;

/// <summary>What was seen of a value [1, C, ...] over many frames: all its numbers, and the mean of each channel.</summary>
public sealed class ActivationRecord
{
    private double[] sums = [];
    private long frames; // numbers of one channel

    /// <summary>All numbers together.</summary>
    public ActivationHistogram Histogram { get; } = new();

    /// <summary>Adds one frame's numbers.</summary>
    /// <exception cref="ArgumentException">One is not finite, or there are other channels than before.</exception>
    public void Add(ReadOnlySpan<float> numbers, int channels)
    {
        if (sums.Length == 0)
            sums = new double[channels];
        if (channels != sums.Length || numbers.Length % channels != 0)
            throw new ArgumentException($"{numbers.Length} numbers do not make {sums.Length} channels.", nameof(channels));
        Histogram.Add(numbers);
        int area = numbers.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            float sum = 0;
            foreach (float number in numbers.Slice(c * area, area))
                sum += number;
            sums[c] += sum;
        }

        frames += area;
    }

    /// <summary>The facts for the rewriter, with a range chosen by <see cref="RangeChoice"/>.</summary>
    public ActivationFacts Facts(string ranges) => new(RangeChoice.Choose(ranges, Histogram), [.. sums.Select(sum => (float)(sum / Math.Max(frames, 1)))]);
}

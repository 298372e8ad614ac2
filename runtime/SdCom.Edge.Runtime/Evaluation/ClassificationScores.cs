namespace SdCom.Edge.Runtime.Evaluation;

/// <summary>Accuracy figures from the probabilities of many samples.</summary>
public sealed class ClassificationScores
{
    private readonly List<(int Label, float[] Probabilities)> samples = [];

    /// <param name="classes">Number of classes.</param>
    public ClassificationScores(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Classes = classes;
    }

    public int Classes { get; }

    /// <summary>Samples so far.</summary>
    public int Count => samples.Count;

    /// <summary>Adds a sample: its true class and the probability of each class, [C].</summary>
    public void Add(int label, ReadOnlySpan<float> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)Classes, nameof(label));
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, Classes);
        samples.Add((label, probabilities.ToArray()));
    }

    /// <summary>Share of the samples whose true class is among the k most probable; of equal ones the lower index comes first. 0 without samples.</summary>
    public double Top(int k) => samples.Count == 0 ? 0 : (double)samples.Count(s => Rank(s.Label, s.Probabilities) < k) / samples.Count;

    /// <summary>
    /// Mean over classes of the average precision when all samples are ranked by that class's probability: the mean, over the class's samples,
    /// of the precision at the sample's rank. A class without samples counts 0.
    /// </summary>
    public double MeanAveragePrecision() => Enumerable.Range(0, Classes).Average(AveragePrecision);

    /// <summary>The average precision of one class; 0 when it has no sample.</summary>
    public double AveragePrecision(int classIndex)
    {
        int positives = 0;
        double precisions = 0;
        int rank = 0;
        foreach ((int label, _) in samples.OrderByDescending(s => s.Probabilities[classIndex])) // a stable sort
        {
            rank++;
            if (label == classIndex)
                precisions += (double)++positives / rank;
        }

        return positives == 0 ? 0 : precisions / positives;
    }

    /// <summary>Counts of samples, [true class][most probable class].</summary>
    public int[][] Confusion()
    {
        int[][] counts = [.. Enumerable.Range(0, Classes).Select(_ => new int[Classes])];
        foreach ((int label, float[] probabilities) in samples)
            counts[label][Array.IndexOf(probabilities, probabilities.Max())]++;
        return counts;
    }

    private static int Rank(int label, float[] probabilities)
    {
        int better = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[label] || (probabilities[i] == probabilities[label] && i < label))
                better++;
        }

        return better;
    }
}

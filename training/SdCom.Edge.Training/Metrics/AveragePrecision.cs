namespace SdCom.Edge.Training.Metrics;

/// <summary>How well scores rank clips class by class: average precision is the mean, over a class's clips, of the precision at their rank.</summary>
public static class AveragePrecision
{
    /// <summary>Per class in 0 to 1, null for a class without clips; probabilities [clip][class], and whether a clip is of a class.</summary>
    public static double?[] PerClass(IReadOnlyList<float[]> probabilities, Func<int, int, bool> isOf)
    {
        int classes = probabilities.Count == 0 ? 0 : probabilities[0].Length;
        return [.. Enumerable.Range(0, classes).Select(c => OfClass(probabilities, c, clip => isOf(clip, c)))];
    }

    /// <summary>The mean over the classes that have clips, as the field does.</summary>
    public static double Mean(IReadOnlyList<double?> perClass) => perClass.Average() ?? 0;

    /// <summary>The mean over all classes, one without clips as 0, as the published code does (behaviour 25).</summary>
    public static double MeanWithEmptyAsZero(IReadOnlyList<double?> perClass) => perClass.Average(p => p ?? 0);

    /// <summary>The share of clips whose label is among their <paramref name="k"/> best classes.</summary>
    public static double TopK(IReadOnlyList<float[]> scores, IReadOnlyList<int> labels, int k) =>
        scores.Zip(labels).Average(pair => pair.First.Count(s => s > pair.First[pair.Second]) < k ? 1.0 : 0.0);

    private static double? OfClass(IReadOnlyList<float[]> probabilities, int label, Func<int, bool> isOf)
    {
        int found = 0;
        double sum = 0;
        foreach ((int rank, int clip) in Enumerable.Range(0, probabilities.Count).OrderByDescending(i => probabilities[i][label]).Index())
        {
            if (isOf(clip))
                sum += ++found / (rank + 1.0);
        }

        return found == 0 ? null : sum / found;
    }
}

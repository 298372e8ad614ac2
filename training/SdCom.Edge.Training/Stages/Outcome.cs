namespace SdCom.Edge.Training.Stages;

/// <summary>What a policy reached on a set of clips.</summary>
public sealed record Outcome
{
    /// <summary>Share of the clips whose last decision was right.</summary>
    public required double Top1 { get; init; }

    /// <summary>Mean over the classes of the share that was right.</summary>
    public required double MacroTop1 { get; init; }

    /// <summary>Mean MACs of a processed frame, everything included.</summary>
    public required double MacsPerFrame { get; init; }

    /// <summary>Share of the frames at each width, in the order of the widths.</summary>
    public required double[] WidthShare { get; init; }

    /// <summary>Last logits of each clip.</summary>
    public required float[][] Logits { get; init; }

    /// <summary>Class of each clip.</summary>
    public required int[] Labels { get; init; }

    /// <summary>Clips by true class (row) and answered class (column).</summary>
    public int[][] Confusion()
    {
        int classes = Logits.Length == 0 ? 0 : Logits[0].Length;
        int[][] counts = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        for (int i = 0; i < Logits.Length; i++)
            counts[Labels[i]][Top(Logits[i])]++;
        return counts;
    }

    /// <summary>Index of the largest logit; the first of equal ones.</summary>
    public static int Top(ReadOnlySpan<float> logits)
    {
        int top = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[top])
                top = i;
        }

        return top;
    }
}

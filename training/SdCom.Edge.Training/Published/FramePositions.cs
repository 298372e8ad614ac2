namespace SdCom.Edge.Training.Published;

/// <summary>Which frames of a video are looked at (behaviour 21), 0-based and ascending.</summary>
public static class FramePositions
{
    /// <summary>Validation and test: the middle of each of T equal parts.</summary>
    public static int[] Middles(int frames, int count)
    {
        double tick = frames / (double)count;
        return [.. Enumerable.Range(0, count).Select(i => Math.Min(frames - 1, (int)((tick / 2) + (tick * i))))];
    }

    /// <summary>
    /// Training: one random frame in each of T equal parts. A video of at most T frames is spread over its frames; the original gives T copies
    /// of the first (defect 13).
    /// </summary>
    public static int[] Random(int frames, int count, Random random)
    {
        int part = frames / count;
        return part <= 1
            ? Middles(frames, count)
            : [.. Enumerable.Range(0, count).Select(i => (i * part) + random.Next(part))];
    }
}

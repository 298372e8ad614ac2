namespace SdCom.Edge.Training.Published;

/// <summary>
/// The coarse-to-fine order in which the published network sees a video's frames: middle, first, last, quarters, then the midpoints of what lies
/// between, level by level (behaviour 23). It needs the whole video before the first frame; ours keeps the order of a stream.
/// </summary>
public static class FrameOrder
{
    /// <summary>Positions of <paramref name="frames"/> sampled frames, 0-based, in the order seen.</summary>
    public static int[] CoarseToFine(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        int last = frames - 1;

        // The middle is kept as a half, the quarters are whole: with 20 frames position 8 comes before 7 because of it.
        List<double> points = [0, last / 4, last / 2.0, 3 * last / 4, last];
        List<int> order = [];
        foreach (int i in (int[])[2, 0, 4, 1, 3])
            Emit(points[i]);
        while (order.Count < frames)
        {
            List<double> finer = [points[0]];
            foreach ((double left, double right) in points.Zip(points.Skip(1)))
            {
                double middle = (left + right) / 2;
                Emit(middle);
                finer.AddRange([middle, right]);
            }

            points = finer;
        }

        return [.. order];

        void Emit(double point)
        {
            if (!order.Contains((int)point))
                order.Add((int)point);
        }
    }
}

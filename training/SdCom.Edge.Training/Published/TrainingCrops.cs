namespace SdCom.Edge.Training.Published;

/// <summary>A crop of the resized frame, in pixels.</summary>
public readonly record struct Crop(int Left, int Top, int Width, int Height);

/// <summary>
/// The published training crops (behaviour 22, after Wang et al. 2016, section 3.2): width and height are 1, 7/8, 3/4 or .66 of the frame's
/// shorter side, at most one scale apart, at one of 13 fixed places. All frames of a video share the crop.
/// </summary>
public static class TrainingCrops
{
    /// <summary>Size to which frames are brought first, whatever their shape.</summary>
    public const int FrameWidth = 320, FrameHeight = 256;

    private static readonly double[] Scales = [1, 0.875, 0.75, 0.66];

    // In quarters of the free space, left and top: corners, centre, edges' middles, quarter points.
    private static readonly (int Left, int Top)[] Places =
    [
        (0, 0), (4, 0), (0, 4), (4, 4), (2, 2), (0, 2), (4, 2), (2, 4), (2, 0), (1, 1), (3, 1), (1, 3), (3, 3),
    ];

    /// <summary>All sizes.</summary>
    public static IReadOnlyList<(int Width, int Height)> Sizes(int frameWidth = FrameWidth, int frameHeight = FrameHeight)
    {
        int shorter = Math.Min(frameWidth, frameHeight);
        int[] sides = [.. Scales.Select(s => (int)(shorter * s))];
        return [.. from w in Enumerable.Range(0, sides.Length) from h in Enumerable.Range(0, sides.Length) where Math.Abs(w - h) <= 1 select (sides[w], sides[h])];
    }

    /// <summary>The 13 places of a size; some coincide when it fills the frame.</summary>
    public static IReadOnlyList<Crop> At(int width, int height, int frameWidth = FrameWidth, int frameHeight = FrameHeight)
    {
        int right = (frameWidth - width) / 4;
        int down = (frameHeight - height) / 4;
        return [.. Places.Select(p => new Crop(p.Left * right, p.Top * down, width, height))];
    }

    /// <summary>One of them by chance: a size, then a place.</summary>
    public static Crop Draw(Random random, int frameWidth = FrameWidth, int frameHeight = FrameHeight)
    {
        IReadOnlyList<(int Width, int Height)> sizes = Sizes(frameWidth, frameHeight);
        (int width, int height) = sizes[random.Next(sizes.Count)];
        return At(width, height, frameWidth, frameHeight)[random.Next(Places.Length)];
    }
}

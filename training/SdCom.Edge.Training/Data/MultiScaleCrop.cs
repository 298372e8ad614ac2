namespace SdCom.Edge.Training.Data;

/// <summary>A part of a picture, in pixels.</summary>
public readonly record struct CropPlace(int Left, int Top, int Width, int Height);

/// <summary>
/// The published training crop (after Wang et al. 2015, "Towards Good Practices for Very Deep Two-Stream ConvNets"): width and height from {256, 224, 192, 168},
/// at most one step apart, at one of thirteen fixed places. The sizes belong to pictures of 256 pixels; smaller pictures scale them.
/// </summary>
public sealed class MultiScaleCrop
{
    private static readonly int[] PublishedSizes = [256, 224, 192, 168];

    // In quarters of the free space, from the left and from the top: corners, middle, middles of the edges, and half way to the corners.
    private static readonly (int X, int Y)[] Quarters =
        [(0, 0), (4, 0), (0, 4), (4, 4), (2, 2), (0, 2), (4, 2), (2, 4), (2, 0), (1, 1), (3, 1), (1, 3), (3, 3)];

    private readonly int width;
    private readonly int height;

    /// <summary>The crop of pictures of a size; <paramref name="scale"/> multiplies the published sizes.</summary>
    public MultiScaleCrop(int width, int height, double scale = 1)
    {
        this.width = width;
        this.height = height;
        int[] sizes = [.. PublishedSizes.Select(s => (int)Math.Round(s * scale))];
        Sizes =
        [
            .. from w in Enumerable.Range(0, sizes.Length)
               from h in Enumerable.Range(0, sizes.Length)
               where Math.Abs(w - h) <= 1
               select (sizes[w], sizes[h]),
        ];
    }

    /// <summary>The ten pairs of width and height.</summary>
    public IReadOnlyList<(int Width, int Height)> Sizes { get; }

    /// <summary>The thirteen places of a part, doubles included.</summary>
    public CropPlace[] Places(int partWidth, int partHeight) =>
        [.. Quarters.Select(q => new CropPlace((width - partWidth) / 4 * q.X, (height - partHeight) / 4 * q.Y, partWidth, partHeight))];

    /// <summary>Draws size and place.</summary>
    public CropPlace Draw(Random random)
    {
        (int partWidth, int partHeight) = Sizes[random.Next(Sizes.Count)];
        return Places(partWidth, partHeight)[random.Next(Quarters.Length)];
    }
}

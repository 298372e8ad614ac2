namespace SdCom.Edge.Core.Packages;

/// <summary>
/// Pictures made of a seed with whole numbers only, so that every machine makes the same ones: a smooth field between random grid points, with noise on top.
/// </summary>
public static class ParityPicture
{
    private const int Cells = 4; // grid cells a side
    private const int Noise = 32; // peak to peak

    /// <summary>Fills a square picture, [side, side, 3]; <paramref name="frameIndex"/> counts the frames of a stream from 0.</summary>
    /// <exception cref="ArgumentException">The span is not a square of three-channel pixels.</exception>
    public static void Fill(long seed, int frameIndex, Span<byte> rgb)
    {
        int side = (int)Math.Round(Math.Sqrt(rgb.Length / 3.0));
        if (side == 0 || side * side * 3 != rgb.Length)
            throw new ArgumentException($"the picture must be a square of three bytes a pixel, got {rgb.Length} bytes.", nameof(rgb));

        ulong state = Mix((ulong)seed ^ Mix((ulong)frameIndex + 1));
        Span<byte> grid = stackalloc byte[(Cells + 1) * (Cells + 1) * 3];
        for (int i = 0; i < grid.Length; i++)
            grid[i] = (byte)(Next(ref state) >> 56);

        for (int y = 0; y < side; y++)
        {
            (int row, int down) = Math.DivRem(y * Cells, side);
            for (int x = 0; x < side; x++)
            {
                (int column, int right) = Math.DivRem(x * Cells, side);
                ulong noise = Next(ref state);
                for (int channel = 0; channel < 3; channel++)
                {
                    int corner = (((row * (Cells + 1)) + column) * 3) + channel;
                    int upper = (grid[corner] * (side - right)) + (grid[corner + 3] * right);
                    int lower = (grid[corner + ((Cells + 1) * 3)] * (side - right)) + (grid[corner + ((Cells + 2) * 3)] * right);
                    long smooth = (((long)upper * (side - down)) + ((long)lower * down)) / ((long)side * side);
                    int wobble = (int)(noise >> (channel * 16) & 0xffff) % Noise - (Noise / 2);
                    rgb[(((y * side) + x) * 3) + channel] = (byte)Math.Clamp(smooth + wobble, 0, 255);
                }
            }
        }
    }

    // SplitMix64 (Steele, Lea, Flood 2014): a counter and a finaliser.
    private static ulong Next(ref ulong state)
    {
        state += 0x9e3779b97f4a7c15;
        return Mix(state);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}

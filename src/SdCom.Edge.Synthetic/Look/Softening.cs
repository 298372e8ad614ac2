namespace SdCom.Edge.Synthetic.Look;

/// <summary>Out-of-focus blur for painted backdrops: two passes of a running mean in each direction, close to a Gaussian.</summary>
internal static class Softening
{
    public static void Blur(Span<byte> bgr, int width, int height, int radius)
    {
        if (radius <= 0) return;
        byte[] line = new byte[Math.Max(width, height)];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                for (int y = 0; y < height; y++) Mean(bgr, y * width * 3 + channel, 3, width, radius, line);
                for (int x = 0; x < width; x++) Mean(bgr, x * 3 + channel, width * 3, height, radius, line);
            }
        }
    }

    private static void Mean(Span<byte> values, int start, int stride, int count, int radius, byte[] line)
    {
        for (int i = 0; i < count; i++) line[i] = values[start + i * stride];
        int sum = 0, size = 2 * radius + 1;
        for (int i = -radius; i <= radius; i++) sum += line[Math.Clamp(i, 0, count - 1)];
        for (int i = 0; i < count; i++)
        {
            values[start + i * stride] = (byte)((sum + radius) / size);
            sum += line[Math.Min(i + radius + 1, count - 1)] - line[Math.Max(i - radius, 0)];
        }
    }
}

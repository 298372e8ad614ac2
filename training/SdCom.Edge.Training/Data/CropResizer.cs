namespace SdCom.Edge.Training.Data;

/// <summary>Cuts a part out of a square RGB picture and resizes it bilinearly into normalised floats, RGB beside each other (NHWC). Reuses its tables; not for two threads at once.</summary>
public sealed class CropResizer(int outputSide)
{
    private readonly Table across = new(outputSide);
    private readonly Table down = new(outputSide);

    /// <summary>Fills <paramref name="to"/> [outputSide, outputSide, 3] from <paramref name="rgb"/> [side, side, 3].</summary>
    public void Fill(ReadOnlySpan<byte> rgb, int side, Cut cut, Span<float> to)
    {
        across.Fill(cut.Width, cut.Mirrored);
        down.Fill(cut.Height, reverse: false);
        if (cut.Degrees == 0)
            FillUpright(rgb, side, cut, new Light(cut), to);
        else
            FillTurned(rgb, side, cut, new Light(cut), to);
    }

    private void FillUpright(ReadOnlySpan<byte> rgb, int side, Cut cut, in Light light, Span<float> to)
    {
        int at = 0;
        for (int y = 0; y < outputSide; y++)
        {
            ReadOnlySpan<byte> upper = Row(rgb, side, cut, down.Near[y]);
            ReadOnlySpan<byte> lower = Row(rgb, side, cut, down.Far[y]);
            for (int x = 0; x < outputSide; x++, at += 3)
                light.Blend(upper, lower, across.Near[x] * 3, across.Far[x] * 3, across.Share[x], down.Share[y], to.Slice(at, 3));
        }
    }

    // The same places, turned about the part's middle; the picture's edge goes on beyond it.
    private void FillTurned(ReadOnlySpan<byte> rgb, int side, Cut cut, in Light light, Span<float> to)
    {
        (double sin, double cos) = Math.SinCos(cut.Degrees * Math.PI / 180);
        double middleX = (cut.Width - 1) / 2.0, middleY = (cut.Height - 1) / 2.0;
        int at = 0;
        for (int y = 0; y < outputSide; y++)
        {
            double v = down.Near[y] + down.Share[y] - middleY;
            for (int x = 0; x < outputSide; x++, at += 3)
            {
                double u = across.Near[x] + across.Share[x] - middleX;
                double fromX = Math.Clamp(cut.Left + middleX + (u * cos) - (v * sin), 0, side - 1);
                double fromY = Math.Clamp(cut.Top + middleY + (u * sin) + (v * cos), 0, side - 1);
                int left = (int)fromX, top = (int)fromY;
                ReadOnlySpan<byte> upper = rgb.Slice(top * side * 3, side * 3);
                ReadOnlySpan<byte> lower = rgb.Slice(Math.Min(top + 1, side - 1) * side * 3, side * 3);
                light.Blend(upper, lower, left * 3, Math.Min(left + 1, side - 1) * 3, (float)(fromX - left), (float)(fromY - top), to.Slice(at, 3));
            }
        }
    }

    private static ReadOnlySpan<byte> Row(ReadOnlySpan<byte> rgb, int side, Cut cut, int row) =>
        rgb.Slice((((cut.Top + row) * side) + cut.Left) * 3, cut.Width * 3);

    // Pixel centres: output i lies at (i + 0.5) part / outputSide - 0.5 of the part.
    private sealed class Table(int outputSide)
    {
        private (int Part, bool Reverse) filled;

        public int[] Near { get; } = new int[outputSide];

        public int[] Far { get; } = new int[outputSide];

        public float[] Share { get; } = new float[outputSide];

        public void Fill(int part, bool reverse)
        {
            if (filled == (part, reverse))
                return;
            for (int i = 0; i < outputSide; i++)
            {
                double place = Math.Clamp(((i + 0.5) * part / outputSide) - 0.5, 0, part - 1);
                int at = reverse ? outputSide - 1 - i : i;
                Near[at] = (int)place;
                Far[at] = Math.Min(Near[at] + 1, part - 1);
                Share[at] = (float)(place - Near[at]);
            }

            filled = (part, reverse);
        }
    }

    private readonly struct Light(Cut cut)
    {
        private readonly float r = cut.Gain[0] / 127.5f, g = cut.Gain[1] / 127.5f, b = cut.Gain[2] / 127.5f;
        private readonly float red = cut.Shift - cut.Gain[0], green = cut.Shift - cut.Gain[1], blue = cut.Shift - cut.Gain[2];

        public void Blend(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, int left, int right, float across, float down, Span<float> to)
        {
            to[0] = Math.Clamp((Blend(upper, lower, left, right, across, down) * r) + red, -1, 1);
            to[1] = Math.Clamp((Blend(upper, lower, left + 1, right + 1, across, down) * g) + green, -1, 1);
            to[2] = Math.Clamp((Blend(upper, lower, left + 2, right + 2, across, down) * b) + blue, -1, 1);
        }

        private static float Blend(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, int left, int right, float across, float down)
        {
            float above = upper[left] + ((upper[right] - upper[left]) * across);
            float below = lower[left] + ((lower[right] - lower[left]) * across);
            return above + ((below - above) * down);
        }
    }
}

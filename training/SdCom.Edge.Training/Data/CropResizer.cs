namespace SdCom.Edge.Training.Data;

/// <summary>Cuts a square out of an RGB picture and resizes it bilinearly into normalised floats, RGB beside each other (NHWC). Reuses its tables; not for two threads at once.</summary>
public sealed class CropResizer(int outputSide)
{
    private readonly int[] near = new int[outputSide];
    private readonly int[] far = new int[outputSide];
    private readonly float[] share = new float[outputSide];
    private int tableSide = -1;

    /// <summary>Fills <paramref name="to"/> [outputSide, outputSide, 3] from <paramref name="rgb"/> [side, side, 3].</summary>
    public void Fill(ReadOnlySpan<byte> rgb, int side, Cut cut, Span<float> to)
    {
        Tabulate(cut.Side);
        float r = cut.Gain[0] / 127.5f, g = cut.Gain[1] / 127.5f, b = cut.Gain[2] / 127.5f;
        float red = cut.Shift - cut.Gain[0], green = cut.Shift - cut.Gain[1], blue = cut.Shift - cut.Gain[2];
        int at = 0;
        for (int y = 0; y < outputSide; y++)
        {
            ReadOnlySpan<byte> upper = Row(rgb, side, cut, near[y]);
            ReadOnlySpan<byte> lower = Row(rgb, side, cut, far[y]);
            float down = share[y];
            for (int x = 0; x < outputSide; x++)
            {
                int left = near[x] * 3, right = far[x] * 3;
                float across = share[x];
                to[at] = Math.Clamp((Blend(upper, lower, left, right, across, down) * r) + red, -1, 1);
                to[at + 1] = Math.Clamp((Blend(upper, lower, left + 1, right + 1, across, down) * g) + green, -1, 1);
                to[at + 2] = Math.Clamp((Blend(upper, lower, left + 2, right + 2, across, down) * b) + blue, -1, 1);
                at += 3;
            }
        }
    }

    private static ReadOnlySpan<byte> Row(ReadOnlySpan<byte> rgb, int side, Cut cut, int row) =>
        rgb.Slice((((cut.Top + row) * side) + cut.Left) * 3, cut.Side * 3);

    private static float Blend(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, int left, int right, float across, float down)
    {
        float above = upper[left] + ((upper[right] - upper[left]) * across);
        float below = lower[left] + ((lower[right] - lower[left]) * across);
        return above + ((below - above) * down);
    }

    // Pixel centres: output i lies at (i + 0.5) side / outputSide - 0.5 of the square.
    private void Tabulate(int side)
    {
        if (side == tableSide)
            return;
        for (int i = 0; i < outputSide; i++)
        {
            double place = Math.Clamp(((i + 0.5) * side / outputSide) - 0.5, 0, side - 1);
            near[i] = (int)place;
            far[i] = Math.Min(near[i] + 1, side - 1);
            share[i] = (float)(place - near[i]);
        }

        tableSide = side;
    }
}

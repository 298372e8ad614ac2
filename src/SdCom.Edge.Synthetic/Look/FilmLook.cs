using SdCom.Edge.Synthetic.Drawing;

namespace SdCom.Edge.Synthetic.Look;

/// <summary>What the light and the sensor make of the scene: exposure, contrast, colour cast, vignette and noise, in one pass.</summary>
internal sealed class FilmLook
{
    private const int GrainLength = 1 << 14;
    private readonly byte[][] curves = new byte[3][];
    private readonly int[] columnShade, rowShade;
    private readonly sbyte[] grain;
    private readonly int width, height;
    private readonly int salt;

    public FilmLook(int width, int height, Seeded random)
    {
        (this.width, this.height) = (width, height);
        double exposure = random.Chance(0.12) ? random.Between(0.45, 0.75) : random.Between(0.85, 1.15), contrast = random.Between(0.85, 1.15);
        for (int channel = 0; channel < 3; channel++)
        {
            double gain = exposure * random.Between(0.92, 1.08);
            curves[channel] = new byte[256];
            for (int v = 0; v < 256; v++) curves[channel][v] = Canvas.ToByte((float)(gain * (118 + contrast * (v - 118))));
        }

        double vignette = random.Chance(0.5) ? random.Between(0.1, 0.5) : 0;
        columnShade = Shade(width, vignette);
        rowShade = Shade(height, vignette);
        double noise = random.Chance(0.7) ? random.Between(0.2, 1.4) : 0;
        grain = new sbyte[GrainLength + width];
        for (int i = 0; i < grain.Length; i++) grain[i] = (sbyte)Math.Round(3 * noise * random.Bell());
        salt = random.Below(1 << 20);
    }

    /// <summary>Develops a frame in place; <paramref name="moment"/> chooses its noise.</summary>
    public void Apply(Span<byte> bgr, int moment)
    {
        byte[] blue = curves[0], green = curves[1], red = curves[2];
        for (int y = 0; y < height; y++)
        {
            Span<byte> line = bgr.Slice(y * width * 3, width * 3);
            ReadOnlySpan<sbyte> speckle = grain.AsSpan((int)(Noise.At(moment ^ salt, y) * GrainLength), width);
            int shade = 256 - rowShade[y];
            for (int x = 0, i = 0; x < speckle.Length; x++, i += 3)
            {
                int light = shade - columnShade[x], n = speckle[x];
                line[i] = (byte)Math.Clamp((blue[line[i]] * light >> 8) + n, 0, 255);
                line[i + 1] = (byte)Math.Clamp((green[line[i + 1]] * light >> 8) + n, 0, 255);
                line[i + 2] = (byte)Math.Clamp((red[line[i + 2]] * light >> 8) + n, 0, 255);
            }
        }
    }

    private static int[] Shade(int count, double strength)
    {
        int[] shade = new int[count];
        for (int i = 0; i < count; i++)
        {
            double off = (2.0 * i + 1) / count - 1;
            shade[i] = (int)(128 * strength * off * off);
        }

        return shade;
    }
}

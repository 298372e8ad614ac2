using SdCom.Edge.Synthetic.Drawing;

namespace SdCom.Edge.Synthetic.Look;

/// <summary>
/// The picture behind the actor: painted once, larger than the frame so that the camera can move over it, then sampled for every
/// frame. Rows below the horizon slide further than those above it, which is parallax enough for a flat ground.
/// </summary>
internal sealed class Backdrop
{
    /// <summary>Share of the frame added on every side.</summary>
    private const double Margin = 0.13;
    private const int LongestSide = 900; // a backdrop is soft: finer paint would only cost time
    private readonly byte[] texture;
    private readonly int width, height, frameWidth, frameHeight;
    private readonly double scale, groundFrom, parallax;

    public Backdrop(BackgroundKind kind, int frameWidth, int frameHeight, Seeded random)
    {
        (this.frameWidth, this.frameHeight) = (frameWidth, frameHeight);
        double full = 1 + 2 * Margin;
        scale = Math.Min(1, LongestSide / (full * Math.Max(frameWidth, frameHeight)));
        (width, height) = ((int)(frameWidth * full * scale) + 2, (int)(frameHeight * full * scale) + 2);
        texture = new byte[width * height * 3];
        double horizon = BackdropPainter.Paint(kind, new Canvas(texture, width, height) { Softness = 1.2f }, random);
        groundFrom = (horizon * full - Margin) * frameHeight;
        parallax = random.Between(0.1, 0.6);
        double blur = random.Chance(0.6) ? random.Between(0, 0.004) : random.Between(0.003, 0.014);
        Softening.Blur(texture, width, height, (int)(blur * height + 0.5));
    }

    /// <summary>How much further than the far background something standing at a frame row moves.</summary>
    public double ParallaxAt(double row) => parallax * Math.Clamp((row - groundFrom) / Math.Max(1, frameHeight - groundFrom), 0, 1);

    /// <summary>The mean colour of a part of the still frame, given in pixels.</summary>
    public Rgb MeanColour(double left, double top, double right, double bottom)
    {
        double r = 0, g = 0, b = 0;
        int count = 0;
        for (double y = Math.Max(0, top); y < Math.Min(frameHeight, bottom); y += 3)
        {
            for (double x = Math.Max(0, left); x < Math.Min(frameWidth, right); x += 3)
            {
                int i = ((int)((y + Margin * frameHeight) * scale) * width + (int)((x + Margin * frameWidth) * scale)) * 3;
                (b, g, r, count) = (b + texture[i], g + texture[i + 1], r + texture[i + 2], count + 1);
            }
        }

        return count == 0 ? default : new Rgb((float)(r / count), (float)(g / count), (float)(b / count));
    }

    /// <summary>Fills a frame with what the camera sees.</summary>
    public void Render(in CameraView view, Span<byte> bgr)
    {
        const int One = 1 << 16;
        double cos = view.RollCos / view.Zoom, sin = view.RollSin / view.Zoom;
        int stepX = (int)(cos * scale * One), stepY = (int)(-sin * scale * One);
        int lastX = (width - 2) << 16, lastY = (height - 2) << 16;
        for (int row = 0; row < frameHeight; row++)
        {
            double nearer = 1 + ParallaxAt(row);
            double sx = 0.5 - frameWidth / 2.0 - view.ShiftX * nearer, sy = row + 0.5 - frameHeight / 2.0 - view.ShiftY;
            double wx = sx * cos + sy * sin + frameWidth * (0.5 + Margin), wy = sy * cos - sx * sin + frameHeight * (0.5 + Margin);
            int x = (int)((wx * scale - 0.5) * One), y = (int)((wy * scale - 0.5) * One);
            Span<byte> line = bgr.Slice(row * frameWidth * 3, frameWidth * 3);
            for (int i = 0; i < line.Length; i += 3, x += stepX, y += stepY)
            {
                int cx = Math.Clamp(x, 0, lastX), cy = Math.Clamp(y, 0, lastY);
                int fx = (cx >> 8) & 255, fy = (cy >> 8) & 255, at = ((cy >> 16) * width + (cx >> 16)) * 3;
                int a = (256 - fx) * (256 - fy), b = fx * (256 - fy), c = (256 - fx) * fy, d = fx * fy;
                ReadOnlySpan<byte> upper = texture.AsSpan(at, 6), lower = texture.AsSpan(at + width * 3, 6);
                line[i] = (byte)((upper[0] * a + upper[3] * b + lower[0] * c + lower[3] * d + 32768) >> 16);
                line[i + 1] = (byte)((upper[1] * a + upper[4] * b + lower[1] * c + lower[4] * d + 32768) >> 16);
                line[i + 2] = (byte)((upper[2] * a + upper[5] * b + lower[2] * c + lower[5] * d + 32768) >> 16);
            }
        }
    }
}

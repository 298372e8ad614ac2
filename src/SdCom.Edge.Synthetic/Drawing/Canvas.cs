using System.Runtime.CompilerServices;

namespace SdCom.Edge.Synthetic.Drawing;

/// <summary>How a shape is filled: colour, rounding by light, dark outline, cross stripes and cloth grain.</summary>
internal readonly record struct Paint(Rgb Colour)
{
    /// <summary>0 is flat, 1 is a strongly lit cylinder.</summary>
    public float Roundness { get; init; }

    /// <summary>Width of the dark rim in pixels; 0 for none.</summary>
    public float Rim { get; init; }

    /// <summary>0 to 1; how opaque the shape is.</summary>
    public float Opacity { get; init; } = 1;

    /// <summary>Length of a pair of stripes in pixels; 0 for none.</summary>
    public float StripeLength { get; init; }

    /// <summary>Brightness of the second stripe relative to the first.</summary>
    public float StripeGain { get; init; } = 1;

    /// <summary>Amplitude of the speckle of the cloth, as a share of the brightness.</summary>
    public float Grain { get; init; }
}

/// <summary>
/// A BGR24 picture and the few shapes everything here is drawn from. Each shape is a distance field: a pixel's cover is how far
/// inside the shape it lies, over <see cref="Softness"/> pixels, which is anti-aliasing and lens blur in one.
/// </summary>
internal readonly ref struct Canvas(Span<byte> pixels, int width, int height)
{
    private readonly Span<byte> pixels = pixels;

    /// <summary>The bytes drawn on.</summary>
    public Span<byte> Pixels => pixels;

    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>Width of the edges in pixels; 1 is sharp.</summary>
    public float Softness { get; init; } = 1;

    /// <summary>Unit direction in the picture from which light comes.</summary>
    public float LightX { get; init; }

    /// <summary>Vertical part of the light direction; negative is from above.</summary>
    public float LightY { get; init; } = -1;

    /// <summary>A limb: a segment with a radius at each end.</summary>
    public void Capsule(Point a, float radiusA, Point b, float radiusB, in Paint paint)
    {
        float dx = b.X - a.X, dy = b.Y - a.Y, length = MathF.Sqrt(dx * dx + dy * dy) + 1e-4f;
        float ux = dx / length, uy = dy / length;
        float light = LightY * ux - LightX * uy; // light along the normal (-uy, ux)
        float reach = MathF.Max(radiusA, radiusB) + Softness;
        Box box = Clip(MathF.Min(a.X, b.X) - reach, MathF.Min(a.Y, b.Y) - reach, MathF.Max(a.X, b.X) + reach, MathF.Max(a.Y, b.Y) + reach);
        for (int y = box.Top; y < box.Bottom; y++)
        {
            float py = y + 0.5f - a.Y;
            for (int x = box.Left; x < box.Right; x++)
            {
                float px = x + 0.5f - a.X;
                float along = px * ux + py * uy, across = py * ux - px * uy;
                float t = Math.Clamp(along / length, 0, 1);
                float radius = radiusA + (radiusB - radiusA) * t, beyond = along - t * length;
                float outside = MathF.Sqrt(beyond * beyond + across * across) - radius;
                if (outside < Softness) Blend(x, y, outside, across / radius, light, along, across, paint);
            }
        }
    }

    /// <summary>An ellipse with half axes <paramref name="rx"/> along (<paramref name="ux"/>, <paramref name="uy"/>) and <paramref name="ry"/> across it, cut off below <paramref name="cut"/>.</summary>
    public void Ellipse(Point centre, float rx, float ry, float ux, float uy, in Paint paint, float cut = float.MaxValue)
    {
        float reach = MathF.Max(rx, ry) + Softness, small = MathF.Min(rx, ry);
        float light = LightX * ux + LightY * uy;
        Box box = Clip(centre.X - reach, centre.Y - reach, centre.X + reach, centre.Y + reach);
        for (int y = box.Top; y < box.Bottom; y++)
        {
            float py = y + 0.5f - centre.Y;
            for (int x = box.Left; x < box.Right; x++)
            {
                float px = x + 0.5f - centre.X;
                float along = px * ux + py * uy, across = py * ux - px * uy;
                float ax = along / rx, ay = across / ry;
                float outside = (MathF.Sqrt(ax * ax + ay * ay) - 1) * small;
                outside = MathF.Max(outside, across - cut);
                if (outside < Softness) Blend(x, y, outside, ax, light, across, along, paint);
            }
        }
    }

    /// <summary>A convex four-sided shape with rounded corners (a torso, a vest); corners run clockwise in the picture.</summary>
    public void Quad(Point a, Point b, Point c, Point d, float rounding, in Paint paint)
    {
        // The middle line from the top edge to the bottom edge carries the shading and the stripes.
        Point top = Point.Between(a, b, 0.5f), bottom = Point.Between(d, c, 0.5f);
        float mx = bottom.X - top.X, my = bottom.Y - top.Y, length = MathF.Sqrt(mx * mx + my * my) + 1e-4f;
        float ux = mx / length, uy = my / length;
        float light = LightX * uy - LightY * ux;
        float half = MathF.Max(Point.Length(a, b), Point.Length(d, c)) / 2 + rounding;
        float reach = rounding + Softness;
        Box box = Clip(
            MathF.Min(MathF.Min(a.X, b.X), MathF.Min(c.X, d.X)) - reach, MathF.Min(MathF.Min(a.Y, b.Y), MathF.Min(c.Y, d.Y)) - reach,
            MathF.Max(MathF.Max(a.X, b.X), MathF.Max(c.X, d.X)) + reach, MathF.Max(MathF.Max(a.Y, b.Y), MathF.Max(c.Y, d.Y)) + reach);
        Edge ab = new(a, b), bc = new(b, c), cd = new(c, d), da = new(d, a);
        for (int y = box.Top; y < box.Bottom; y++)
        {
            for (int x = box.Left; x < box.Right; x++)
            {
                float px = x + 0.5f, py = y + 0.5f;
                float nearest = float.MaxValue, inside = float.MinValue;
                ab.Measure(px, py, ref nearest, ref inside);
                bc.Measure(px, py, ref nearest, ref inside);
                cd.Measure(px, py, ref nearest, ref inside);
                da.Measure(px, py, ref nearest, ref inside);
                float outside = (inside < 0 ? inside : MathF.Sqrt(nearest)) - rounding;
                if (outside >= Softness) continue;
                float along = (px - top.X) * ux + (py - top.Y) * uy, across = (px - top.X) * uy - (py - top.Y) * ux;
                Blend(x, y, outside, across / half, light, along, across, paint);
            }
        }
    }

    /// <summary>A flat upright rectangle with hard edges.</summary>
    public void Fill(float left, float top, float right, float bottom, Rgb colour)
    {
        Box box = Clip(left, top, right - 1, bottom - 1);
        byte r = ToByte(colour.R), g = ToByte(colour.G), b = ToByte(colour.B);
        for (int y = box.Top; y < box.Bottom; y++)
        {
            Span<byte> row = pixels.Slice((y * Width + box.Left) * 3, Math.Max(0, box.Right - box.Left) * 3);
            for (int i = 0; i < row.Length; i += 3) (row[i], row[i + 1], row[i + 2]) = (b, g, r);
        }
    }

    public static byte ToByte(float value) => (byte)Math.Clamp(value + 0.5f, 0f, 255f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Blend(int x, int y, float outside, float side, float light, float along, float across, in Paint paint)
    {
        float cover = Math.Clamp(0.5f - outside / Softness, 0, 1) * paint.Opacity;
        if (cover <= 0) return;
        float gain = 1 + paint.Roundness * (0.28f * side * light - 0.3f * side * side);
        if (paint.Rim > 0) gain *= 0.5f + 0.5f * Math.Clamp(-outside / paint.Rim, 0, 1);
        if (paint.StripeLength > 0 && along - MathF.Floor(along / paint.StripeLength) * paint.StripeLength > 0.5f * paint.StripeLength) gain *= paint.StripeGain;
        if (paint.Grain > 0) gain += paint.Grain * (Noise.At((int)along, (int)across + 512) - 0.5f);
        Span<byte> p = pixels.Slice((y * Width + x) * 3, 3);
        p[0] = ToByte(p[0] + (paint.Colour.B * gain - p[0]) * cover);
        p[1] = ToByte(p[1] + (paint.Colour.G * gain - p[1]) * cover);
        p[2] = ToByte(p[2] + (paint.Colour.R * gain - p[2]) * cover);
    }

    private Box Clip(float left, float top, float right, float bottom) => new(
        (int)Math.Clamp(left, 0, Width), (int)Math.Clamp(top, 0, Height),
        (int)Math.Clamp(right + 1, 0, Width), (int)Math.Clamp(bottom + 1, 0, Height));

    private readonly record struct Box(int Left, int Top, int Right, int Bottom);
}

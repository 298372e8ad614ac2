namespace SdCom.Edge.Synthetic.Drawing;

/// <summary>A place in a picture: pixels from its left and upper edge.</summary>
internal readonly record struct Point(float X, float Y)
{
    public static Point Between(Point a, Point b, float share) => new(a.X + (b.X - a.X) * share, a.Y + (b.Y - a.Y) * share);

    public static float Length(Point a, Point b) => MathF.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y));
}

/// <summary>One side of a convex shape whose corners run clockwise in the picture.</summary>
internal readonly struct Edge
{
    private readonly float x, y, dx, dy, inverseSquare, nx, ny;

    public Edge(Point from, Point to)
    {
        (x, y, dx, dy) = (from.X, from.Y, to.X - from.X, to.Y - from.Y);
        float square = dx * dx + dy * dy + 1e-6f, length = MathF.Sqrt(square);
        (inverseSquare, nx, ny) = (1 / square, dy / length, -dx / length);
    }

    /// <summary>Lowers <paramref name="nearestSquare"/> to the squared distance from the side, raises <paramref name="inside"/> to the signed distance from its line (negative within).</summary>
    public void Measure(float px, float py, ref float nearestSquare, ref float inside)
    {
        float ox = px - x, oy = py - y;
        inside = MathF.Max(inside, ox * nx + oy * ny);
        float t = Math.Clamp((ox * dx + oy * dy) * inverseSquare, 0, 1);
        float ex = ox - t * dx, ey = oy - t * dy;
        nearestSquare = MathF.Min(nearestSquare, ex * ex + ey * ey);
    }
}

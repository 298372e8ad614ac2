using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A rectangle of pixels; right and bottom edges are exclusive.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Rect(int X, int Y, int Width, int Height)
{
    public int X = X;
    public int Y = Y;
    public int Width = Width;
    public int Height = Height;

    public Rect(Point location, Size size)
        : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    public int Top { readonly get => Y; set => Y = value; }

    public readonly int Bottom => Y + Height;

    public int Left { readonly get => X; set => X = value; }

    public readonly int Right => X + Width;

    public Point Location
    {
        readonly get => new(X, Y);
        set => (X, Y) = (value.X, value.Y);
    }

    public Size Size
    {
        readonly get => new(Width, Height);
        set => (Width, Height) = (value.Width, value.Height);
    }

    public readonly Point TopLeft => new(X, Y);

    public readonly Point BottomRight => new(X + Width, Y + Height);

    public static Rect FromLTRB(int left, int top, int right, int bottom)
    {
        if (right < left || bottom < top)
            throw new ArgumentException($"right and bottom must not lie before left and top, got {left}, {top}, {right}, {bottom}.");
        return new Rect(left, top, right - left, bottom - top);
    }

    public readonly bool Contains(int x, int y) => X <= x && Y <= y && x < X + Width && y < Y + Height;

    public readonly bool Contains(Point pt) => Contains(pt.X, pt.Y);

    public readonly bool Contains(Rect rect) => X <= rect.X && Y <= rect.Y && rect.Right <= Right && rect.Bottom <= Bottom;

    /// <summary>The common part of two rectangles; empty at (0, 0) when there is none.</summary>
    public static Rect Intersect(Rect a, Rect b)
    {
        int left = Math.Max(a.X, b.X), right = Math.Min(a.Right, b.Right);
        int top = Math.Max(a.Y, b.Y), bottom = Math.Min(a.Bottom, b.Bottom);
        return right >= left && bottom >= top ? new Rect(left, top, right - left, bottom - top) : default;
    }

    public readonly Rect Intersect(Rect rect) => Intersect(this, rect);

    public static Rect operator +(Rect rect, Point pt) => new(rect.X + pt.X, rect.Y + pt.Y, rect.Width, rect.Height);

    public static Rect operator -(Rect rect, Point pt) => new(rect.X - pt.X, rect.Y - pt.Y, rect.Width, rect.Height);

    public static Rect operator &(Rect a, Rect b) => Intersect(a, b);
}

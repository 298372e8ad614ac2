using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A pixel position: X to the right, Y down.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Point(int X, int Y)
{
    public int X = X;
    public int Y = Y;

    /// <summary>Cuts both coordinates off towards zero.</summary>
    public Point(double x, double y)
        : this((int)x, (int)y)
    {
    }

    public static Point operator +(Point pt) => pt;

    public static Point operator -(Point pt) => new(-pt.X, -pt.Y);

    public static Point operator +(Point p1, Point p2) => new(p1.X + p2.X, p1.Y + p2.Y);

    public static Point operator -(Point p1, Point p2) => new(p1.X - p2.X, p1.Y - p2.Y);

    public static Point operator *(Point pt, double scale) => new(pt.X * scale, pt.Y * scale);
}

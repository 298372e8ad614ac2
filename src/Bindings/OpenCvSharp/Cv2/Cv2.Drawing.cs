using OpenCvSharp.Internal;

namespace OpenCvSharp;

// Shapes and text. A negative thickness fills; shift is the number of fractional bits in the coordinates.
public static unsafe partial class Cv2
{
    public static void Line(
        InputOutputArray img, int pt1X, int pt1Y, int pt2X, int pt2Y, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        Native.Check(Native.cvx_line(img.Handle, pt1X, pt1Y, pt2X, pt2Y, in color, thickness, (int)lineType, shift));
    }

    public static void Line(
        InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Line(img, pt1.X, pt1.Y, pt2.X, pt2.Y, color, thickness, lineType, shift);

    /// <summary>Draws a rectangle whose corners are both inside.</summary>
    public static void Rectangle(
        InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        Native.Check(Native.cvx_rectangle_points(img.Handle, pt1.X, pt1.Y, pt2.X, pt2.Y, in color, thickness, (int)lineType, shift));
    }

    public static void Rectangle(
        InputOutputArray img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        Native.Check(Native.cvx_rectangle(img.Handle, rect.X, rect.Y, rect.Width, rect.Height, in color, thickness, (int)lineType, shift));
    }

    public static void Rectangle(Mat img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Rectangle(InputOutputArray.Create(img), rect, color, thickness, lineType, shift);

    public static void Rectangle(Mat img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Rectangle(InputOutputArray.Create(img), pt1, pt2, color, thickness, lineType, shift);

    public static void Circle(
        InputOutputArray img, int centerX, int centerY, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        Native.Check(Native.cvx_circle(img.Handle, centerX, centerY, radius, in color, thickness, (int)lineType, shift));
    }

    public static void Circle(
        InputOutputArray img, Point center, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Circle(img, center.X, center.Y, radius, color, thickness, lineType, shift);

    /// <summary>Draws an arc of an ellipse; angles in degrees, clockwise on the screen.</summary>
    public static void Ellipse(
        InputOutputArray img, Point center, Size axes, double angle, double startAngle, double endAngle, Scalar color, int thickness = 1,
        LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        Native.Check(Native.cvx_ellipse(
            img.Handle, center.X, center.Y, axes.Width, axes.Height, angle, startAngle, endAngle, in color, thickness, (int)lineType, shift));
    }

    public static void Polylines(
        Mat img, IEnumerable<IEnumerable<Point>> pts, bool isClosed, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        (Point[] points, int[] counts) = Flatten(pts);
        fixed (Point* xy = points)
        fixed (int* each = counts)
            Native.Check(Native.cvx_polylines(img.Handle, (int*)xy, each, counts.Length, isClosed ? 1 : 0, in color, thickness, (int)lineType, shift));
    }

    public static void FillPoly(
        Mat img, IEnumerable<IEnumerable<Point>> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0, Point? offset = null)
    {
        ArgumentNullException.ThrowIfNull(img);
        (Point[] points, int[] counts) = Flatten(pts);
        Point by = offset ?? default;
        fixed (Point* xy = points)
        fixed (int* each = counts)
            Native.Check(Native.cvx_fill_poly(img.Handle, (int*)xy, each, counts.Length, in color, (int)lineType, shift, by.X, by.Y));
    }

    /// <summary>Draws text whose lower left corner is <paramref name="org"/>; the fonts hold ASCII only.</summary>
    public static void PutText(
        InputOutputArray img, string text, Point org, HersheyFonts fontFace, double fontScale, Scalar color, int thickness = 1,
        LineTypes lineType = LineTypes.Link8, bool bottomLeftOrigin = false)
    {
        ArgumentNullException.ThrowIfNull(img);
        ArgumentNullException.ThrowIfNull(text);
        Native.Check(Native.cvx_put_text(
            img.Handle, text, org.X, org.Y, (int)fontFace, fontScale, in color, thickness, (int)lineType, bottomLeftOrigin ? 1 : 0));
    }

    /// <summary>The size of the text that <see cref="PutText"/> would draw; the base line is how far it hangs below that.</summary>
    public static Size GetTextSize(string text, HersheyFonts fontFace, double fontScale, int thickness, out int baseLine)
    {
        ArgumentNullException.ThrowIfNull(text);
        Native.Check(Native.cvx_get_text_size(text, (int)fontFace, fontScale, thickness, out int width, out int height, out baseLine));
        return new Size(width, height);
    }

    private static (Point[] Points, int[] Counts) Flatten(IEnumerable<IEnumerable<Point>> pts)
    {
        ArgumentNullException.ThrowIfNull(pts);
        List<Point> points = [];
        List<int> counts = [];
        foreach (IEnumerable<Point> polygon in pts)
        {
            int before = points.Count;
            points.AddRange(polygon);
            counts.Add(points.Count - before);
        }
        return ([.. points], [.. counts]);
    }
}

using OpenCvSharp;

namespace SdCom.Edge.Runtime.Tests.Bindings;

public class DrawingTests
{
    [Fact]
    public void A_filled_rectangle_covers_exactly_its_pixels()
    {
        using Mat canvas = Canvas();
        Cv2.Rectangle(canvas, new Rect(2, 3, 4, 5), new Scalar(255, 0, 0), -1);

        Assert.Equal(new Scalar(4 * 5 * 255, 0, 0, 0), Cv2.Sum(canvas));
        Assert.Equal(new Vec3b(255, 0, 0), canvas.At<Vec3b>(3, 2));
        Assert.Equal(new Vec3b(255, 0, 0), canvas.At<Vec3b>(7, 5));
        Assert.Equal(default, canvas.At<Vec3b>(8, 6));
    }

    [Fact]
    public void A_rectangle_between_two_points_includes_both()
    {
        using Mat canvas = Canvas();
        Cv2.Rectangle(canvas, new Point(1, 1), new Point(3, 2), Scalar.All(1), -1);

        Assert.Equal(6, Cv2.Sum(canvas).Val0);
    }

    [Fact]
    public void A_horizontal_line_covers_its_ends()
    {
        using Mat canvas = Canvas();
        Cv2.Line(canvas, new Point(4, 6), new Point(9, 6), new Scalar(0, 0, 10));

        Assert.Equal(60, Cv2.Sum(canvas).Val2);
        Assert.Equal(10, canvas.At<Vec3b>(6, 9).Item2);
    }

    [Fact]
    public void A_filled_circle_reaches_its_radius_and_no_further()
    {
        using Mat canvas = Canvas();
        Cv2.Circle(canvas, new Point(10, 10), 4, Scalar.All(1), -1);

        Assert.Equal((1, 1, 0), (canvas.At<Vec3b>(10, 14).Item0, canvas.At<Vec3b>(6, 10).Item0, canvas.At<Vec3b>(10, 15).Item0));
        Assert.InRange(Cv2.Sum(canvas).Val0, 45, 60); // pi * 16 = 50.3
    }

    [Fact]
    public void An_ellipse_lies_inside_its_axes()
    {
        using Mat canvas = Canvas();
        Cv2.Ellipse(canvas, new Point(10, 10), new Size(6, 3), 0, 0, 360, Scalar.All(1), -1);

        Assert.Equal((1, 1, 0), (canvas.At<Vec3b>(10, 16).Item0, canvas.At<Vec3b>(13, 10).Item0, canvas.At<Vec3b>(14, 10).Item0));
    }

    [Fact]
    public void A_closed_polyline_draws_the_outline_and_a_filled_polygon_the_inside_too()
    {
        Point[] square = [new(2, 2), new(6, 2), new(6, 6), new(2, 6)];
        using Mat outline = Canvas();
        using Mat open = Canvas();
        using Mat filled = Canvas();

        Cv2.Polylines(outline, [square], true, Scalar.All(1));
        Cv2.Polylines(open, [square], false, Scalar.All(1));
        Cv2.FillPoly(filled, [square], Scalar.All(1), offset: new Point(1, 0));

        Assert.Equal(16, Cv2.Sum(outline).Val0);
        Assert.Equal(13, Cv2.Sum(open).Val0);
        Assert.Equal(25, Cv2.Sum(filled).Val0);
        Assert.Equal((0, 1), (filled.At<Vec3b>(2, 2).Item0, filled.At<Vec3b>(2, 7).Item0));
    }

    [Fact]
    public void Text_stays_inside_the_size_measured_for_it()
    {
        Size size = Cv2.GetTextSize("wave", HersheyFonts.HersheySimplex, 1, 1, out int baseLine);
        using Mat canvas = new(size.Height + baseLine + 40, size.Width + 40, MatType.CV_8UC1, Scalar.All(0));

        Cv2.PutText(canvas, "wave", new Point(20, 20 + size.Height), HersheyFonts.HersheySimplex, 1, Scalar.All(255));

        Assert.InRange(size.Height, 15, 30);
        Assert.InRange(baseLine, 5, 12);
        double all = Cv2.Sum(canvas).Val0;
        using Mat box = canvas.SubMat(new Rect(18, 18, size.Width + 4, size.Height + baseLine + 4));
        Assert.True(all > 0);
        Assert.Equal(all, Cv2.Sum(box).Val0);
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        using Mat canvas = Canvas();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                Cv2.Rectangle(canvas, new Rect(0, 0, 5, 5), Scalar.Red);
                Cv2.Line(canvas, new Point(0, 0), new Point(9, 9), Scalar.Green);
            }
        }));
    }

    private static Mat Canvas() => new(20, 20, MatType.CV_8UC3, Scalar.All(0));
}

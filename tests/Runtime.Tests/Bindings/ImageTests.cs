using OpenCvSharp;

namespace SdCom.Edge.Runtime.Tests.Bindings;

public class ImageTests
{
    [Fact]
    public void Shrinking_by_area_averages_the_pixels()
    {
        using Mat mat = Mat.FromPixelData(2, 4, MatType.CV_8UC1, new byte[] { 10, 20, 0, 4, 30, 40, 8, 12 });
        using Mat small = new();

        Cv2.Resize(mat, small, new Size(2, 1), interpolation: InterpolationFlags.Area);

        small.GetArray(out byte[] values);
        Assert.Equal<byte>([25, 6], values);
    }

    [Fact]
    public void Linear_growth_aligns_pixel_centres()
    {
        using Mat mat = Mat.FromPixelData(1, 2, MatType.CV_8UC1, new byte[] { 0, 100 });
        using Mat wide = mat.Resize(new Size(4, 1));

        // Centres of the new pixels lie at -0.25, 0.25, 0.75 and 1.25 of the old ones.
        wide.GetArray(out byte[] values);
        Assert.Equal<byte>([0, 25, 75, 100], values);
    }

    [Fact]
    public void Factors_set_the_size_when_none_is_given()
    {
        using Mat mat = new(4, 6, MatType.CV_8UC3, Scalar.All(0));
        using Mat half = mat.Resize(default, 0.5, 0.25, InterpolationFlags.Nearest);

        Assert.Equal(new Size(3, 1), half.Size());
    }

    [Fact]
    public void A_target_that_fits_keeps_its_memory()
    {
        using Mat mat = new(8, 8, MatType.CV_8UC3, Scalar.All(3));
        using Mat target = new(4, 4, MatType.CV_8UC3);
        IntPtr before = target.Data;

        Cv2.Resize(mat, target, new Size(4, 4));

        Assert.Equal(before, target.Data);
    }

    [Fact]
    public void Grey_is_the_weighted_sum_of_blue_green_and_red()
    {
        using Mat pixel = new(1, 1, MatType.CV_8UC3, new Scalar(10, 200, 50));
        using Mat grey = pixel.CvtColor(ColorConversionCodes.BGR2GRAY);

        // 0.114 * 10 + 0.587 * 200 + 0.299 * 50 = 133.49
        Assert.Equal(133, grey.At<byte>(0, 0));
    }

    [Fact]
    public void Swapping_colours_swaps_the_outer_channels()
    {
        using Mat pixel = new(1, 1, MatType.CV_8UC3, new Scalar(1, 2, 3));
        using Mat rgb = pixel.CvtColor(ColorConversionCodes.BGR2RGB);

        Assert.Equal(new Vec3b(3, 2, 1), rgb.At<Vec3b>(0, 0));
    }

    [Fact]
    public void Flips_and_turns_move_the_corners()
    {
        using Mat mat = Mat.FromPixelData(2, 2, MatType.CV_8UC1, new byte[] { 1, 2, 3, 4 });

        Assert.Equal<byte>([2, 1, 4, 3], Values(dst => Cv2.Flip(mat, dst, FlipMode.Y)));
        Assert.Equal<byte>([3, 4, 1, 2], Values(dst => Cv2.Flip(mat, dst, FlipMode.X)));
        Assert.Equal<byte>([3, 1, 4, 2], Values(dst => Cv2.Rotate(mat, dst, RotateFlags.Rotate90Clockwise)));
        Assert.Equal<byte>([4, 3, 2, 1], Values(dst => Cv2.Rotate(mat, dst, RotateFlags.Rotate180)));
    }

    [Fact]
    public void Arithmetic_saturates()
    {
        using Mat a = new(1, 1, MatType.CV_8UC1, Scalar.All(200));
        using Mat b = new(1, 1, MatType.CV_8UC1, Scalar.All(240));

        Assert.Equal<byte>([40], Values(dst => Cv2.Absdiff(a, b, dst)));
        Assert.Equal<byte>([220], Values(dst => Cv2.AddWeighted(a, 0.5, b, 0.5, 0, dst)));
        Assert.Equal<byte>([255], Values(dst => Cv2.AddWeighted(a, 1, b, 1, 0, dst)));
    }

    [Fact]
    public void A_border_has_the_width_and_value_given()
    {
        using Mat mat = new(1, 1, MatType.CV_8UC1, Scalar.All(5));

        Assert.Equal<byte>([9, 5, 9, 9], Values(dst => Cv2.CopyMakeBorder(mat, dst, 0, 0, 1, 2, BorderTypes.Constant, Scalar.All(9))));
    }

    [Fact]
    public void A_shift_moves_pixels_and_leaves_the_border_value()
    {
        using Mat mat = Mat.FromPixelData(1, 3, MatType.CV_8UC1, new byte[] { 1, 2, 3 });
        using Mat right = Mat.FromPixelData(2, 3, MatType.CV_64FC1, new double[] { 1, 0, 1, 0, 1, 0 });

        Assert.Equal<byte>([0, 1, 2], Values(dst => Cv2.WarpAffine(mat, dst, right, new Size(3, 1))));
    }

    [Fact]
    public void A_blur_keeps_the_mean_of_an_even_picture()
    {
        using Mat mat = new(5, 5, MatType.CV_8UC1, Scalar.All(77));
        using Mat blurred = mat.GaussianBlur(new Size(3, 3), 1);

        Assert.Equal(77, blurred.Mean().Val0);
    }

    [Fact]
    public void Pictures_join_side_by_side_and_on_top_of_each_other()
    {
        using Mat a = new(1, 1, MatType.CV_8UC1, Scalar.All(1));
        using Mat b = new(1, 1, MatType.CV_8UC1, Scalar.All(2));
        using Mat wide = new();
        using Mat tall = new();

        Cv2.HConcat(a, b, wide);
        Cv2.VConcat(a, b, tall);

        Assert.Equal((new Size(2, 1), new Size(1, 2)), (wide.Size(), tall.Size()));
    }

    private static byte[] Values(Action<Mat> fill)
    {
        using Mat dst = new();
        fill(dst);
        dst.GetArray(out byte[] values);
        return values;
    }
}

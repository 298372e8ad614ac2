using OpenCvSharp;

namespace SdCom.Edge.Runtime.Tests.Bindings;

public class MatTests
{
    [Fact]
    public void A_new_matrix_has_the_shape_and_type_asked_for()
    {
        using Mat mat = new(2, 3, MatType.CV_8UC3, new Scalar(1, 2, 3));

        Assert.Equal((2, 3, 2, 3, 2), (mat.Rows, mat.Cols, mat.Height, mat.Width, mat.Dims));
        Assert.Equal((MatType.CV_8UC3, MatType.CV_8U, 3), (mat.Type(), mat.Depth(), mat.Channels()));
        Assert.Equal((3, 1, 9L, 6L), (mat.ElemSize(), mat.ElemSize1(), mat.Step(), mat.Total()));
        Assert.True(mat.IsContinuous());
        Assert.False(mat.Empty());
        Assert.Equal(new Vec3b(1, 2, 3), mat.At<Vec3b>(1, 2));
    }

    [Fact]
    public void An_empty_matrix_says_so()
    {
        using Mat mat = new();

        Assert.True(mat.Empty());
        Assert.Equal((0, 0, IntPtr.Zero), (mat.Rows, mat.Cols, mat.Data));
    }

    [Fact]
    public void A_matrix_of_four_dimensions_counts_all_its_elements()
    {
        using Mat mat = new([2, 3, 4, 5], MatType.CV_32FC1, Scalar.All(2));

        Assert.Equal((4, -1, 120L, 4), (mat.Dims, mat.Rows, mat.Total(), mat.Size(2)));
        Assert.Equal(240, mat.Reshape(1, 1).Sum().Val0);
    }

    [Fact]
    public void A_matrix_over_an_array_shares_its_memory()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6];
        using Mat mat = Mat.FromPixelData(2, 3, MatType.CV_8UC1, pixels);

        mat.Set<byte>(1, 0, 40);
        pixels[5] = 60;

        Assert.Equal(40, pixels[3]);
        Assert.Equal(60, mat.Get<byte>(1, 2));
    }

    [Fact]
    public void An_array_that_is_too_short_for_the_matrix_is_refused() =>
        Assert.Throws<ArgumentException>(() => Mat.FromPixelData(2, 3, MatType.CV_8UC3, new byte[17]));

    [Fact]
    public void A_step_leaves_gaps_between_the_rows()
    {
        byte[] pixels = [1, 2, 0, 0, 3, 4];
        using Mat mat = Mat.FromPixelData(2, 2, MatType.CV_8UC1, pixels, 4);

        Assert.False(mat.IsContinuous());
        mat.GetArray(out byte[] packed);
        Assert.Equal<byte>([1, 2, 3, 4], packed);
    }

    [Fact]
    public void A_part_shares_pixels_and_a_clone_does_not()
    {
        using Mat whole = new(4, 4, MatType.CV_8UC1, Scalar.All(0));
        using Mat part = whole.SubMat(new Rect(1, 2, 2, 1));
        using Mat copy = part.Clone();

        part.SetTo(Scalar.All(9));

        Assert.Equal(18, whole.Sum().Val0);
        Assert.Equal((9, 9), (whole.At<byte>(2, 1), whole.At<byte>(2, 2)));
        Assert.Equal(0, copy.Sum().Val0);
    }

    [Fact]
    public void A_rectangle_can_be_replaced_by_another_matrix()
    {
        using Mat whole = new(3, 3, MatType.CV_8UC1, Scalar.All(0));
        using Mat patch = new(1, 2, MatType.CV_8UC1, Scalar.All(7));

        whole[new Rect(0, 2, 2, 1)] = patch;

        whole.GetArray(out byte[] values);
        Assert.Equal<byte>([0, 0, 0, 0, 0, 0, 7, 7, 0], values);
    }

    [Fact]
    public void Arrays_go_in_and_out_of_a_part_row_by_row()
    {
        using Mat whole = new(3, 4, MatType.CV_32FC1, Scalar.All(0));
        using Mat part = whole.SubMat(1, 3, 1, 3);

        part.SetArray(1f, 2f, 3f, 4f);

        part.GetArray(out float[] back);
        whole.GetArray(out float[] all);
        Assert.Equal([1f, 2f, 3f, 4f], back);
        Assert.Equal([0f, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0], all);
    }

    [Fact]
    public void An_array_of_another_kind_or_length_is_refused()
    {
        using Mat mat = new(2, 2, MatType.CV_8UC3);

        Assert.Contains("CV_8UC3", Assert.Throws<OpenCvSharpException>(() => mat.GetArray(out byte[] _)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => mat.GetArray(out long[] _));
        Assert.Throws<OpenCvSharpException>(() => mat.SetArray(new Vec3b[3]));
    }

    [Fact]
    public void An_index_outside_the_matrix_is_refused()
    {
        using Mat mat = new(2, 3, MatType.CV_8UC1);

        Assert.Throws<ArgumentOutOfRangeException>(() => mat.At<byte>(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => mat.At<byte>(0, -1));
    }

    [Fact]
    public void Conversion_scales_shifts_and_saturates()
    {
        using Mat mat = Mat.FromPixelData(1, 3, MatType.CV_8UC1, new byte[] { 0, 100, 200 });
        using Mat real = new();
        using Mat bytes = new();

        mat.ConvertTo(real, MatType.CV_32FC1, 0.5, -10);
        mat.ConvertTo(bytes, MatType.CV_8UC1, 2, 0);

        real.GetArray(out float[] halves);
        bytes.GetArray(out byte[] doubled);
        Assert.Equal([-10f, 40f, 90f], halves);
        Assert.Equal<byte>([0, 200, 255], doubled);
    }

    [Fact]
    public void Create_keeps_memory_that_already_fits()
    {
        using Mat mat = new(8, 8, MatType.CV_8UC3);
        IntPtr before = mat.Data;

        mat.Create(8, 8, MatType.CV_8UC3);

        Assert.Equal(before, mat.Data);
    }

    [Fact]
    public void A_mask_limits_a_copy()
    {
        using Mat source = new(1, 3, MatType.CV_8UC1, Scalar.All(5));
        using Mat target = new(1, 3, MatType.CV_8UC1, Scalar.All(1));
        using Mat mask = Mat.FromPixelData(1, 3, MatType.CV_8UC1, new byte[] { 0, 255, 0 });

        source.CopyTo(target, mask);

        target.GetArray(out byte[] values);
        Assert.Equal<byte>([1, 5, 1], values);
    }

    [Fact]
    public void A_disposed_matrix_cannot_be_used()
    {
        Mat mat = new(1, 1, MatType.CV_8UC1);
        mat.Dispose();
        mat.Dispose();

        Assert.Throws<ObjectDisposedException>(() => mat.Rows);
        Assert.Throws<ObjectDisposedException>(() => Cv2.Sum(mat));
    }

    [Theory]
    [InlineData(MatType.CV_8U, 3, "CV_8UC3")]
    [InlineData(MatType.CV_32F, 1, "CV_32FC1")]
    [InlineData(MatType.CV_64F, 7, "CV_64FC(7)")]
    public void A_type_knows_its_depth_channels_and_name(int depth, int channels, string name)
    {
        MatType type = MatType.MakeType(depth, channels);

        Assert.Equal((depth, channels, name), (type.Depth, type.Channels, type.ToString()));
    }
}

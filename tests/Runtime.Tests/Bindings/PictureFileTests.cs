using OpenCvSharp;

namespace SdCom.Edge.Runtime.Tests.Bindings;

public class PictureFileTests
{
    [Fact]
    public void Png_gives_every_pixel_back()
    {
        using Mat picture = Gradient();
        Assert.True(Cv2.ImEncode(".png", picture, out byte[] bytes));
        using Mat back = Cv2.ImDecode(bytes, ImreadModes.Unchanged);

        Assert.Equal<byte>([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
        Assert.Equal(0, Difference(picture, back));
    }

    [Fact]
    public void Jpeg_is_close_and_a_lower_quality_is_smaller()
    {
        using Mat picture = Gradient();
        byte[] good = picture.ImEncode(".jpg", new ImageEncodingParam(ImwriteFlags.JpegQuality, 95));
        byte[] poor = picture.ImEncode(".jpg", [(int)ImwriteFlags.JpegQuality, 20]);
        using Mat back = Mat.ImDecode(good);

        Assert.True(poor.Length < good.Length);
        Assert.InRange(Difference(picture, back) / picture.Total(), 0.0, 9.0); // three channels, below 3 each on average
    }

    [Fact]
    public void A_picture_file_is_written_and_read()
    {
        using Mat picture = Gradient();
        string file = Path.Combine(Path.GetTempPath(), $"picture-{Guid.NewGuid():N}.png");
        try
        {
            Assert.True(Cv2.ImWrite(file, picture));
            using Mat back = Cv2.ImRead(file);
            using Mat grey = Cv2.ImRead(file, ImreadModes.Grayscale);

            Assert.Equal(0, Difference(picture, back));
            Assert.Equal((picture.Size(), MatType.CV_8UC1), (grey.Size(), grey.Type()));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_missing_or_damaged_picture_is_empty()
    {
        using Mat missing = Cv2.ImRead("/no/such/picture.png");
        using Mat noise = Cv2.ImDecode([1, 2, 3, 4, 5], ImreadModes.Color);

        Assert.True(missing.Empty());
        Assert.True(noise.Empty());
        Assert.Throws<ArgumentException>(() => Cv2.ImDecode(Array.Empty<byte>(), ImreadModes.Color));
    }

    [Fact]
    public void An_unknown_format_is_an_exception()
    {
        using Mat picture = Gradient();

        Assert.Throws<OpenCVException>(() => Cv2.ImWrite("/tmp/picture.unknown", picture));
        Assert.Throws<OpenCVException>(() => Cv2.ImEncode(".unknown", picture, out _));
    }

    private static Mat Gradient()
    {
        Mat picture = new(24, 32, MatType.CV_8UC3);
        for (int y = 0; y < 24; y++)
        {
            for (int x = 0; x < 32; x++)
                picture.Set(y, x, new Vec3b((byte)(8 * x), (byte)(10 * y), (byte)(4 * (x + y))));
        }
        return picture;
    }

    private static double Difference(Mat a, Mat b)
    {
        using Mat difference = new();
        Cv2.Absdiff(a, b, difference);
        Scalar sum = Cv2.Sum(difference);
        return sum.Val0 + sum.Val1 + sum.Val2;
    }
}

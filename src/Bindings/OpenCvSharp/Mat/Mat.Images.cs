namespace OpenCvSharp;

// Shorthands for the Cv2 functions on pictures. Every returned Mat belongs to the caller.
public partial class Mat
{
    public static Mat ImDecode(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);

    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);

    public static Mat FromImageData(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);

    public static Mat FromImageData(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);

    public byte[] ImEncode(string ext = ".png", int[]? prms = null)
    {
        Cv2.ImEncode(ext, this, out byte[] bytes, prms);
        return bytes;
    }

    public byte[] ImEncode(string ext = ".png", params ImageEncodingParam[] prms)
    {
        Cv2.ImEncode(ext, this, out byte[] bytes, prms);
        return bytes;
    }

    public byte[] ToBytes(string ext = ".png", int[]? prms = null) => ImEncode(ext, prms);

    public byte[] ToBytes(string ext = ".png", params ImageEncodingParam[] prms) => ImEncode(ext, prms);

    public bool ImWrite(string fileName, int[]? prms = null) => Cv2.ImWrite(fileName, this, prms);

    public bool ImWrite(string fileName, params ImageEncodingParam[] prms) => Cv2.ImWrite(fileName, this, prms);

    public bool SaveImage(string fileName, int[]? prms = null) => Cv2.ImWrite(fileName, this, prms);

    public bool SaveImage(string fileName, params ImageEncodingParam[] prms) => Cv2.ImWrite(fileName, this, prms);

    public Mat CvtColor(ColorConversionCodes code, int dstCn = 0)
    {
        Mat dst = new();
        Cv2.CvtColor(this, dst, code, dstCn);
        return dst;
    }

    public Mat Resize(Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear)
    {
        Mat dst = new();
        Cv2.Resize(this, dst, dsize, fx, fy, interpolation);
        return dst;
    }

    public Mat Flip(FlipMode flipCode)
    {
        Mat dst = new();
        Cv2.Flip(this, dst, flipCode);
        return dst;
    }

    public Mat GaussianBlur(Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Reflect101)
    {
        Mat dst = new();
        Cv2.GaussianBlur(this, dst, ksize, sigmaX, sigmaY, borderType);
        return dst;
    }
}

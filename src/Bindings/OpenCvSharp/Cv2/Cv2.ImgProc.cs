using OpenCvSharp.Internal;

namespace OpenCvSharp;

// Size, colour and blur.
public static partial class Cv2
{
    /// <summary>Scales a picture to <paramref name="dsize"/>, or by the factors when that is empty.</summary>
    public static void Resize(
        InputArray src, OutputArray dst, Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear)
    {
        Require(src, dst);
        Native.Check(Native.cvx_resize(src.Handle, dst.Handle, dsize.Width, dsize.Height, fx, fy, (int)interpolation));
    }

    /// <summary>Converts between colour layouts.</summary>
    public static void CvtColor(InputArray src, OutputArray dst, ColorConversionCodes code, int dstCn = 0)
    {
        Require(src, dst);
        Native.Check(Native.cvx_cvt_color(src.Handle, dst.Handle, (int)code, dstCn));
    }

    public static void GaussianBlur(
        InputArray src, OutputArray dst, Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Reflect101)
    {
        Require(src, dst);
        Native.Check(Native.cvx_gaussian_blur(src.Handle, dst.Handle, ksize.Width, ksize.Height, sigmaX, sigmaY, (int)borderType));
    }

    /// <summary>Moves pixels by the 2 x 3 matrix <paramref name="m"/>.</summary>
    public static void WarpAffine(
        InputArray src, OutputArray dst, InputArray m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear,
        BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null)
    {
        Require(src, m, dst);
        Scalar color = borderValue ?? default;
        Native.Check(Native.cvx_warp_affine(src.Handle, dst.Handle, m.Handle, dsize.Width, dsize.Height, (int)flags, (int)borderMode, in color));
    }
}

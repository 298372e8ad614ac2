using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>OpenCV's functions. Outputs are reallocated only when their size or type does not fit.</summary>
public static partial class Cv2
{
    /// <summary>How many threads OpenCV may use for one call; 0 or 1 for none but the caller's.</summary>
    public static void SetNumThreads(int nThreads) => Native.Check(Native.cvx_set_num_threads(nThreads));

    public static int GetNumThreads()
    {
        Native.Check(Native.cvx_get_num_threads(out int n));
        return n;
    }

    /// <summary>The version of the OpenCV library in use, such as 4.6.0.</summary>
    public static string? GetVersionString()
    {
        Native.Check(Native.cvx_get_version(out nint text));
        return Native.Text(text);
    }

    /// <summary>How the OpenCV library in use was built, as a page of text.</summary>
    public static string GetBuildInformation()
    {
        Native.Check(Native.cvx_get_build_information(out nint text));
        return Native.Text(text);
    }

    /// <summary>The sum of each channel.</summary>
    public static Scalar Sum(InputArray src)
    {
        ArgumentNullException.ThrowIfNull(src);
        Native.Check(Native.cvx_sum(src.Handle, out Scalar sum));
        return sum;
    }

    /// <summary>The mean of each channel.</summary>
    public static Scalar Mean(InputArray src, InputArray? mask = null)
    {
        ArgumentNullException.ThrowIfNull(src);
        Native.Check(Native.cvx_mean(src.Handle, InputArray.Pointer(mask), out Scalar mean));
        GC.KeepAlive(mask);
        return mean;
    }

    /// <summary>dst = |src1 - src2|.</summary>
    public static void Absdiff(InputArray src1, InputArray src2, OutputArray dst)
    {
        Require(src1, src2, dst);
        Native.Check(Native.cvx_absdiff(src1.Handle, src2.Handle, dst.Handle));
    }

    /// <summary>dst = saturate(src1 x alpha + src2 x beta + gamma).</summary>
    public static void AddWeighted(InputArray src1, double alpha, InputArray src2, double beta, double gamma, OutputArray dst, int dtype = -1)
    {
        Require(src1, src2, dst);
        Native.Check(Native.cvx_add_weighted(src1.Handle, alpha, src2.Handle, beta, gamma, dst.Handle, dtype));
    }

    /// <summary>Mirrors a picture.</summary>
    public static void Flip(InputArray src, OutputArray dst, FlipMode flipCode)
    {
        Require(src, dst);
        Native.Check(Native.cvx_flip(src.Handle, dst.Handle, (int)flipCode));
    }

    /// <summary>Turns a picture by quarter turns.</summary>
    public static void Rotate(InputArray src, OutputArray dst, RotateFlags rotateCode)
    {
        Require(src, dst);
        Native.Check(Native.cvx_rotate(src.Handle, dst.Handle, (int)rotateCode));
    }

    /// <summary>Puts a border around a picture.</summary>
    public static void CopyMakeBorder(
        InputArray src, OutputArray dst, int top, int bottom, int left, int right, BorderTypes borderType, Scalar? value = null)
    {
        Require(src, dst);
        Scalar color = value ?? default;
        Native.Check(Native.cvx_copy_make_border(src.Handle, dst.Handle, top, bottom, left, right, (int)borderType, in color));
    }

    /// <summary>Puts two pictures side by side.</summary>
    public static void HConcat(InputArray src1, InputArray src2, OutputArray dst)
    {
        Require(src1, src2, dst);
        Native.Check(Native.cvx_hconcat(src1.Handle, src2.Handle, dst.Handle));
    }

    /// <summary>Puts two pictures one above the other.</summary>
    public static void VConcat(InputArray src1, InputArray src2, OutputArray dst)
    {
        Require(src1, src2, dst);
        Native.Check(Native.cvx_vconcat(src1.Handle, src2.Handle, dst.Handle));
    }

    private static void Require(InputArray src, OutputArray dst)
    {
        ArgumentNullException.ThrowIfNull(src);
        ArgumentNullException.ThrowIfNull(dst);
    }

    private static void Require(InputArray src1, InputArray src2, OutputArray dst)
    {
        ArgumentNullException.ThrowIfNull(src1);
        ArgumentNullException.ThrowIfNull(src2);
        ArgumentNullException.ThrowIfNull(dst);
    }
}

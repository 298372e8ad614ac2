using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpenCvSharp.Internal;

/// <summary>Owns a native cv::Mat header, and the pin of the managed array it looks at, if any.</summary>
internal sealed class MatHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Keeps the array under a <see cref="Mat.FromPixelData(int, int, MatType, Array, long)"/> matrix where it is.</summary>
    internal GCHandle Pin;

    protected override bool ReleaseHandle()
    {
        int status = Native.cvx_mat_delete(handle);
        if (Pin.IsAllocated)
            Pin.Free();
        return status == 0;
    }
}

/// <summary>Owns a native cv::VideoCapture.</summary>
internal sealed class CaptureHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Native.cvx_capture_delete(handle) == 0;
}

/// <summary>Owns a native cv::VideoWriter; releasing it finishes the file.</summary>
internal sealed class WriterHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Native.cvx_writer_delete(handle) == 0;
}

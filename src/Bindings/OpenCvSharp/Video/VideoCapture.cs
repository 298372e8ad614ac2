using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>Frames from a camera, a file, a stream or a GStreamer pipeline. A failed open does not throw: ask <see cref="IsOpened"/>.</summary>
public sealed unsafe partial class VideoCapture : CvObject, IDisposable
{
    private readonly CaptureHandle handle;

    /// <summary>A capture that is not open yet.</summary>
    public VideoCapture()
    {
        Native.Check(Native.cvx_capture_new(out handle));
    }

    public VideoCapture(int index, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY)
        : this()
    {
        Open(index, apiPreference);
    }

    /// <summary>Opens a camera; <paramref name="prms"/> are pairs of property and value.</summary>
    public VideoCapture(int index, VideoCaptureAPIs apiPreference, int[] prms)
        : this()
    {
        ArgumentNullException.ThrowIfNull(prms);
        CaptureType = CaptureType.Camera;
        fixed (int* settings = prms)
            Native.Check(Native.cvx_capture_open_index(Handle, index, (int)apiPreference, settings, prms.Length, out _));
    }

    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY)
        : this()
    {
        Open(fileName, apiPreference);
    }

    /// <summary>Opens a file, an address or a pipeline; <paramref name="prms"/> are pairs of property and value.</summary>
    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference, int[] prms)
        : this()
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentNullException.ThrowIfNull(prms);
        CaptureType = CaptureType.File;
        fixed (int* settings = prms)
            Native.Check(Native.cvx_capture_open_file(Handle, fileName, (int)apiPreference, settings, prms.Length, out _));
    }

    public CaptureType CaptureType { get; private set; } = CaptureType.NotSpecified;

    public override IntPtr CvPtr => Handle.DangerousGetHandle();

    private CaptureHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle.IsClosed, this);
            return handle;
        }
    }

    public static VideoCapture FromCamera(int index, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) => new(index, apiPreference);

    public static VideoCapture FromFile(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) => new(fileName, apiPreference);

    public bool Open(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        CaptureType = CaptureType.File;
        Native.Check(Native.cvx_capture_open_file(Handle, fileName, (int)apiPreference, null, 0, out int ok));
        return ok != 0;
    }

    public bool Open(int index, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY)
    {
        CaptureType = CaptureType.Camera;
        Native.Check(Native.cvx_capture_open_index(Handle, index, (int)apiPreference, null, 0, out int ok));
        return ok != 0;
    }

    public bool IsOpened()
    {
        Native.Check(Native.cvx_capture_is_opened(Handle, out int ok));
        return ok != 0;
    }

    /// <summary>Closes the source; the capture can be opened again.</summary>
    public void Release() => Native.Check(Native.cvx_capture_release(Handle));

    /// <summary>Takes the next frame without decoding it where the back end can; false at the end.</summary>
    public bool Grab()
    {
        Native.Check(Native.cvx_capture_grab(Handle, out int ok));
        return ok != 0;
    }

    /// <summary>Decodes the frame that was grabbed. A matrix of the frame's size keeps its memory.</summary>
    public bool Retrieve(OutputArray image, int flag = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.cvx_capture_retrieve(Handle, image.Handle, flag, out int ok));
        return ok != 0;
    }

    public bool Retrieve(Mat image, int flag = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Retrieve(image.AsOutput(), flag);
    }

    /// <summary>Decodes the frame that was grabbed into a new matrix, empty when there is none; the caller owns it.</summary>
    public Mat RetrieveMat()
    {
        Mat image = new();
        Retrieve(image.AsOutput());
        return image;
    }

    /// <summary>Grabs and decodes the next frame, BGR bytes; false and an empty matrix at the end. A matrix of the frame's size keeps its memory.</summary>
    public bool Read(OutputArray image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.cvx_capture_read(Handle, image.Handle, out int ok));
        return ok != 0;
    }

    public bool Read(Mat image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Read(image.AsOutput());
    }

    /// <summary>The property's value, 0 when the back end does not know it.</summary>
    public double Get(VideoCaptureProperties propertyId) => Get((int)propertyId);

    public double Get(int propertyId)
    {
        Native.Check(Native.cvx_capture_get(Handle, propertyId, out double value));
        return value;
    }

    /// <summary>Sets a property; false when the back end refuses.</summary>
    public bool Set(VideoCaptureProperties propertyId, double value) => Set((int)propertyId, value);

    public bool Set(int propertyId, double value)
    {
        Native.Check(Native.cvx_capture_set(Handle, propertyId, value, out int ok));
        return ok != 0;
    }

    /// <summary>The back end in use, such as FFMPEG; throws when the capture is not open.</summary>
    public string GetBackendName()
    {
        Native.Check(Native.cvx_capture_backend_name(Handle, out nint name));
        return Native.Text(name);
    }

    public bool GetExceptionMode()
    {
        Native.Check(Native.cvx_capture_get_exception_mode(Handle, out int on));
        return on != 0;
    }

    /// <summary>With true, a failed open or read throws <see cref="OpenCVException"/>.</summary>
    public void SetExceptionMode(bool enable) => Native.Check(Native.cvx_capture_set_exception_mode(Handle, enable ? 1 : 0));

    public void Dispose() => handle.Dispose();
}

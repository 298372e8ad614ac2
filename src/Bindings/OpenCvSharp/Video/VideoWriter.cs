using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>Writes frames to a video file. A failed open does not throw: ask <see cref="IsOpened"/>. Dispose or release it to finish the file.</summary>
public sealed class VideoWriter : CvObject, IDisposable
{
    private readonly WriterHandle handle;

    public VideoWriter()
    {
        Native.Check(Native.cvx_writer_new(out handle));
    }

    public VideoWriter(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
        : this(fileName, VideoCaptureAPIs.ANY, fourcc, fps, frameSize, isColor)
    {
    }

    public VideoWriter(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
        : this()
    {
        Open(fileName, apiPreference, fourcc, fps, frameSize, isColor);
    }

    public string? FileName { get; private set; }

    public double Fps { get; private set; } = -1;

    public Size FrameSize { get; private set; }

    public bool IsColor { get; private set; } = true;

    public override IntPtr CvPtr => Handle.DangerousGetHandle();

    private WriterHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle.IsClosed, this);
            return handle;
        }
    }

    public bool Open(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true) =>
        Open(fileName, VideoCaptureAPIs.ANY, fourcc, fps, frameSize, isColor);

    /// <summary>Opens the file for frames of exactly that size; false when no back end can write it.</summary>
    public bool Open(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        (FileName, Fps, FrameSize, IsColor) = (fileName, fps, frameSize, isColor);
        Native.Check(Native.cvx_writer_open(
            Handle, fileName, (int)apiPreference, fourcc.Value, fps, frameSize.Width, frameSize.Height, isColor ? 1 : 0, out int ok));
        return ok != 0;
    }

    public bool IsOpened()
    {
        Native.Check(Native.cvx_writer_is_opened(Handle, out int ok));
        return ok != 0;
    }

    /// <summary>Finishes and closes the file.</summary>
    public void Release() => Native.Check(Native.cvx_writer_release(Handle));

    /// <summary>Appends a frame; OpenCV silently drops one of another size than the writer's.</summary>
    public void Write(InputArray image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.cvx_writer_write(Handle, image.Handle));
    }

    public double Get(VideoWriterProperties propId)
    {
        Native.Check(Native.cvx_writer_get(Handle, (int)propId, out double value));
        return value;
    }

    public bool Set(VideoWriterProperties propId, double value)
    {
        Native.Check(Native.cvx_writer_set(Handle, (int)propId, value, out int ok));
        return ok != 0;
    }

    public string GetBackendName()
    {
        Native.Check(Native.cvx_writer_backend_name(Handle, out nint name));
        return Native.Text(name);
    }

    public static int FourCC(char c1, char c2, char c3, char c4) => (c1 & 255) + ((c2 & 255) << 8) + ((c3 & 255) << 16) + ((c4 & 255) << 24);

    public static int FourCC(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length != 4)
            throw new ArgumentException($"a codec has four characters, got '{code}'.", nameof(code));
        return FourCC(code[0], code[1], code[2], code[3]);
    }

    public void Dispose() => handle.Dispose();
}

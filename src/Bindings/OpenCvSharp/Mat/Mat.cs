using System.Runtime.InteropServices;
using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>A dense array of up to many dimensions; a picture is rows x columns of pixels. Dispose it: the memory is native.</summary>
public partial class Mat : CvObject, IDisposable
{
    private readonly MatHandle handle;
    private InputArray? input;
    private InputOutputArray? output;

    /// <summary>An empty matrix, to be filled by a function's output.</summary>
    public Mat()
    {
        Native.Check(Native.cvx_mat_new(out handle));
    }

    /// <summary>Reads a picture; the matrix is empty when the file is missing or unreadable.</summary>
    public Mat(string fileName, ImreadModes flags = ImreadModes.Color)
        : this()
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        Native.Check(Native.cvx_imread(fileName, (int)flags, handle));
    }

    /// <summary>A matrix whose elements are not initialised.</summary>
    public unsafe Mat(int rows, int cols, MatType type)
    {
        Native.Check(Native.cvx_mat_new_size(rows, cols, type.Value, null, out handle));
    }

    /// <summary>A matrix whose elements are not initialised.</summary>
    public Mat(Size size, MatType type)
        : this(size.Height, size.Width, type)
    {
    }

    /// <summary>A matrix with every element set to <paramref name="s"/>.</summary>
    public unsafe Mat(int rows, int cols, MatType type, Scalar s)
    {
        Native.Check(Native.cvx_mat_new_size(rows, cols, type.Value, &s, out handle));
    }

    /// <summary>A matrix with every element set to <paramref name="s"/>.</summary>
    public Mat(Size size, MatType type, Scalar s)
        : this(size.Height, size.Width, type, s)
    {
    }

    /// <summary>A matrix of any number of dimensions, not initialised.</summary>
    public unsafe Mat(IEnumerable<int> sizes, MatType type)
    {
        int[] all = [.. sizes];
        fixed (int* first = all)
            Native.Check(Native.cvx_mat_new_dims(all.Length, first, type.Value, null, out handle));
    }

    /// <summary>A matrix of any number of dimensions with every element set to <paramref name="s"/>.</summary>
    public unsafe Mat(IEnumerable<int> sizes, MatType type, Scalar s)
    {
        int[] all = [.. sizes];
        fixed (int* first = all)
            Native.Check(Native.cvx_mat_new_dims(all.Length, first, type.Value, &s, out handle));
    }

    /// <summary>A view of a part of <paramref name="m"/>: it shares the pixels and keeps them alive.</summary>
    public Mat(Mat m, Rect roi)
    {
        ArgumentNullException.ThrowIfNull(m);
        Native.Check(Native.cvx_mat_new_roi(m.Handle, roi.X, roi.Y, roi.Width, roi.Height, out handle));
    }

    internal Mat(MatHandle handle)
    {
        this.handle = handle;
    }

    /// <summary>A matrix over memory of the caller, who keeps it alive; <paramref name="step"/> is bytes a row, 0 for no gaps.</summary>
    public static Mat FromPixelData(int rows, int cols, MatType type, IntPtr data, long step = 0)
    {
        Native.Check(Native.cvx_mat_new_data(rows, cols, type.Value, data, step, out MatHandle handle));
        return new Mat(handle);
    }

    /// <summary>A matrix over a managed array of plain numbers, which stays pinned until the matrix is disposed.</summary>
    public static Mat FromPixelData(int rows, int cols, MatType type, Array data, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        long row = step == 0 ? cols * (long)SizeOf(type) : step;
        if (rows > 0 && (rows - 1) * row + cols * (long)SizeOf(type) > Buffer.ByteLength(data))
            throw new ArgumentException($"{rows} x {cols} of {type} need more than the array's {Buffer.ByteLength(data)} bytes.", nameof(data));
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            Native.Check(Native.cvx_mat_new_data(rows, cols, type.Value, pin.AddrOfPinnedObject(), step, out MatHandle handle));
            handle.Pin = pin;
            return new Mat(handle);
        }
        catch
        {
            pin.Free();
            throw;
        }
    }

    public override IntPtr CvPtr => Handle.DangerousGetHandle();

    internal MatHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle.IsClosed, this);
            return handle;
        }
    }

    /// <summary>Frees this header, and the pixels with their last header.</summary>
    public void Dispose()
    {
        handle.Dispose();
        GC.SuppressFinalize(this);
    }

    // The wrappers are made once a matrix, so that per-frame calls allocate nothing.
    internal InputArray AsInput() => input ??= new InputArray(this);

    internal OutputArray AsOutput() => AsInputOutput();

    internal InputOutputArray AsInputOutput() => output ??= new InputOutputArray(this);
}

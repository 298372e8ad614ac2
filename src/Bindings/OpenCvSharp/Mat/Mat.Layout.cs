using OpenCvSharp.Internal;

namespace OpenCvSharp;

// Shape, type and memory of a matrix.
public partial class Mat
{
    private const int ContinuousFlag = 1 << 14;
    private const int TypeMask = 0xFFF;

    private MatHeader Header
    {
        get
        {
            Native.Check(Native.cvx_mat_header(Handle, out MatHeader header));
            return header;
        }
    }

    public int Flags => Header.Flags;

    public int Dims => Header.Dims;

    /// <summary>The number of rows; -1 for more than two dimensions.</summary>
    public int Rows => Header.Rows;

    public int Height => Header.Rows;

    /// <summary>The number of columns; -1 for more than two dimensions.</summary>
    public int Cols => Header.Cols;

    public int Width => Header.Cols;

    /// <summary>The first byte of the first row, or zero when empty.</summary>
    public IntPtr Data => Header.Data;

    /// <summary>The first byte of the first row; valid until the matrix is disposed or reallocated.</summary>
    public unsafe byte* DataPointer => (byte*)Header.Data;

    public MatType Type() => Header.Flags & TypeMask;

    public int Depth() => Type().Depth;

    public int Channels() => Type().Channels;

    /// <summary>Bytes of one element with all its channels.</summary>
    public int ElemSize() => SizeOf(Type());

    /// <summary>Bytes of one channel of one element.</summary>
    public int ElemSize1() => SizeOf(Type()) / Channels();

    public bool IsContinuous() => (Header.Flags & ContinuousFlag) != 0;

    public bool Empty() => Header.Data == 0 || Total() == 0;

    public Size Size()
    {
        MatHeader header = Header;
        return new Size(header.Cols, header.Rows);
    }

    public int Size(int dim)
    {
        Native.Check(Native.cvx_mat_size(Handle, dim, out int size, out _));
        return size;
    }

    /// <summary>Bytes from one row to the next.</summary>
    public long Step() => Header.Step0;

    /// <summary>Bytes from one index of dimension <paramref name="i"/> to the next.</summary>
    public long Step(int i)
    {
        Native.Check(Native.cvx_mat_size(Handle, i, out _, out long step));
        return step;
    }

    /// <summary>The number of elements (pixels).</summary>
    public long Total()
    {
        MatHeader header = Header;
        if (header.Dims <= 2)
            return (long)header.Rows * header.Cols;
        long total = 1;
        for (int i = 0; i < header.Dims; i++)
            total *= Size(i);
        return total;
    }

    internal static int SizeOf(MatType type)
    {
        int number = type.Depth switch
        {
            MatType.CV_8U or MatType.CV_8S => 1,
            MatType.CV_16U or MatType.CV_16S or MatType.CV_16F => 2,
            MatType.CV_32S or MatType.CV_32F => 4,
            _ => 8,
        };
        return number * type.Channels;
    }
}

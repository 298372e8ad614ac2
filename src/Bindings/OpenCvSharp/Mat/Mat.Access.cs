using System.Runtime.CompilerServices;
using OpenCvSharp.Internal;

namespace OpenCvSharp;

// Reading and writing elements from managed code.
public partial class Mat
{
    /// <summary>The address of row <paramref name="i0"/>.</summary>
    public IntPtr Ptr(int i0)
    {
        MatHeader header = Header;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i0, (uint)(header.Dims <= 2 ? header.Rows : Size(0)), nameof(i0));
        return header.Data + (nint)(i0 * header.Step0);
    }

    /// <summary>The address of the element at row <paramref name="i0"/>, column <paramref name="i1"/>.</summary>
    public IntPtr Ptr(int i0, int i1)
    {
        MatHeader header = Header;
        bool flat = header.Dims <= 2;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i0, (uint)(flat ? header.Rows : Size(0)), nameof(i0));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i1, (uint)(flat ? header.Cols : Size(1)), nameof(i1));
        return header.Data + (nint)(i0 * header.Step0 + i1 * header.Step1);
    }

    /// <summary>The first element of row <paramref name="i0"/>, by reference.</summary>
    public unsafe ref T At<T>(int i0)
        where T : unmanaged => ref Unsafe.AsRef<T>((void*)Ptr(i0));

    /// <summary>The element at row <paramref name="i0"/>, column <paramref name="i1"/>, by reference; T must be as large as an element.</summary>
    public unsafe ref T At<T>(int i0, int i1)
        where T : unmanaged => ref Unsafe.AsRef<T>((void*)Ptr(i0, i1));

    public T Get<T>(int i0)
        where T : unmanaged => At<T>(i0);

    public T Get<T>(int i0, int i1)
        where T : unmanaged => At<T>(i0, i1);

    public void Set<T>(int i0, T value)
        where T : unmanaged => At<T>(i0) = value;

    public void Set<T>(int i0, int i1, T value)
        where T : unmanaged => At<T>(i0, i1) = value;

    /// <summary>Copies all elements out, row by row; T is the element (Vec3b) or one channel of it (byte).</summary>
    public unsafe bool GetArray<T>(out T[] data)
        where T : unmanaged
    {
        data = new T[ArrayLength<T>()];
        fixed (T* managed = data)
            CopyRows((byte*)managed, intoMat: false);
        return true;
    }

    /// <summary>Copies all elements in, row by row; the array must hold exactly the matrix.</summary>
    public unsafe bool SetArray<T>(params T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        long length = ArrayLength<T>();
        if (data.Length != length)
            throw new OpenCvSharpException($"the matrix holds {length} of {typeof(T).Name}, the array {data.Length}.");
        fixed (T* managed = data)
            CopyRows((byte*)managed, intoMat: true);
        return true;
    }

    private unsafe long ArrayLength<T>()
        where T : unmanaged
    {
        MatType type = Type();
        bool wholeElement = sizeof(T) == SizeOf(type) && (type.Channels == 1 || !typeof(T).IsPrimitive);
        bool oneChannel = typeof(T).IsPrimitive && sizeof(T) == SizeOf(type) / type.Channels;
        bool float32Mismatch = typeof(T).IsPrimitive && typeof(T) == typeof(float) != (type.Depth == MatType.CV_32F);
        bool float64Mismatch = typeof(T).IsPrimitive && typeof(T) == typeof(double) != (type.Depth == MatType.CV_64F);
        if ((!wholeElement && !oneChannel) || float32Mismatch || float64Mismatch)
            throw new OpenCvSharpException($"elements of {type} cannot be copied as {typeof(T).Name}.");
        return wholeElement ? Total() : Total() * type.Channels;
    }

    private unsafe void CopyRows(byte* managed, bool intoMat)
    {
        MatHeader header = Header;
        bool whole = (header.Flags & ContinuousFlag) != 0;
        if (!whole && header.Dims > 2)
            throw new OpenCvSharpException("a part of a matrix of more than two dimensions has gaps: clone it first.");
        long rows = whole ? 1 : header.Rows;
        long bytes = (whole ? Total() : header.Cols) * SizeOf(header.Flags & TypeMask);
        for (long row = 0; row < rows; row++)
        {
            byte* native = (byte*)header.Data + row * header.Step0;
            byte* ours = managed + row * bytes;
            Buffer.MemoryCopy(intoMat ? ours : native, intoMat ? native : ours, bytes, bytes);
        }
        GC.KeepAlive(this);
    }
}

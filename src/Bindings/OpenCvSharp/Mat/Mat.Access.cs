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

    /// <summary>Copies all elements out, row by row; T is a whole element: byte for CV_8UC1, Vec3b for CV_8UC3.</summary>
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

    // The official binding takes a whole element or nothing: byte[] for CV_8UC1, Vec3b[] for CV_8UC3.
    private long ArrayLength<T>()
        where T : unmanaged
    {
        MatType type = Type();
        MatType? wanted = default(T) switch
        {
            byte or sbyte => type == MatType.CV_8SC1 ? MatType.CV_8SC1 : MatType.CV_8UC1,
            short or ushort => type == MatType.CV_16SC1 ? MatType.CV_16SC1 : MatType.CV_16UC1,
            int => MatType.CV_32SC1,
            float => MatType.CV_32FC1,
            double => MatType.CV_64FC1,
            Vec3b => MatType.CV_8UC3,
            Point or OpenCvSharp.Size => MatType.CV_32SC2,
            Rect => MatType.CV_32SC4,
            Scalar => MatType.CV_64FC4,
            _ => null,
        };
        if (wanted is null)
            throw new ArgumentException($"elements cannot be copied as {typeof(T).Name}.");
        if (type != wanted.Value)
            throw new OpenCvSharpException($"{typeof(T).Name} goes with {wanted}, the matrix is {type}.");
        return Total();
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

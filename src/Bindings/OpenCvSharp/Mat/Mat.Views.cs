using OpenCvSharp.Internal;

namespace OpenCvSharp;

// Views, copies and conversions of a matrix. Every returned Mat belongs to the caller.
public partial class Mat
{
    /// <summary>A view of a rectangle; writing to it replaces the pixels there.</summary>
    public Mat this[Rect roi]
    {
        get => SubMat(roi);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Size() != roi.Size)
                throw new ArgumentException($"the rectangle is {roi.Width} x {roi.Height}, the matrix {value.Width} x {value.Height}.", nameof(value));
            using Mat part = SubMat(roi);
            value.CopyTo(part);
        }
    }

    /// <summary>A view of a rectangle, sharing the pixels.</summary>
    public Mat SubMat(Rect roi) => new(this, roi);

    /// <summary>A view of rows and columns, ends exclusive, sharing the pixels.</summary>
    public Mat SubMat(int rowStart, int rowEnd, int colStart, int colEnd) =>
        new(this, new Rect(colStart, rowStart, colEnd - colStart, rowEnd - rowStart));

    public Mat Row(int y) => SubMat(y, y + 1, 0, Cols);

    public Mat Col(int x) => SubMat(0, Rows, x, x + 1);

    /// <summary>A copy with memory of its own.</summary>
    public Mat Clone()
    {
        Native.Check(Native.cvx_mat_clone(Handle, out MatHandle copy));
        return new Mat(copy);
    }

    public Mat Clone(Rect roi)
    {
        using Mat part = SubMat(roi);
        return part.Clone();
    }

    /// <summary>A matrix of the same size and type, not initialised.</summary>
    public Mat EmptyClone() => new(Size(), Type());

    /// <summary>Another shape over the same elements; 0 keeps the number of channels or rows.</summary>
    public Mat Reshape(int cn, int rows = 0)
    {
        Native.Check(Native.cvx_mat_reshape(Handle, cn, rows, out MatHandle reshaped));
        return new Mat(reshaped);
    }

    /// <summary>Another shape over the same elements.</summary>
    public unsafe Mat Reshape(int cn, params int[] newDims)
    {
        ArgumentNullException.ThrowIfNull(newDims);
        fixed (int* sizes = newDims)
        {
            Native.Check(Native.cvx_mat_reshape_dims(Handle, cn, newDims.Length, sizes, out MatHandle reshaped));
            return new Mat(reshaped);
        }
    }

    /// <summary>Makes this a matrix of that size and type; memory that already fits is kept.</summary>
    public void Create(int rows, int cols, MatType type) => Native.Check(Native.cvx_mat_create(Handle, rows, cols, type.Value));

    public void Create(Size size, MatType type) => Create(size.Height, size.Width, type);

    public unsafe void Create(MatType type, params int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        fixed (int* first = sizes)
            Native.Check(Native.cvx_mat_create_dims(Handle, sizes.Length, first, type.Value));
    }

    public void CopyTo(OutputArray m, InputArray? mask = null)
    {
        ArgumentNullException.ThrowIfNull(m);
        Native.Check(Native.cvx_mat_copy_to(Handle, m.Handle, InputArray.Pointer(mask)));
        GC.KeepAlive(mask);
    }

    public void CopyTo(Mat m, InputArray? mask = null)
    {
        ArgumentNullException.ThrowIfNull(m);
        CopyTo(m.AsOutput(), mask);
    }

    /// <summary>Converts to another number type: m = saturate(this x alpha + beta).</summary>
    public void ConvertTo(OutputArray m, MatType rtype, double alpha = 1, double beta = 0)
    {
        ArgumentNullException.ThrowIfNull(m);
        Native.Check(Native.cvx_mat_convert_to(Handle, m.Handle, rtype.Value, alpha, beta));
    }

    /// <summary>Sets every element, or those where <paramref name="mask"/> is not zero; returns this matrix.</summary>
    public Mat SetTo(Scalar value, Mat? mask = null)
    {
        Native.Check(Native.cvx_mat_set_to(Handle, in value, mask is null ? 0 : mask.CvPtr));
        GC.KeepAlive(mask);
        return this;
    }

    public Scalar Sum() => Cv2.Sum(this);

    public Scalar Mean(InputArray? mask = null) => Cv2.Mean(this, mask);
}

using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>A matrix that a function reads. A <see cref="Mat"/> converts to it implicitly, without allocating after the first time.</summary>
public class InputArray
{
    private readonly Mat mat;

    internal InputArray(Mat mat) => this.mat = mat;

    internal MatHandle Handle => mat.Handle;

    /// <summary>The native pointer of an optional matrix; the caller keeps <paramref name="array"/> alive over the call.</summary>
    internal static nint Pointer(InputArray? array) => array is null ? 0 : array.mat.CvPtr;

    public static InputArray Create(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        return mat.AsInput();
    }

    public static implicit operator InputArray(Mat mat) => Create(mat);
}

/// <summary>A matrix that a function fills; it is reallocated only when size or type differ.</summary>
public class OutputArray
{
    private readonly Mat mat;

    internal OutputArray(Mat mat) => this.mat = mat;

    internal MatHandle Handle => mat.Handle;

    public static OutputArray Create(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        return mat.AsOutput();
    }

    public static implicit operator OutputArray(Mat mat) => Create(mat);
}

/// <summary>A matrix that a function changes in place.</summary>
public class InputOutputArray : OutputArray
{
    internal InputOutputArray(Mat mat)
        : base(mat)
    {
    }

    public static new InputOutputArray Create(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        return mat.AsInputOutput();
    }

    public static implicit operator InputOutputArray(Mat mat) => Create(mat);
}

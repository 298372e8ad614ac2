using OpenCvSharp.Internal;

namespace OpenCvSharp;

// Picture files and their bytes.
public static unsafe partial class Cv2
{
    /// <summary>Reads a picture; the matrix is empty when the file is missing or unreadable.</summary>
    public static Mat ImRead(string fileName, ImreadModes flags = ImreadModes.Color) => new(fileName, flags);

    /// <summary>Writes a picture in the format of the file's extension; false when the file cannot be written.</summary>
    public static bool ImWrite(string fileName, Mat img, int[]? prms = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentNullException.ThrowIfNull(img);
        fixed (int* settings = prms)
        {
            Native.Check(Native.cvx_imwrite(fileName, img.Handle, settings, prms?.Length ?? 0, out int ok));
            return ok != 0;
        }
    }

    public static bool ImWrite(string fileName, Mat img, params ImageEncodingParam[] prms)
    {
        ArgumentNullException.ThrowIfNull(prms);
        return ImWrite(fileName, img, ImageEncodingParam.Flatten(prms));
    }

    /// <summary>Decodes a picture from the bytes in a matrix; empty when they are not a picture.</summary>
    public static Mat ImDecode(Mat buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        Mat image = ImDecode(new ReadOnlySpan<byte>(buf.DataPointer, checked((int)(buf.Total() * buf.ElemSize()))), flags);
        GC.KeepAlive(buf);
        return image;
    }

    /// <summary>Decodes a picture; the matrix is empty when the bytes are not a picture.</summary>
    public static Mat ImDecode(byte[] buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        return ImDecode(new ReadOnlySpan<byte>(buf), flags);
    }

    /// <summary>Decodes a picture; the matrix is empty when the bytes are not a picture.</summary>
    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes flags)
    {
        if (span.IsEmpty)
            throw new ArgumentException("there are no bytes to decode.", nameof(span));
        Mat image = new();
        fixed (byte* bytes = span)
            Native.Check(Native.cvx_imdecode(bytes, span.Length, (int)flags, image.Handle));
        return image;
    }

    /// <summary>Encodes a picture in the format of the extension (".jpg", ".png").</summary>
    public static bool ImEncode(string ext, InputArray img, out byte[] buf, int[]? prms = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(ext);
        ArgumentNullException.ThrowIfNull(img);
        using Mat bytes = new();
        int ok;
        fixed (int* settings = prms)
            Native.Check(Native.cvx_imencode(ext, img.Handle, settings, prms?.Length ?? 0, bytes.Handle, out ok));
        if (ok == 0)
            buf = [];
        else
            bytes.GetArray(out buf);
        return ok != 0;
    }

    public static void ImEncode(string ext, InputArray img, out byte[] buf, params ImageEncodingParam[] prms)
    {
        ArgumentNullException.ThrowIfNull(prms);
        ImEncode(ext, img, out buf, ImageEncodingParam.Flatten(prms));
    }
}

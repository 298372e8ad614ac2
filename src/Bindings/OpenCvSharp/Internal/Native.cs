using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

/// <summary>What native/mat.cpp tells about a matrix, field by field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MatHeader
{
    internal nint Data;
    internal long Step0, Step1;
    internal int Flags, Dims, Rows, Cols;
}

/// <summary>The exports of native/ and the one place where their status becomes an exception.</summary>
internal static unsafe partial class Native
{
    private const string Library = "sdcom_opencv";

    /// <summary>Throws <see cref="OpenCVException"/> with the native message unless <paramref name="status"/> is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(int status)
    {
        if (status != 0)
            throw LastError();
    }

    private static OpenCVException LastError()
    {
        _ = cvx_last_error(out int code, out int line, out nint func, out nint message, out nint file);
        return ToException(code, line, func, message, file);
    }

    internal static OpenCVException ToException(int code, int line, nint func, nint message, nint file) =>
        new((ErrorCode)code, Text(func), Text(message), Text(file), line);

    internal static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";

    /// <summary>How many native matrices, captures and writers are alive in this process.</summary>
    internal static long LiveHandles()
    {
        Check(cvx_live_handles(out long count));
        return count;
    }

    [LibraryImport(Library)] private static partial int cvx_last_error(out int code, out int line, out nint func, out nint message, out nint file);
    [LibraryImport(Library)] private static partial int cvx_live_handles(out long count);
    [LibraryImport(Library)] internal static partial int cvx_set_num_threads(int n);
    [LibraryImport(Library)] internal static partial int cvx_get_num_threads(out int n);
    [LibraryImport(Library)] internal static partial int cvx_get_version(out nint text);
    [LibraryImport(Library)] internal static partial int cvx_get_build_information(out nint text);
}

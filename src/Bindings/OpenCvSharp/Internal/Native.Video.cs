using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

// Exports of native/videoio.cpp.
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int cvx_capture_new(out CaptureHandle capture);
    [LibraryImport(Library)] internal static partial int cvx_capture_delete(nint capture);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_capture_open_file(CaptureHandle capture, string file, int api, int* prms, int n, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_capture_open_index(CaptureHandle capture, int index, int api, int* prms, int n, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_capture_is_opened(CaptureHandle capture, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_capture_release(CaptureHandle capture);
    [LibraryImport(Library)] internal static partial int cvx_capture_grab(CaptureHandle capture, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_capture_retrieve(CaptureHandle capture, MatHandle image, int flag, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_capture_read(CaptureHandle capture, MatHandle image, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_capture_get(CaptureHandle capture, int property, out double value);
    [LibraryImport(Library)] internal static partial int cvx_capture_set(CaptureHandle capture, int property, double value, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_capture_backend_name(CaptureHandle capture, out nint name);
    [LibraryImport(Library)] internal static partial int cvx_capture_get_exception_mode(CaptureHandle capture, out int on);
    [LibraryImport(Library)] internal static partial int cvx_capture_set_exception_mode(CaptureHandle capture, int on);

    [LibraryImport(Library)] internal static partial int cvx_writer_new(out WriterHandle writer);
    [LibraryImport(Library)] internal static partial int cvx_writer_delete(nint writer);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_writer_open(WriterHandle writer, string file, int api, int fourcc, double fps, int width, int height, int color, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_writer_is_opened(WriterHandle writer, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_writer_release(WriterHandle writer);
    [LibraryImport(Library)] internal static partial int cvx_writer_write(WriterHandle writer, MatHandle image);
    [LibraryImport(Library)] internal static partial int cvx_writer_get(WriterHandle writer, int property, out double value);
    [LibraryImport(Library)] internal static partial int cvx_writer_set(WriterHandle writer, int property, double value, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_writer_backend_name(WriterHandle writer, out nint name);
}

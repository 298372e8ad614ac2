using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

// Exports of native/imgproc.cpp and native/draw.cpp.
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int cvx_resize(MatHandle src, MatHandle dst, int width, int height, double fx, double fy, int interpolation);
    [LibraryImport(Library)] internal static partial int cvx_cvt_color(MatHandle src, MatHandle dst, int code, int channels);
    [LibraryImport(Library)] internal static partial int cvx_gaussian_blur(MatHandle src, MatHandle dst, int width, int height, double sigmaX, double sigmaY, int border);
    [LibraryImport(Library)] internal static partial int cvx_warp_affine(MatHandle src, MatHandle dst, MatHandle m, int width, int height, int flags, int border, in Scalar value);

    [LibraryImport(Library)] internal static partial int cvx_rectangle(MatHandle img, int x, int y, int width, int height, in Scalar color, int thickness, int line, int shift);
    [LibraryImport(Library)] internal static partial int cvx_rectangle_points(MatHandle img, int x1, int y1, int x2, int y2, in Scalar color, int thickness, int line, int shift);
    [LibraryImport(Library)] internal static partial int cvx_line(MatHandle img, int x1, int y1, int x2, int y2, in Scalar color, int thickness, int line, int shift);
    [LibraryImport(Library)] internal static partial int cvx_circle(MatHandle img, int x, int y, int radius, in Scalar color, int thickness, int line, int shift);
    [LibraryImport(Library)] internal static partial int cvx_ellipse(MatHandle img, int x, int y, int axisX, int axisY, double angle, double start, double end, in Scalar color, int thickness, int line, int shift);
    [LibraryImport(Library)] internal static partial int cvx_polylines(MatHandle img, int* xy, int* counts, int n, int closed, in Scalar color, int thickness, int line, int shift);
    [LibraryImport(Library)] internal static partial int cvx_fill_poly(MatHandle img, int* xy, int* counts, int n, in Scalar color, int line, int shift, int offsetX, int offsetY);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_put_text(MatHandle img, string text, int x, int y, int font, double scale, in Scalar color, int thickness, int line, int bottomLeftOrigin);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_get_text_size(string text, int font, double scale, int thickness, out int width, out int height, out int baseLine);
}

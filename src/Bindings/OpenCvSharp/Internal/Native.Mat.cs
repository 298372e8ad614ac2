using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

// Exports of native/mat.cpp and native/imgcodecs.cpp.
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int cvx_mat_new(out MatHandle mat);
    [LibraryImport(Library)] internal static partial int cvx_mat_new_size(int rows, int cols, int type, Scalar* fill, out MatHandle mat);
    [LibraryImport(Library)] internal static partial int cvx_mat_new_dims(int dims, int* sizes, int type, Scalar* fill, out MatHandle mat);
    [LibraryImport(Library)] internal static partial int cvx_mat_new_data(int rows, int cols, int type, nint data, long step, out MatHandle mat);
    [LibraryImport(Library)] internal static partial int cvx_mat_new_roi(MatHandle mat, int x, int y, int width, int height, out MatHandle roi);
    [LibraryImport(Library)] internal static partial int cvx_mat_delete(nint mat);
    [LibraryImport(Library)] internal static partial int cvx_mat_header(MatHandle mat, out MatHeader header);
    [LibraryImport(Library)] internal static partial int cvx_mat_size(MatHandle mat, int dim, out int size, out long step);
    [LibraryImport(Library)] internal static partial int cvx_mat_create(MatHandle mat, int rows, int cols, int type);
    [LibraryImport(Library)] internal static partial int cvx_mat_create_dims(MatHandle mat, int dims, int* sizes, int type);
    [LibraryImport(Library)] internal static partial int cvx_mat_clone(MatHandle mat, out MatHandle copy);
    [LibraryImport(Library)] internal static partial int cvx_mat_copy_to(MatHandle mat, MatHandle dst, nint mask);
    [LibraryImport(Library)] internal static partial int cvx_mat_convert_to(MatHandle mat, MatHandle dst, int type, double alpha, double beta);
    [LibraryImport(Library)] internal static partial int cvx_mat_set_to(MatHandle mat, in Scalar value, nint mask);
    [LibraryImport(Library)] internal static partial int cvx_mat_reshape(MatHandle mat, int cn, int rows, out MatHandle reshaped);
    [LibraryImport(Library)] internal static partial int cvx_mat_reshape_dims(MatHandle mat, int cn, int dims, int* sizes, out MatHandle reshaped);
    [LibraryImport(Library)] internal static partial int cvx_sum(MatHandle mat, out Scalar sum);
    [LibraryImport(Library)] internal static partial int cvx_mean(MatHandle mat, nint mask, out Scalar mean);
    [LibraryImport(Library)] internal static partial int cvx_absdiff(MatHandle a, MatHandle b, MatHandle dst);
    [LibraryImport(Library)] internal static partial int cvx_add_weighted(MatHandle a, double alpha, MatHandle b, double beta, double gamma, MatHandle dst, int dtype);
    [LibraryImport(Library)] internal static partial int cvx_flip(MatHandle src, MatHandle dst, int code);
    [LibraryImport(Library)] internal static partial int cvx_rotate(MatHandle src, MatHandle dst, int code);
    [LibraryImport(Library)] internal static partial int cvx_copy_make_border(MatHandle src, MatHandle dst, int top, int bottom, int left, int right, int border, in Scalar value);
    [LibraryImport(Library)] internal static partial int cvx_hconcat(MatHandle a, MatHandle b, MatHandle dst);
    [LibraryImport(Library)] internal static partial int cvx_vconcat(MatHandle a, MatHandle b, MatHandle dst);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_imread(string file, int flags, MatHandle image);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_imwrite(string file, MatHandle image, int* prms, int n, out int ok);
    [LibraryImport(Library)] internal static partial int cvx_imdecode(byte* bytes, int length, int flags, MatHandle image);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_imencode(string ext, MatHandle image, int* prms, int n, MatHandle bytes, out int ok);
}

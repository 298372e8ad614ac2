using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

/// <summary>The exports of native/highgui.cpp: a library of its own, so that the GUI toolkit is loaded at the first window and not before.</summary>
internal static partial class NativeGui
{
    private const string Library = "sdcom_opencv_gui";

    internal static void Check(int status)
    {
        if (status == 0)
            return;
        _ = cvx_last_error(out int code, out int line, out nint func, out nint message, out nint file);
        throw Native.ToException(code, line, func, message, file);
    }

    /// <summary>Throws when no display is there: the toolkit below would abort the whole process instead.</summary>
    internal static void RequireDisplay(string function)
    {
        foreach (string name in (ReadOnlySpan<string>)["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
        {
            if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
                return;
        }
        throw new OpenCVException(ErrorCode.StsError, function, "no display: DISPLAY and WAYLAND_DISPLAY are not set", "", 0);
    }

    [LibraryImport(Library)] private static partial int cvx_last_error(out int code, out int line, out nint func, out nint message, out nint file);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_imshow(string window, MatHandle image);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_named_window(string window, int flags);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_destroy_window(string window);
    [LibraryImport(Library)] internal static partial int cvx_destroy_all_windows();
    [LibraryImport(Library)] internal static partial int cvx_wait_key(int delay, out int key);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_resize_window(string window, int width, int height);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_move_window(string window, int x, int y);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_set_window_title(string window, string title);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_get_window_property(string window, int property, out double value);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int cvx_set_window_property(string window, int property, double value);
}

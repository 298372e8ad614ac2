using OpenCvSharp.Internal;

namespace OpenCvSharp;

// Windows. Without a display these throw OpenCVException; the toolkit alone would abort the process.
public static partial class Cv2
{
    public static void NamedWindow(string winName, WindowFlags flags = WindowFlags.Normal)
    {
        NativeGui.RequireDisplay(nameof(NamedWindow));
        NativeGui.Check(NativeGui.cvx_named_window(winName, (int)flags));
    }

    /// <summary>Shows a picture; it appears at the next <see cref="WaitKey"/>.</summary>
    public static void ImShow(string winName, Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        NativeGui.RequireDisplay(nameof(ImShow));
        NativeGui.Check(NativeGui.cvx_imshow(winName, mat.Handle));
    }

    /// <summary>Serves the windows for that many milliseconds (0: until a key); the key, or -1 for none.</summary>
    public static int WaitKey(int delay = 0)
    {
        NativeGui.RequireDisplay(nameof(WaitKey));
        NativeGui.Check(NativeGui.cvx_wait_key(delay, out int key));
        return key;
    }

    public static void DestroyWindow(string winName)
    {
        NativeGui.RequireDisplay(nameof(DestroyWindow));
        NativeGui.Check(NativeGui.cvx_destroy_window(winName));
    }

    public static void DestroyAllWindows()
    {
        NativeGui.RequireDisplay(nameof(DestroyAllWindows));
        NativeGui.Check(NativeGui.cvx_destroy_all_windows());
    }

    public static void ResizeWindow(string winName, int width, int height)
    {
        NativeGui.RequireDisplay(nameof(ResizeWindow));
        NativeGui.Check(NativeGui.cvx_resize_window(winName, width, height));
    }

    public static void ResizeWindow(string winName, Size size) => ResizeWindow(winName, size.Width, size.Height);

    public static void MoveWindow(string winName, int x, int y)
    {
        NativeGui.RequireDisplay(nameof(MoveWindow));
        NativeGui.Check(NativeGui.cvx_move_window(winName, x, y));
    }

    public static void SetWindowTitle(string winName, string title)
    {
        NativeGui.RequireDisplay(nameof(SetWindowTitle));
        NativeGui.Check(NativeGui.cvx_set_window_title(winName, title));
    }

    /// <summary>A property of a window; Visible is below 1 once the user has closed it.</summary>
    public static double GetWindowProperty(string winName, WindowPropertyFlags propId)
    {
        NativeGui.RequireDisplay(nameof(GetWindowProperty));
        NativeGui.Check(NativeGui.cvx_get_window_property(winName, (int)propId, out double value));
        return value;
    }

    public static void SetWindowProperty(string winName, WindowPropertyFlags propId, double propValue)
    {
        NativeGui.RequireDisplay(nameof(SetWindowProperty));
        NativeGui.Check(NativeGui.cvx_set_window_property(winName, (int)propId, propValue));
    }
}

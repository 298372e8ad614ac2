using OpenCvSharp;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>
/// A window on the desktop. Without a display OpenCV would abort the whole process, so ask <see cref="IsPossible"/> first;
/// show and dispose it on the program's first thread.
/// </summary>
public sealed class WindowSink : IPictureSink
{
    private const string Title = "SdCom.Edge";

    private readonly Action close;
    private bool open;

    /// <param name="close">Called when the user presses q or Escape.</param>
    public WindowSink(Action close)
    {
        this.close = close;
    }

    /// <summary>Whether this process has a desktop to show a window on.</summary>
    public static bool IsPossible => Has("DISPLAY") || Has("WAYLAND_DISPLAY");

    public void Add(Mat picture, HudState state)
    {
        open = true;
        Cv2.ImShow(Title, picture);
        int key = Cv2.WaitKey(1) & 0xff;
        if (key is 'q' or 27)
            close();
    }

    public void Complete()
    {
    }

    public void Dispose()
    {
        if (open)
            Cv2.DestroyWindow(Title);
    }

    private static bool Has(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}

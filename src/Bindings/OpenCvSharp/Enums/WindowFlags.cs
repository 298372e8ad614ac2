namespace OpenCvSharp;

/// <summary>How a window behaves.</summary>
public enum WindowFlags
{
    Normal = 0,
    KeepRatio = 0,
    GuiExpanded = 0,
    AutoSize = 1,
    FullScreen = 1,
    GuiNormal = 16,
    FreeRatio = 256,
    OpenGL = 4096,
}

using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Width and height in pixels.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Size(int Width, int Height)
{
    public int Width = Width;
    public int Height = Height;

    /// <summary>Cuts both lengths off towards zero.</summary>
    public Size(double width, double height)
        : this((int)width, (int)height)
    {
    }
}

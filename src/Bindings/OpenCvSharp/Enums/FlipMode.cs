namespace OpenCvSharp;

/// <summary>Around which axis a picture is mirrored.</summary>
public enum FlipMode
{
    X = 0,
    Y = 1,
    XY = -1,
}

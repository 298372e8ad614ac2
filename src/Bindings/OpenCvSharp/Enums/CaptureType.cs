namespace OpenCvSharp;

/// <summary>What a <see cref="VideoCapture"/> was opened on.</summary>
public enum CaptureType
{
    File,
    Camera,
    NotSpecified,
}

namespace OpenCvSharp;

/// <summary>What a writer can be asked or told.</summary>
public enum VideoWriterProperties
{
    Quality = 1,
    FrameBytes = 2,
    NStripes = 3,
    IsColor = 4,
    Depth = 5,
    HwAcceleration = 6,
    HwDevice = 7,
}

namespace OpenCvSharp;

/// <summary>How lines are drawn: 4- or 8-connected, or antialiased.</summary>
public enum LineTypes
{
    Link4 = 4,
    Link8 = 8,
    AntiAlias = 16,
}

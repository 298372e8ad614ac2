using OpenCvSharp;
using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>The overlay's colours.</summary>
internal static class Palette
{
    public static Scalar Night { get; } = Rgb(0x10141A);

    public static Scalar Panel { get; } = Rgb(0x1B212A);

    public static Scalar Groove { get; } = Rgb(0x2B333F);

    public static Scalar Text { get; } = Rgb(0xEEF2F6);

    public static Scalar Quiet { get; } = Rgb(0x93A1B1);

    public static Scalar Good { get; } = Rgb(0x3DDC97);

    /// <summary>Grey for skip, then from cool and cheap to warm and dear.</summary>
    public static Scalar Of(Width width) => width.Percent switch
    {
        0 => Rgb(0x6C7A8C),
        <= 25 => Rgb(0x2EC4B6),
        <= 50 => Rgb(0x8AC926),
        <= 75 => Rgb(0xFFCA3A),
        _ => Rgb(0xFF7B54),
    };

    private static Scalar Rgb(int code) => new(code & 255, (code >> 8) & 255, (code >> 16) & 255); // OpenCV's order is blue, green, red
}

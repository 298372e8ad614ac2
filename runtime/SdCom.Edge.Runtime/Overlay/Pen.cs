using OpenCvSharp;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>The few shapes that the overlay is made of, with soft edges.</summary>
internal static class Pen
{
    private const HersheyFonts Font = HersheyFonts.HersheyDuplex;

    /// <summary>A filled rectangle with round corners.</summary>
    public static void Box(Mat canvas, Rect box, Scalar colour, int radius = 6)
    {
        radius = Math.Min(radius, (Math.Min(box.Width, box.Height) - 1) / 2);
        if (radius < 1)
        {
            if (box.Width > 0 && box.Height > 0)
                Cv2.Rectangle(canvas, box, colour, -1);
            return;
        }

        Cv2.Rectangle(canvas, new Rect(box.X + radius, box.Y, box.Width - (2 * radius), box.Height), colour, -1);
        Cv2.Rectangle(canvas, new Rect(box.X, box.Y + radius, box.Width, box.Height - (2 * radius)), colour, -1);
        foreach (int x in (ReadOnlySpan<int>)[box.X + radius, box.Right - radius - 1])
        {
            foreach (int y in (ReadOnlySpan<int>)[box.Y + radius, box.Bottom - radius - 1])
                Cv2.Circle(canvas, x, y, radius, colour, -1, LineTypes.AntiAlias);
        }
    }

    /// <summary>Darkens a part of the picture so that text on it can be read.</summary>
    public static void Shade(Mat canvas, Rect box, double strength)
    {
        using Mat part = new(canvas, box);
        using Mat dark = new(box.Height, box.Width, MatType.CV_8UC3, Palette.Night);
        Cv2.AddWeighted(part, 1 - strength, dark, strength, 0, part);
    }

    /// <summary>Text whose lower left corner is at x, y; size is the height of a capital letter in pixels.</summary>
    public static void Text(Mat canvas, string text, int x, int y, int size, Scalar colour, bool bold = false) =>
        Cv2.PutText(canvas, text, new Point(x, y), Font, size / 21.0, colour, bold ? 2 : 1, LineTypes.AntiAlias);

    /// <summary>Text in the largest size, up to <paramref name="size"/>, that fits <paramref name="room"/> pixels.</summary>
    public static void TextFitted(Mat canvas, string text, int x, int y, int size, int room, Scalar colour, bool bold = false)
    {
        while (size > 7 && Measure(text, size, bold) > room)
            size--;
        Text(canvas, text, x, y, size, colour, bold);
    }

    /// <summary>Text that ends at x.</summary>
    public static void TextRight(Mat canvas, string text, int x, int y, int size, Scalar colour) =>
        Text(canvas, text, x - Measure(text, size), y, size, colour);

    /// <summary>Text centred on x.</summary>
    public static void TextMiddle(Mat canvas, string text, int x, int y, int size, Scalar colour) =>
        Text(canvas, text, x - (Measure(text, size) / 2), y, size, colour);

    /// <summary>Width of a text in pixels.</summary>
    public static int Measure(string text, int size, bool bold = false) => Cv2.GetTextSize(text, Font, size / 21.0, bold ? 2 : 1, out _).Width;
}

using System.Globalization;
using OpenCvSharp;
using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>
/// Draws the picture with what the recogniser thinks of it: the answer and the last widths below the video, the width, the budget and why beside it.
/// It draws into a canvas of its own; the frame stays as it is.
/// </summary>
public sealed class HudPainter : IDisposable
{
    private const int VideoWidth = 720;
    private const int VideoHeight = 540;
    private const int BandHeight = 100;
    private const int Margin = 20;

    private readonly Mat canvas = new(CanvasSize, MatType.CV_8UC3);
    private readonly HudPanel panel = new(VideoWidth, VideoHeight + BandHeight);

    /// <summary>Size of the canvas in pixels.</summary>
    public static Size CanvasSize { get; } = new(VideoWidth + HudPanel.Width, VideoHeight + BandHeight);

    /// <summary>Size of the video on it, at its upper left.</summary>
    internal static Size VideoSize { get; } = new(VideoWidth, VideoHeight);

    /// <summary>Draws and lends the canvas; it is valid until the next call.</summary>
    public Mat Paint(Mat picture, HudState state)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(state);
        PaintVideo(picture);
        if (state.Shown is { } shown)
            PaintShown(shown, shown == (state.Action ?? "idle"));
        Cv2.Rectangle(canvas, new Rect(0, VideoHeight, VideoWidth, BandHeight), Palette.Night, -1);
        PaintAnswer(state);
        PaintTimeline(state);
        panel.Paint(canvas, state);
        return canvas;
    }

    public void Dispose() => canvas.Dispose();

    // The whole picture, as large as it fits.
    private void PaintVideo(Mat picture)
    {
        double scale = Math.Min((double)VideoWidth / picture.Cols, (double)VideoHeight / picture.Rows);
        int width = Math.Clamp((int)Math.Round(picture.Cols * scale), 1, VideoWidth);
        int height = Math.Clamp((int)Math.Round(picture.Rows * scale), 1, VideoHeight);
        if (width < VideoWidth || height < VideoHeight)
            Cv2.Rectangle(canvas, new Rect(0, 0, VideoWidth, VideoHeight), Palette.Panel, -1);
        using Mat place = new(canvas, new Rect((VideoWidth - width) / 2, (VideoHeight - height) / 2, width, height));
        Cv2.Resize(picture, place, new Size(width, height));
    }

    private void PaintShown(string shown, bool same)
    {
        string text = $"shown: {Words(shown)}";
        Rect box = new(Margin, Margin, Pen.Measure(text, 12) + 44, 28);
        Pen.Shade(canvas, box, 0.72);
        Cv2.Circle(canvas, box.X + 16, box.Y + 14, 5, same ? Palette.Good : Palette.Quiet, -1, LineTypes.AntiAlias);
        Pen.Text(canvas, text, box.X + 30, box.Y + 20, 12, Palette.Text);
    }

    private void PaintAnswer(HudState state)
    {
        const int width = 300, size = 20;
        Rect box = new(0, VideoHeight, width, BandHeight);
        Scalar colour = state.Action is null ? Palette.Quiet : Palette.Good;
        Cv2.Rectangle(canvas, new Rect(box.X, box.Y, 6, box.Height), colour, -1);
        Pen.TextFitted(canvas, state.Action is null ? "no action" : Words(state.Action), Margin, box.Y + 44, size, width - Margin, Palette.Text, bold: true);
        Rect groove = new(Margin, box.Y + 66, width - Margin - 70, 9);
        Pen.Box(canvas, groove, Palette.Groove);
        Pen.Box(canvas, groove with { Width = Math.Max(9, (int)(groove.Width * state.Confidence)) }, colour);
        Pen.TextRight(canvas, string.Create(CultureInfo.InvariantCulture, $"{state.Confidence * 100:0}%"), width - 8, groove.Bottom + 2, 13, colour);
    }

    // One column a frame, as high as its width: newest at the right.
    private void PaintTimeline(HudState state)
    {
        const int columns = 48, tallest = 46;
        Rect strip = new(330, VideoHeight, VideoWidth - 330 - Margin, BandHeight);
        int floor = strip.Bottom - 18;
        Pen.Text(canvas, "width of the last frames", strip.X, strip.Y + 26, 10, Palette.Quiet);
        double step = strip.Width / (double)columns;
        for (int back = 0; back < columns; back++)
        {
            int frame = state.History.Count - 1 - back;
            int x = strip.Right - (int)Math.Round((back + 1) * step);
            Width width = frame >= 0 ? state.Widths[state.History[frame]] : Width.Skip;
            int height = frame >= 0 ? Math.Max(4, (int)(tallest * width.Fraction)) : 1;
            Cv2.Rectangle(canvas, new Rect(x + 1, floor - height, (int)step - 1, height), frame >= 0 ? Palette.Of(width) : Palette.Groove, -1);
        }
    }

    private static string Words(string name) => name.Replace('_', ' ');
}

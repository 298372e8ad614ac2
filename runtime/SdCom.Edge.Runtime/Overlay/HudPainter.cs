using System.Globalization;
using OpenCvSharp;
using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>
/// Draws the picture with what the recogniser thinks of it: the answer over the video, and beside it the width, the budget and why.
/// It draws into a canvas of its own; the frame stays as it is.
/// </summary>
public sealed class HudPainter : IDisposable
{
    /// <summary>Size of the canvas in pixels.</summary>
    public static Size CanvasSize { get; } = new(VideoWidth + PanelWidth, VideoHeight);

    private const int VideoWidth = 720;
    private const int VideoHeight = 540;
    private const int PanelWidth = 272;
    private const int Margin = 20;
    private const int Left = VideoWidth + Margin;
    private const int Right = VideoWidth + PanelWidth - Margin;

    private readonly Mat canvas = new(CanvasSize, MatType.CV_8UC3);

    /// <summary>Draws and lends the canvas; it is valid until the next call.</summary>
    public Mat Paint(Mat picture, HudState state)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(state);
        PaintVideo(picture);
        PaintAnswer(state);
        PaintTimeline(state);
        Cv2.Rectangle(canvas, new Rect(VideoWidth, 0, PanelWidth, VideoHeight), Palette.Night, -1);
        PaintHeader(state);
        PaintWidths(state);
        PaintReason(state);
        PaintBudget(state);
        PaintClasses(state);
        PaintFooter(state);
        return canvas;
    }

    public void Dispose() => canvas.Dispose();

    // The whole picture, as large as it fits.
    private void PaintVideo(Mat picture)
    {
        double scale = Math.Min((double)VideoWidth / picture.Cols, (double)VideoHeight / picture.Rows);
        int width = Math.Min(VideoWidth, (int)Math.Round(picture.Cols * scale));
        int height = Math.Min(VideoHeight, (int)Math.Round(picture.Rows * scale));
        if (width < VideoWidth || height < VideoHeight)
            Cv2.Rectangle(canvas, new Rect(0, 0, VideoWidth, VideoHeight), Palette.Panel, -1);
        using Mat place = new(canvas, new Rect((VideoWidth - width) / 2, (VideoHeight - height) / 2, width, height));
        Cv2.Resize(picture, place, new Size(width, height));
    }

    private void PaintAnswer(HudState state)
    {
        string answer = state.Action is null ? "no action" : Words(state.Action);
        const int size = 24;
        string percent = string.Create(CultureInfo.InvariantCulture, $"{state.Confidence:P0}").Replace(" ", string.Empty, StringComparison.Ordinal);
        int width = Math.Max(240, Pen.Measure(answer, size, bold: true) + Pen.Measure(percent, size - 6) + 64);
        Rect box = new(Margin, Margin, Math.Min(width, VideoWidth - (2 * Margin)), 74);
        Pen.Shade(canvas, box, 0.72);
        Scalar colour = state.Action is null ? Palette.Quiet : Palette.Good;
        Cv2.Rectangle(canvas, new Rect(box.X, box.Y, 5, box.Height), colour, -1);
        Pen.Text(canvas, answer, box.X + 22, box.Y + 40, size, Palette.Text, bold: true);
        Pen.TextRight(canvas, percent, box.Right - 16, box.Y + 40, size - 6, colour);
        Rect groove = new(box.X + 22, box.Y + 54, box.Width - 38, 7);
        Pen.Box(canvas, groove, Palette.Groove, 3);
        Pen.Box(canvas, groove with { Width = Math.Max(7, (int)(groove.Width * state.Confidence)) }, colour, 3);
        if (state.Shown is { } shown)
            PaintShown(shown, shown == (state.Action ?? "idle"));
    }

    private void PaintShown(string shown, bool same)
    {
        string text = $"shown: {Words(shown)}";
        int width = Pen.Measure(text, 12) + 44;
        Rect box = new(Margin, 102, width, 28);
        Pen.Shade(canvas, box, 0.72);
        Cv2.Circle(canvas, box.X + 16, box.Y + 14, 5, same ? Palette.Good : Palette.Quiet, -1, LineTypes.AntiAlias);
        Pen.Text(canvas, text, box.X + 30, box.Y + 20, 12, Palette.Text);
    }

    // One column a frame, as high as its width: newest at the right.
    private void PaintTimeline(HudState state)
    {
        const int height = 62, columns = 64;
        Rect strip = new(Margin, VideoHeight - Margin - height, VideoWidth - (2 * Margin), height);
        Pen.Shade(canvas, strip, 0.66);
        Pen.Text(canvas, "width of the last frames", strip.X + 12, strip.Y + 17, 10, Palette.Quiet);
        double step = (strip.Width - 24) / (double)columns;
        int first = Math.Max(0, state.History.Count - columns);
        for (int i = first; i < state.History.Count; i++)
        {
            Width width = state.Widths[state.History[i]];
            int bar = Math.Max(3, (int)(30 * width.Fraction));
            int x = strip.Right - 12 - (int)Math.Round((state.History.Count - i) * step);
            Cv2.Rectangle(canvas, new Rect(x, strip.Bottom - 8 - bar, Math.Max(2, (int)step - 3), bar), Palette.Of(width), -1);
        }
    }

    private void PaintHeader(HudState state)
    {
        Pen.Text(canvas, "SdCom.Edge", Left, 38, 15, Palette.Text);
        Pen.TextRight(canvas, state.Model, Right, 38, 10, Palette.Quiet);
        Cv2.Line(canvas, Left, 52, Right, 52, Palette.Groove);
    }

    private void PaintWidths(HudState state)
    {
        Pen.Text(canvas, "network width", Left, 76, 11, Palette.Quiet);
        const int bottom = 178, tallest = 84;
        int pitch = (Right - Left + 8) / state.Widths.Count;
        for (int i = 0; i < state.Widths.Count; i++)
        {
            Width width = state.Widths[i];
            int height = 12 + (int)((tallest - 12) * width.Fraction);
            int x = Left + (i * pitch);
            bool chosen = i == state.WidthIndex;
            Pen.Box(canvas, new Rect(x, bottom - height, pitch - 8, height), chosen ? Palette.Of(width) : Palette.Groove, 5);
            Pen.TextMiddle(canvas, width.IsSkip ? "skip" : width.ToString(), x + ((pitch - 8) / 2), bottom + 18, 10, chosen ? Palette.Text : Palette.Quiet);
        }
    }

    private void PaintReason(HudState state)
    {
        Pen.Text(canvas, "why this width", Left, 226, 11, Palette.Quiet);
        Pen.Text(canvas, state.Reason, Left, 248, 12, Palette.Text);
    }

    private void PaintBudget(HudState state)
    {
        const int top = 284;
        Pen.Text(canvas, "MACs a frame", Left, top, 11, Palette.Quiet);
        Pen.TextRight(canvas, Millions(state.MacsPerFrame), Right, top, 12, Palette.Text);
        Rect groove = new(Left, top + 12, Right - Left, 13);
        Pen.Box(canvas, groove, Palette.Groove);
        double share = state.FullMacsPerFrame > 0 ? state.MacsPerFrame / state.FullMacsPerFrame : 0;
        Pen.Box(canvas, groove with { Width = Math.Max(13, (int)(groove.Width * Math.Min(1, share))) }, Palette.Good);
        if (state.BudgetMacsPerFrame / state.FullMacsPerFrame is { } mark and < 1)
            Cv2.Rectangle(canvas, new Rect(groove.X + (int)(groove.Width * mark), groove.Y - 4, 2, groove.Height + 8), Palette.Text, -1);
        string note = state.BudgetMacsPerFrame is { } budget ? $"budget {Millions(budget)}" : "no budget";
        Pen.Text(canvas, note, Left, top + 45, 10, Palette.Quiet);
        Pen.TextRight(canvas, string.Create(CultureInfo.InvariantCulture, $"{share * 100:0}% of full"), Right, top + 45, 10, Palette.Quiet);
        if (state.BudgetLevel is { } level)
            PaintBucket(level, top + 71);
    }

    private void PaintBucket(double level, int y)
    {
        Pen.Text(canvas, "bucket", Left, y, 11, Palette.Quiet);
        const int cells = 16;
        int start = Left + 70;
        double step = (Right - start) / (double)cells;
        for (int i = 0; i < cells; i++)
            Cv2.Rectangle(canvas, new Rect(start + (int)(i * step), y - 10, (int)step - 2, 11), i < Math.Round(level * cells) ? Palette.Good : Palette.Groove, -1);
    }

    private void PaintClasses(HudState state)
    {
        int y = 392;
        Pen.Text(canvas, "likeliest", Left, y, 11, Palette.Quiet);
        foreach ((string name, float probability) in state.Top.Take(3))
        {
            y += 28;
            Rect groove = new(Left, y - 16, Right - Left, 22);
            Pen.Box(canvas, groove, Palette.Panel, 4);
            Pen.Box(canvas, groove with { Width = Math.Max(8, (int)(groove.Width * probability)) }, Palette.Groove, 4);
            Pen.Text(canvas, Words(name), Left + 8, y, 11, Palette.Text);
            Pen.TextRight(canvas, string.Create(CultureInfo.InvariantCulture, $"{probability:0.00}"), Right - 8, y, 11, Palette.Text);
        }
    }

    private void PaintFooter(HudState state)
    {
        Pen.Text(canvas, string.Create(CultureInfo.InvariantCulture, $"{state.LatencyMs:0.0} ms"), Left, VideoHeight - Margin, 11, Palette.Text);
        Pen.TextMiddle(canvas, string.Create(CultureInfo.InvariantCulture, $"{state.DecisionsPerSecond:0.0}/s"), (Left + Right) / 2, VideoHeight - Margin, 11, Palette.Text);
        Pen.TextRight(canvas, state.Time.ToString(@"mm\:ss\.f", CultureInfo.InvariantCulture), Right, VideoHeight - Margin, 11, Palette.Quiet);
    }

    private static string Millions(double macs) => string.Create(CultureInfo.InvariantCulture, $"{macs / 1e6:0.0} M");

    private static string Words(string name) => name.Replace('_', ' ');
}

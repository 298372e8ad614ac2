using System.Globalization;
using OpenCvSharp;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>The panel beside the video: which width, why, what it costs, what else it might be, how fast.</summary>
/// <param name="left">The panel's left edge on the canvas.</param>
/// <param name="height">The panel's height, which is the canvas's.</param>
internal sealed class HudPanel(int left, int height)
{
    /// <summary>The panel's width in pixels.</summary>
    public const int Width = 272;

    private const int Margin = 20;
    private readonly int x0 = left + Margin;
    private readonly int x1 = left + Width - Margin;

    public void Paint(Mat canvas, HudState state)
    {
        Cv2.Rectangle(canvas, new Rect(left, 0, Width, height), Palette.Panel, -1);
        PaintHeader(canvas, state);
        PaintWidths(canvas, state, 84);
        PaintCost(canvas, state, 308);
        PaintClasses(canvas, state, 442);
        PaintFooter(canvas, state);
    }

    private void PaintHeader(Mat canvas, HudState state)
    {
        Pen.Text(canvas, "SdCom.Edge", x0, 40, 13, Palette.Text);
        Pen.TextRight(canvas, state.Model, x1, 40, 10, Palette.Quiet);
        Cv2.Line(canvas, x0, 56, x1, 56, Palette.Groove);
    }

    private void PaintWidths(Mat canvas, HudState state, int top)
    {
        Pen.Text(canvas, "network width", x0, top, 11, Palette.Quiet);
        const int tallest = 96, shortest = 14, gap = 8;
        int bottom = top + 18 + tallest;
        int pitch = (x1 - x0 + gap) / state.Widths.Count;
        for (int i = 0; i < state.Widths.Count; i++)
        {
            bool chosen = i == state.WidthIndex;
            int tall = shortest + (int)((tallest - shortest) * state.Widths[i].Fraction);
            int x = x0 + (i * pitch);
            Pen.Box(canvas, new Rect(x, bottom - tall, pitch - gap, tall), chosen ? Palette.Of(state.Widths[i]) : Palette.Groove);
            Pen.TextMiddle(canvas, state.Widths[i].IsSkip ? "skip" : state.Widths[i].ToString(), x + ((pitch - gap) / 2), bottom + 20, 10, chosen ? Palette.Text : Palette.Quiet);
        }

        Pen.Text(canvas, "why this width", x0, bottom + 52, 11, Palette.Quiet);
        Pen.TextFitted(canvas, state.Reason, x0, bottom + 75, 12, x1 - x0, Palette.Text);
    }

    private void PaintCost(Mat canvas, HudState state, int top)
    {
        double share = state.FullMacsPerFrame > 0 ? state.MacsPerFrame / state.FullMacsPerFrame : 0;
        Pen.Text(canvas, "MACs a frame", x0, top, 11, Palette.Quiet);
        Pen.TextRight(canvas, Millions(state.MacsPerFrame), x1, top, 13, Palette.Text);
        Rect groove = new(x0, top + 14, x1 - x0, 13);
        Pen.Box(canvas, groove, Palette.Groove);
        Pen.Box(canvas, groove with { Width = Math.Max(13, (int)(groove.Width * Math.Min(1, share))) }, Palette.Good);
        if (state.BudgetMacsPerFrame / state.FullMacsPerFrame is { } mark and < 1)
            Cv2.Rectangle(canvas, new Rect(groove.X + (int)(groove.Width * mark), groove.Y - 4, 2, groove.Height + 8), Palette.Text, -1);
        string note = state.BudgetMacsPerFrame is { } budget ? $"budget {Millions(budget)}" : state.BudgetNote ?? "no budget";
        Pen.Text(canvas, note, x0, top + 48, 10, Palette.Quiet);
        Pen.TextRight(canvas, string.Create(CultureInfo.InvariantCulture, $"{share * 100:0}% of full"), x1, top + 48, 10, Palette.Quiet);
        if (state.BudgetLevel is { } level)
            PaintBucket(canvas, level, top + 80);
    }

    private void PaintBucket(Mat canvas, double level, int y)
    {
        const int cells = 16;
        Pen.Text(canvas, "bucket", x0, y, 11, Palette.Quiet);
        int start = x0 + 72;
        double step = (x1 - start) / (double)cells;
        for (int i = 0; i < cells; i++)
            Cv2.Rectangle(canvas, new Rect(start + (int)(i * step), y - 11, (int)step - 2, 12), i < Math.Round(level * cells) ? Palette.Good : Palette.Groove, -1);
    }

    private void PaintClasses(Mat canvas, HudState state, int top)
    {
        Pen.Text(canvas, "likeliest", x0, top, 11, Palette.Quiet);
        int y = top;
        foreach ((string name, float probability) in state.Top.Take(3))
        {
            y += 34;
            Rect groove = new(x0, y - 19, x1 - x0, 27);
            Pen.Box(canvas, groove, Palette.Night, 5);
            Pen.Box(canvas, groove with { Width = Math.Max(11, (int)(groove.Width * probability)) }, Palette.Groove, 5);
            Pen.TextFitted(canvas, name.Replace('_', ' '), x0 + 10, y, 11, x1 - x0 - 64, Palette.Text);
            Pen.TextRight(canvas, string.Create(CultureInfo.InvariantCulture, $"{probability:0.00}"), x1 - 10, y, 11, Palette.Text);
        }
    }

    private void PaintFooter(Mat canvas, HudState state)
    {
        int y = height - 26;
        Cv2.Line(canvas, x0, y - 28, x1, y - 28, Palette.Groove);
        Pen.Text(canvas, string.Create(CultureInfo.InvariantCulture, $"{state.LatencyMs:0.0} ms"), x0, y, 11, Palette.Text);
        Pen.TextMiddle(canvas, string.Create(CultureInfo.InvariantCulture, $"{state.DecisionsPerSecond:0.0}/s"), (x0 + x1) / 2, y, 11, Palette.Text);
        Pen.TextRight(canvas, state.Time.ToString(@"mm\:ss\.f", CultureInfo.InvariantCulture), x1, y, 11, Palette.Quiet);
    }

    private static string Millions(double macs) => string.Create(CultureInfo.InvariantCulture, $"{macs / 1e6:0.0} M");
}

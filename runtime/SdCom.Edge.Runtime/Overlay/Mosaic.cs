using OpenCvSharp;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>
/// Several cameras' annotated pictures side by side in one. Each camera's <see cref="Viewer"/> paints into a cell of its own; the whole goes on to the sinks at most ten times a second.
/// A camera without pictures keeps its last one, with its state written over it.
/// </summary>
public sealed class Mosaic : IDisposable
{
    /// <summary>How often sinks get a picture.</summary>
    public const double PicturesPerSecond = 10;

    private const double Scale = 0.625; // of a cell to the picture of a single camera
    private const int TagHeight = 26;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1 / PicturesPerSecond);
    private static readonly Size CellSize = new((int)(HudPainter.CanvasSize.Width * Scale), (int)(HudPainter.CanvasSize.Height * Scale));

    private readonly Lock gate = new();
    private readonly IReadOnlyList<(string Name, RunStatus Status)> cameras;
    private readonly IReadOnlyList<IPictureSink> sinks;
    private readonly TimeProvider clock;
    private readonly long start;
    private readonly Mat[] cells;
    private readonly Mat canvas;
    private TimeSpan due;

    /// <param name="cameras">Names and states, in the order of the cells.</param>
    /// <param name="sinks">Where the whole goes; the mosaic disposes them.</param>
    /// <param name="clock">The time of the whole.</param>
    public Mosaic(IReadOnlyList<(string Name, RunStatus Status)> cameras, IReadOnlyList<IPictureSink> sinks, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(cameras);
        ArgumentNullException.ThrowIfNull(clock);
        this.cameras = cameras;
        this.sinks = sinks;
        this.clock = clock;
        start = clock.GetTimestamp();
        cells = [.. cameras.Select(_ => new Mat(CellSize, MatType.CV_8UC3, Palette.Panel))];
        canvas = new Mat(SizeFor(cameras.Count), MatType.CV_8UC3, Palette.Night);
    }

    /// <summary>Size of the whole, in pixels.</summary>
    public static Size SizeFor(int cameras)
    {
        int columns = ColumnsFor(cameras);
        return new Size(columns * CellSize.Width, (cameras + columns - 1) / columns * CellSize.Height);
    }

    /// <summary>The sink of one camera's viewer.</summary>
    public IPictureSink Cell(int camera) => new CellSink(this, camera);

    /// <summary>The run is over: completes the sinks.</summary>
    public void Complete()
    {
        foreach (IPictureSink sink in sinks)
            sink.Complete();
    }

    public void Dispose()
    {
        foreach (IPictureSink sink in sinks)
            sink.Dispose();
        foreach (Mat cell in cells)
            cell.Dispose();
        canvas.Dispose();
    }

    private static int ColumnsFor(int cameras) => (int)Math.Ceiling(Math.Sqrt(cameras));

    private void Add(int camera, Mat picture)
    {
        lock (gate)
        {
            Cv2.Resize(picture, cells[camera], CellSize, interpolation: InterpolationFlags.Area);
            TimeSpan now = clock.GetElapsedTime(start);
            if (now < due)
                return;
            due = now + Period;
            HudState surest = Compose(now);
            foreach (IPictureSink sink in sinks)
                sink.Add(canvas, surest);
        }
    }

    // Returns the state of the camera whose action is surest.
    private HudState Compose(TimeSpan now)
    {
        HudState? surest = null;
        int columns = ColumnsFor(cameras.Count);
        for (int i = 0; i < cells.Length; i++)
        {
            Rect place = new(i % columns * CellSize.Width, i / columns * CellSize.Height, CellSize.Width, CellSize.Height);
            using Mat target = new(canvas, place);
            cells[i].CopyTo(target);
            HudState state = cameras[i].Status.Snapshot(now);
            PaintTag(target, state.Camera is null or "live" ? cameras[i].Name : $"{cameras[i].Name}: {state.Camera}");
            if (surest is null || (state.Action is not null && (surest.Action is null || state.Confidence > surest.Confidence)))
                surest = state;
        }

        return surest!;
    }

    // At the lower edge of the video.
    private static void PaintTag(Mat cell, string text)
    {
        int bottom = (int)(HudPainter.VideoSize.Height * Scale), width = Math.Min(cell.Cols, Pen.Measure(text, 10) + 20);
        Pen.Shade(cell, new Rect(0, bottom - TagHeight, width, TagHeight), 0.72);
        Pen.Text(cell, text, 10, bottom - 8, 10, Palette.Text);
    }

    private sealed class CellSink(Mosaic whole, int camera) : IPictureSink
    {
        public void Add(Mat picture, HudState state) => whole.Add(camera, picture);

        public void Complete()
        {
        }

        public void Dispose()
        {
        }
    }
}

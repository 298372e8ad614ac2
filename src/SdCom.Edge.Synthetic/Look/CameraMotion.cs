using SdCom.Edge.Synthetic.Drawing;

namespace SdCom.Edge.Synthetic.Look;

/// <summary>What the camera does to the still frame at one moment: shift in pixels, zoom and roll about its middle.</summary>
internal readonly record struct CameraView(double ShiftX, double ShiftY, double Zoom, double RollSin, double RollCos)
{
    /// <summary>Where a place of the still frame is seen; <paramref name="nearer"/> is 1 far away and more for what is close.</summary>
    public Point Seen(double x, double y, int width, int height, double nearer)
    {
        double dx = x - width / 2.0, dy = y - height / 2.0;
        return new Point(
            (float)(Zoom * (dx * RollCos - dy * RollSin) + width / 2.0 + ShiftX * nearer),
            (float)(Zoom * (dx * RollSin + dy * RollCos) + height / 2.0 + ShiftY));
    }
}

/// <summary>Still, held by hand, panning or zooming: always bounded, so that a live camera can run for ever.</summary>
internal sealed class CameraMotion
{
    private readonly double shakePixels, shakeRate, panPixels, panSeconds, zoomDepth, zoomSeconds, rollTurns, phase;

    public CameraMotion(int width, int height, Seeded random)
    {
        double side = Math.Min(width, height);
        int kind = random.Below(4); // still, hand-held, panning, zooming
        shakePixels = side * (kind == 0 ? 0 : random.Between(0.002, 0.012));
        shakeRate = random.Between(0.6, 1.5);
        panPixels = kind == 2 ? side * random.Between(0.015, 0.05) : 0;
        panSeconds = random.Between(5, 14);
        zoomDepth = kind == 3 ? random.Between(0.02, 0.06) : 0;
        zoomSeconds = random.Between(5, 12);
        rollTurns = kind == 0 ? 0 : random.Between(0, 0.004);
        phase = random.Next();
    }

    public CameraView At(double seconds)
    {
        double s = seconds * shakeRate;
        double x = shakePixels * (0.6 * Wave.Sin(0.31 * s + phase) + 0.4 * Wave.Sin(0.83 * s + 2.3 * phase)) + panPixels * Wave.Sin(seconds / panSeconds + phase);
        double y = shakePixels * (0.6 * Wave.Sin(0.37 * s + 1.7 * phase) + 0.4 * Wave.Sin(0.97 * s + 3.1 * phase));
        double zoom = 1.03 + zoomDepth * Wave.Sin(seconds / zoomSeconds + phase);
        double roll = rollTurns * Wave.Sin(0.23 * s + 4.1 * phase);
        return new CameraView(x, y, zoom, Wave.Sin(roll), Wave.Cos(roll));
    }
}

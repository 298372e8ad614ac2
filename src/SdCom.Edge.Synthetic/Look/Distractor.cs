using SdCom.Edge.Synthetic.Drawing;

namespace SdCom.Edge.Synthetic.Look;

/// <summary>Something else that moves: a ball, a car, a far walker or a bird that crosses the picture again and again.</summary>
internal sealed class Distractor
{
    private readonly int kind;
    private readonly double row, start, speed, size, bounce;
    private readonly Rgb colour;

    public Distractor(Seeded random)
    {
        kind = random.Below(4);
        row = kind switch { 0 => random.Between(0.15, 0.9), 3 => random.Between(0.05, 0.3), _ => random.Between(0.45, 0.75) };
        start = random.Between(-0.2, 1.2);
        speed = random.Between(0.02, 0.22) * (random.Chance(0.5) ? 1 : -1);
        size = kind switch { 0 => random.Between(0.02, 0.06), 1 => random.Between(0.03, 0.055), 2 => random.Between(0.035, 0.06), _ => random.Between(0.01, 0.02) };
        bounce = kind == 0 && random.Chance(0.5) ? random.Between(0.02, 0.08) : 0;
        colour = Rgb.FromHsv(random.Next(), random.Between(0.2, 1), random.Between(0.15, 0.95));
    }

    public void Paint(in Canvas canvas, in CameraView view, double seconds)
    {
        double lap = (start + 0.2 + seconds * speed) / 1.4, across = 1.4 * (lap - Math.Floor(lap)) - 0.2;
        double hop = bounce * Math.Abs(Wave.Sin(seconds * 0.6 + start));
        Point at = view.Seen(across * canvas.Width, (row - hop) * canvas.Height, canvas.Width, canvas.Height, 1);
        float r = (float)(size * canvas.Height * view.Zoom);
        Paint body = new(colour) { Roundness = 1, Rim = 1.5f }, dark = new(new Rgb(25, 25, 28));
        switch (kind)
        {
            case 1:
                canvas.Quad(new(at.X - r * 1.4f, at.Y - r * 0.4f), new(at.X + r * 1.4f, at.Y - r * 0.4f), new(at.X + r * 1.5f, at.Y + r * 0.3f), new(at.X - r * 1.5f, at.Y + r * 0.3f), r * 0.15f, body);
                canvas.Quad(new(at.X - r * 0.7f, at.Y - r * 0.9f), new(at.X + r * 0.5f, at.Y - r * 0.9f), new(at.X + r * 0.8f, at.Y - r * 0.4f), new(at.X - r * 0.9f, at.Y - r * 0.4f), r * 0.1f, body);
                canvas.Ellipse(new(at.X - r * 0.8f, at.Y + r * 0.4f), r * 0.35f, r * 0.35f, 1, 0, dark);
                canvas.Ellipse(new(at.X + r * 0.8f, at.Y + r * 0.4f), r * 0.35f, r * 0.35f, 1, 0, dark);
                break;
            case 2:
                canvas.Ellipse(new(at.X, at.Y), r * 0.45f, r, 1, 0, body);
                canvas.Ellipse(new(at.X, at.Y - r * 1.2f), r * 0.3f, r * 0.3f, 1, 0, new(new Rgb(200, 160, 130)));
                break;
            case 3:
                float flap = r * (float)Wave.Sin(seconds * 2.2 + start);
                canvas.Capsule(at, r * 0.2f, new(at.X - r * 1.5f, at.Y - flap), r * 0.1f, dark);
                canvas.Capsule(at, r * 0.2f, new(at.X + r * 1.5f, at.Y - flap), r * 0.1f, dark);
                break;
            default:
                canvas.Ellipse(at, r, r, 1, 0, body);
                break;
        }
    }
}

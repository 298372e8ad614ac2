using SdCom.Edge.Synthetic.Drawing;

namespace SdCom.Edge.Synthetic.Look;

/// <summary>Paints the nine kinds of background found in the marshalling clips.</summary>
internal static class BackdropPainter
{
    /// <summary>Fills the canvas and returns the height of the horizon as a share of it.</summary>
    public static double Paint(BackgroundKind kind, in Canvas canvas, Seeded random)
    {
        double horizon = random.Between(0.38, 0.68);
        switch (kind)
        {
            case BackgroundKind.Field:
                horizon = 0;
                Mottle(canvas, Ground(random), Ground(random), 0, 1, 0.42, 34, random);
                break;
            case BackgroundKind.Blobs:
                horizon = 0;
                Mottle(canvas, AnyColour(random), AnyColour(random), 0, 1, 0.2, 6, random);
                Blobs(canvas, random);
                break;
            case BackgroundKind.Brick:
                horizon = random.Between(0.8, 0.95);
                Bricks(canvas, horizon, random);
                Mottle(canvas, Wall(random), Wall(random), horizon, 1, 0.2, 24, random);
                break;
            case BackgroundKind.Room:
                horizon = random.Between(0.5, 0.75);
                Mottle(canvas, Wall(random), Wall(random), 0, horizon, 0.12, 8, random);
                Furniture(canvas, horizon, random);
                Mottle(canvas, Ground(random) * 0.7, Wall(random) * 0.6, horizon, 1, 0.18, 24, random);
                canvas.Fill(0, (float)(horizon * canvas.Height) - 2, canvas.Width, (float)(horizon * canvas.Height) + 1, new Rgb(60, 55, 55));
                break;
            case BackgroundKind.Hangar:
                horizon = random.Between(0.45, 0.7);
                Corrugated(canvas, horizon, random);
                Mottle(canvas, Concrete(random), Concrete(random), horizon, 1, 0.16, 26, random);
                Line(canvas, random, horizon);
                break;
            case BackgroundKind.Runway:
                Sky(canvas, horizon, random);
                Mottle(canvas, Ground(random), Ground(random), horizon, 1, 0.26, 34, random);
                Runway(canvas, horizon, random);
                break;
            case BackgroundKind.Trees:
                Sky(canvas, horizon, random);
                Mottle(canvas, Ground(random), Ground(random), horizon, 1, 0.3, 34, random);
                Trees(canvas, horizon, random);
                break;
            case BackgroundKind.Town:
                Sky(canvas, horizon, random);
                Mottle(canvas, random.Chance(0.5) ? Ground(random) : Concrete(random), Ground(random), horizon, 1, 0.3, 34, random);
                Town(canvas, horizon, random);
                break;
            case BackgroundKind.SkyAndGround:
            default:
                Sky(canvas, horizon, random);
                Mottle(canvas, Ground(random), Ground(random), horizon, 1, 0.28, 32, random);
                break;
        }

        return horizon;
    }

    /// <summary>A band of cloudy colour between two heights (shares of the canvas).</summary>
    private static void Mottle(in Canvas canvas, Rgb upper, Rgb lower, double from, double to, double strength, double grains, Seeded random)
    {
        int salt = random.Below(10000), top = (int)(from * canvas.Height), bottom = (int)(to * canvas.Height);
        float step = (float)grains / canvas.Height;
        // Two neighbouring pixels share a cloud value: it is soft, and the noise is the costly part.
        for (int y = top; y < bottom; y += 2)
        {
            Rgb colour = upper.Toward(upper.Toward(lower, 0.5), (double)(y - top) / Math.Max(1, bottom - top));
            for (int x = 0; x < canvas.Width; x += 2)
            {
                float cloud = Noise.Cloud(x * step, y * step, 3, salt) - 0.5f;
                canvas.Fill(x, y, x + 2, Math.Min(y + 2, bottom), colour * (1 + 2 * strength * cloud));
            }
        }
    }

    private static void Sky(in Canvas canvas, double horizon, Seeded random)
    {
        Rgb blue = Rgb.FromHsv(random.Between(0.48, 0.72), random.Between(0.05, 0.55), random.Between(0.6, 1));
        Mottle(canvas, blue, new Rgb(235, 235, 235), 0, horizon, 0.22, 7, random);
    }

    private static void Runway(in Canvas canvas, double horizon, Seeded random)
    {
        float w = canvas.Width, h = canvas.Height, top = (float)(horizon * h);
        float vanish = w * (float)random.Between(0.25, 0.75), left = vanish - w * (float)random.Between(0.3, 0.8), right = vanish + w * (float)random.Between(0.3, 0.8);
        canvas.Quad(new(vanish - 2, top), new(vanish + 2, top), new(right, h), new(left, h), 0, new(Rgb.FromHsv(random.Next(), 0.06, random.Between(0.2, 0.5))));
        Paint white = new(random.Chance(0.4) ? new Rgb(225, 200, 60) : new Rgb(225, 225, 225));
        canvas.Capsule(new(vanish, top), 0.3f, new(left + 0.04f * w, h), 0.008f * h, white);
        canvas.Capsule(new(vanish, top), 0.3f, new(right - 0.04f * w, h), 0.008f * h, white);
        float middle = (left + right) / 2;
        for (float from = 0.05f; from < 1; from *= 1.7f) // dashes grow towards the camera
        {
            float to = from * 1.35f;
            canvas.Capsule(new(vanish + (middle - vanish) * from, top + (h - top) * from), 0.012f * h * from, new(vanish + (middle - vanish) * to, top + (h - top) * to), 0.012f * h * to, white);
        }
    }

    private static void Trees(in Canvas canvas, double horizon, Seeded random)
    {
        float h = canvas.Height, ground = (float)(horizon * h) + 0.03f * h;
        int trees = 3 + random.Below(5);
        for (int i = 0; i < trees; i++)
        {
            float x = (float)random.Next() * canvas.Width, tall = h * (float)random.Between(0.15, 0.35);
            Rgb leaf = Rgb.FromHsv(random.Between(0.2, 0.38), random.Between(0.3, 0.9), random.Between(0.15, 0.6));
            canvas.Capsule(new(x, ground), 0.012f * h, new(x, ground - tall * 0.6f), 0.01f * h, new(new Rgb(80, 55, 35)));
            for (int k = 0; k < 14; k++)
            {
                float r = h * (float)random.Between(0.025, 0.06);
                Point at = new(x + tall * (float)random.Bell() * 0.5f, ground - tall * (float)random.Between(0.55, 1.1));
                canvas.Ellipse(at, r, r, 1, 0, new(leaf * random.Between(0.7, 1.25)) { Rim = 1.5f });
            }
        }
    }

    private static void Town(in Canvas canvas, double horizon, Seeded random)
    {
        float h = canvas.Height, ground = (float)(horizon * h) + 2, x = -0.02f * h;
        while (x < canvas.Width)
        {
            float wide = h * (float)random.Between(0.1, 0.3), top = ground - h * (float)random.Between(0.08, 0.42);
            Rgb wall = Rgb.FromHsv(random.Next(), random.Between(0, 0.45), random.Between(0.25, 0.8)), pane = wall * (random.Chance(0.7) ? 0.55 : 1.35);
            if (random.Chance(0.8))
            {
                canvas.Fill(x, top, x + wide, ground, wall);
                float grid = h * (float)random.Between(0.022, 0.045);
                for (float wy = top + grid * 0.5f; wy < ground - grid; wy += grid)
                    for (float wx = x + grid * 0.4f; wx < x + wide - grid * 0.6f; wx += grid) canvas.Fill(wx, wy, wx + grid * 0.55f, wy + grid * 0.6f, pane);
            }

            x += wide * (float)random.Between(0.9, 1.3);
        }
    }

    private static void Bricks(in Canvas canvas, double horizon, Seeded random)
    {
        float h = canvas.Height, bottom = (float)(horizon * h), brick = h * (float)random.Between(0.028, 0.075), joint = MathF.Max(1, brick * 0.12f);
        Rgb clay = Rgb.FromHsv(random.Between(0.98, 1.12) % 1, random.Between(0.1, 0.55), random.Between(0.35, 0.75));
        Mottle(canvas, clay * random.Between(0.6, 1.5), clay, 0, horizon, 0.1, 10, random);
        int row = 0;
        for (float y = 0; y < bottom; y += brick, row++)
            for (float x = (row % 2) * -1.1f * brick; x < canvas.Width; x += 2.2f * brick)
                canvas.Fill(x, y, x + 2.2f * brick - joint, MathF.Min(y + brick - joint, bottom), clay * random.Between(0.75, 1.15));
    }

    private static void Corrugated(in Canvas canvas, double horizon, Seeded random)
    {
        float h = canvas.Height, bottom = (float)(horizon * h), strip = h * (float)random.Between(0.025, 0.1);
        Rgb metal = Rgb.FromHsv(random.Next(), random.Between(0.03, 0.35), random.Between(0.3, 0.75)), shade = metal * random.Between(0.7, 0.9);
        Mottle(canvas, metal, metal, 0, horizon, 0.08, 6, random);
        for (float x = 0; x < canvas.Width; x += 2 * strip) canvas.Fill(x, 0, x + strip, bottom, shade);
    }

    private static void Line(in Canvas canvas, Seeded random, double horizon)
    {
        if (random.Chance(0.3)) return;
        float h = canvas.Height, top = (float)(horizon * h), x = canvas.Width * (float)random.Next();
        canvas.Capsule(new(x, top), 0.006f * h, new(x + h * (float)random.Between(-0.5, 0.5), h), 0.01f * h, new(random.Chance(0.7) ? new Rgb(220, 205, 50) : new Rgb(190, 40, 40)));
    }

    private static void Furniture(in Canvas canvas, double horizon, Seeded random)
    {
        float h = canvas.Height, bottom = (float)(horizon * h);
        for (int i = 3 + random.Below(4); i > 0; i--)
        {
            float x = canvas.Width * (float)random.Between(-0.05, 0.95), y = bottom * (float)random.Between(-0.1, 0.8);
            float right = x + h * (float)random.Between(0.08, 0.3), low = MathF.Min(bottom, y + h * (float)random.Between(0.1, 0.5));
            Rgb colour = AnyColour(random);
            canvas.Fill(x, y, right, low, colour * 0.5);
            canvas.Fill(x + 2, y + 2, right - 2, low - 2, colour);
        }
    }

    private static void Blobs(in Canvas canvas, Seeded random)
    {
        for (int i = 22; i > 0; i--)
        {
            float r = canvas.Height * (float)random.Between(0.03, 0.14), turn = (float)random.Next();
            Point at = new(canvas.Width * (float)random.Next(), canvas.Height * (float)random.Next());
            canvas.Ellipse(at, r * (float)random.Between(0.8, 2), r, (float)Wave.Cos(turn), (float)Wave.Sin(turn), new(AnyColour(random)));
        }
    }

    private static Rgb Ground(Seeded random) => random.Below(3) switch
    {
        0 => Rgb.FromHsv(random.Between(0.2, 0.36), random.Between(0.3, 0.8), random.Between(0.2, 0.65)),
        1 => Rgb.FromHsv(random.Between(0.05, 0.13), random.Between(0.15, 0.55), random.Between(0.3, 0.75)),
        _ => Concrete(random),
    };

    private static Rgb Concrete(Seeded random) => Rgb.FromHsv(random.Next(), random.Between(0, 0.12), random.Between(0.3, 0.8));

    private static Rgb Wall(Seeded random) => Rgb.FromHsv(random.Next(), random.Between(0.02, 0.35), random.Between(0.3, 0.9));

    private static Rgb AnyColour(Seeded random) => Rgb.FromHsv(random.Next(), random.Between(0, 1), random.Between(0.15, 1));
}

using SdCom.Edge.Synthetic.Drawing;
using SdCom.Edge.Synthetic.Look;
using SdCom.Edge.Synthetic.Motion;

namespace SdCom.Edge.Synthetic;

/// <summary>
/// A generated camera: an actor performs one gesture before a moving background. A frame is a pure function of action, size, seed
/// and time, the same bytes on every machine; rendering allocates nothing. One scene serves one thread at a time.
/// </summary>
public sealed class SyntheticScene
{
    private readonly Performance performance;
    private readonly Backdrop backdrop;
    private readonly CameraMotion camera;
    private readonly Distractor[] distractors;
    private readonly FilmLook film;
    private readonly ActorPainter painter;
    private readonly double pixelsPerHeight, hipX, hipY;
    private readonly float softness, lightX, lightY, shadowSide, shadowDepth;

    /// <summary>Casts an actor, a background and a camera from the seed.</summary>
    /// <param name="action">One of <see cref="Gestures.Names"/>.</param>
    /// <param name="width">Pixels, 64 to 1920.</param>
    /// <param name="height">Pixels, 64 to 1920.</param>
    /// <param name="seed">Another seed is another actor, another place and another temperament.</param>
    /// <exception cref="ArgumentException">The action is unknown or the size out of range.</exception>
    public SyntheticScene(string action, int width, int height, ulong seed)
        : this(Known(action), width, height, seed)
    {
    }

    /// <summary>The same for a gesture, which need not be one of <see cref="Gestures.Names"/>.</summary>
    /// <exception cref="ArgumentException">The size is out of range.</exception>
    public SyntheticScene(Gesture gesture, int width, int height, ulong seed)
    {
        if (width is < 64 or > 1920 || height is < 64 or > 1920)
            throw new ArgumentException($"a frame must be 64 to 1920 pixels wide and high, got {width}x{height}");
        (Action, Width, Height) = (gesture.Name, width, height);

        // Looks come from streams that know nothing of the action: only motion may tell the class.
        Seeded light = new(seed, 1);
        Background = (BackgroundKind)light.Below(9);
        backdrop = new Backdrop(Background, width, height, new Seeded(seed, 2));
        camera = new CameraMotion(width, height, new Seeded(seed, 3));
        film = new FilmLook(width, height, new Seeded(seed, 4));
        distractors = new Distractor[light.Chance(0.5) ? 1 + light.Below(3) : 0];
        for (int i = 0; i < distractors.Length; i++) distractors[i] = new Distractor(light);
        double side = Math.Min(width, height);
        softness = (float)Math.Max(1, light.Between(0.7, 2.2) * side / 256);
        double sun = light.Between(-0.18, 0.18); // in turns from straight above
        (lightX, lightY) = ((float)Wave.Sin(sun), (float)-Wave.Cos(sun));
        shadowSide = (float)(-Math.Sign(sun) * light.Between(0.1, 0.35));
        shadowDepth = (float)light.Between(0.15, 0.5);

        Rgb behind = backdrop.MeanColour(width * 0.2, height * 0.15, width * 0.8, height * 0.55);
        Appearance = ActorAppearance.Draw(new Seeded(seed, 5), behind);
        painter = new ActorPainter(Appearance);
        performance = new Performance(gesture, new Seeded(seed, 6));
        pixelsPerHeight = Appearance.Height * Math.Min(height, 1.15 * width);
        hipX = width / 2.0 + Appearance.CentreX * side;
        hipY = height / 2.0 + Appearance.CentreY * side + (0.5 - Skeleton.HipHeight) * pixelsPerHeight;
    }

    /// <summary>The gesture that is performed.</summary>
    public string Action { get; }

    /// <summary>Pixels from left to right.</summary>
    public int Width { get; }

    /// <summary>Pixels from top to bottom.</summary>
    public int Height { get; }

    /// <summary>Bytes of a frame: 3 a pixel.</summary>
    public int FrameBytes => Width * Height * 3;

    /// <summary>How the actor looks.</summary>
    public ActorAppearance Appearance { get; }

    /// <summary>What stands behind the actor.</summary>
    public BackgroundKind Background { get; }

    /// <summary>Draws the frame at <paramref name="time"/> into <paramref name="bgr"/>: rows from the top, three bytes a pixel, blue first.</summary>
    /// <exception cref="ArgumentException">The buffer is not <see cref="FrameBytes"/> long.</exception>
    public void Render(TimeSpan time, Span<byte> bgr)
    {
        if (bgr.Length != FrameBytes)
            throw new ArgumentException($"a {Width}x{Height} BGR frame takes {FrameBytes} bytes, the buffer has {bgr.Length}");
        double seconds = time.TotalSeconds;
        CameraView view = camera.At(seconds);
        backdrop.Render(view, bgr);
        Canvas canvas = new(bgr, Width, Height) { Softness = softness, LightX = lightX, LightY = lightY };
        foreach (Distractor distractor in distractors) distractor.Paint(canvas, view, seconds);
        PaintActor(canvas, view, performance.At(seconds));
        film.Apply(bgr, (int)(time.Ticks >> 12)); // a fresh grain every 0.4 ms: never the same for two frames
    }

    /// <summary>Says where the actor's joints are in the frame at <paramref name="time"/>.</summary>
    public void Locate(TimeSpan time, BodyJoints joints)
    {
        double seconds = time.TotalSeconds;
        joints.Set(Body(camera.At(seconds), performance.At(seconds), out float pixels), pixels);
    }

    private static Gesture Known(string action) => Gestures.TryGet(action, out Gesture? gesture)
        ? gesture
        : throw new ArgumentException($"unknown action '{action}'; known: {string.Join(", ", Gestures.Names)}");

    private Skeleton Body(in CameraView view, in BodyPose pose, out float pixels)
    {
        double feet = hipY + Skeleton.HipHeight * pixelsPerHeight, nearer = 1 + backdrop.ParallaxAt(feet);
        Point hips = view.Seen(hipX + pose.ShiftX * pixelsPerHeight, hipY - pose.ShiftY * pixelsPerHeight, Width, Height, nearer);
        double roll = Math.Clamp(view.RollSin, -0.1, 0.1) * (180 / Math.PI); // small: the sine is the angle
        pixels = (float)(pixelsPerHeight * view.Zoom);
        return new Skeleton(pose, Appearance, new Placement(hips.X, hips.Y, pixels, Appearance.Lean + roll));
    }

    private void PaintActor(in Canvas canvas, in CameraView view, in BodyPose pose)
    {
        Skeleton body = Body(view, pose, out float pixels);
        PaintShadow(canvas, body, pixels);
        painter.Paint(canvas, body, pixels);
    }

    private void PaintShadow(in Canvas canvas, in Skeleton body, float pixels)
    {
        Point feet = Point.Between(body.RightLeg.End.At, body.LeftLeg.End.At, 0.5f);
        Canvas soft = new(canvas.Pixels, Width, Height) { Softness = 0.08f * pixels };
        Paint shade = new(new Rgb(10, 10, 14)) { Opacity = shadowDepth };
        soft.Capsule(new(feet.X, feet.Y + 0.01f * pixels), 0.05f * pixels, new(feet.X + shadowSide * pixels, feet.Y - 0.04f * pixels), 0.04f * pixels, shade);
    }
}

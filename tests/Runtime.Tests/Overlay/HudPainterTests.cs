using OpenCvSharp;
using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Overlay;

public class HudPainterTests
{
    [Theory]
    [InlineData(640, 480)]
    [InlineData(64, 400)]
    [InlineData(97, 65)]
    public void Painting_leaves_the_frame_as_it_is_and_fills_the_canvas(int width, int height)
    {
        using Frame frame = Pictures.Frame("hover", 1, width, height);
        byte[] before = frame.Bgr.ToArray();
        using HudPainter painter = new();
        Mat canvas = painter.Paint(frame.Picture, State(4));
        Assert.Equal(HudPainter.CanvasSize, canvas.Size());
        Assert.Equal(before, frame.Bgr.ToArray());
    }

    [Fact]
    public void The_overlay_shows_which_width_ran()
    {
        using Frame frame = Pictures.Frame("hover", 1);
        using HudPainter painter = new();
        painter.Paint(frame.Picture, State(0)).GetArray(out Vec3b[] skip);
        painter.Paint(frame.Picture, State(4)).GetArray(out Vec3b[] full);
        Assert.NotEqual(skip, full);
    }

    private static HudState State(int width) => new()
    {
        Model = "marshalling",
        Action = "wave_off",
        Confidence = 0.97f,
        Shown = "wave_off",
        Top = [("wave_off", 0.97f), ("hover", 0.02f), ("idle", 0.01f)],
        Widths = [.. WidthSet.Default],
        WidthIndex = width,
        Reason = "the gate sees most in it",
        History = [0, 1, width],
        BudgetLevel = 0.4,
        BudgetMacsPerFrame = 32e6,
        MacsPerFrame = 12e6,
        FullMacsPerFrame = 104e6,
    };
}

using OpenCvSharp;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Overlay;

public class MosaicTests(Models models)
{
    private static readonly Size Cell = Mosaic.SizeFor(1);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(4, 2, 2)]
    [InlineData(5, 3, 2)]
    [InlineData(9, 3, 3)]
    public void Cameras_lie_in_a_grid(int cameras, int columns, int rows) => Assert.Equal(new Size(columns * Cell.Width, rows * Cell.Height), Mosaic.SizeFor(cameras));

    [Fact]
    public void Each_camera_paints_its_own_cell_and_one_without_pictures_is_shown_by_its_name_alone()
    {
        FakeTime time = new();
        Collector whole = new();
        using Mosaic mosaic = Create(3, whole, time);
        using Mat white = new(HudPainter.CanvasSize, MatType.CV_8UC3, Scalar.All(255));
        mosaic.Cell(1).Add(white, null!);
        Assert.Equal(Mosaic.SizeFor(3), whole.Size);
        Assert.True(Brightness(whole, 1) > 240);
        Assert.All((int[])[0, 2, 3], cell => Assert.InRange(Brightness(whole, cell), 5, 60));
        Assert.True(Brightness(whole, 0) > Brightness(whole, 3), "the name of a camera that has not come is shown");
    }

    [Fact]
    public void However_many_cameras_paint_the_whole_goes_on_ten_times_a_second()
    {
        FakeTime time = new();
        Collector whole = new();
        using Mosaic mosaic = Create(3, whole, time);
        using Mat picture = new(HudPainter.CanvasSize, MatType.CV_8UC3, Scalar.All(90));
        for (int i = 0; i < 200; i++)
        {
            for (int camera = 0; camera < 3; camera++)
                mosaic.Cell(camera).Add(picture, null!);
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => TimeSpan.FromMilliseconds(100 * i)), whole.Times);
    }

    private Mosaic Create(int cameras, IPictureSink sink, TimeProvider time) =>
        new([.. Enumerable.Range(0, cameras).Select(i => ($"camera {i}", new RunStatus(models.Small, null)))], [sink], time);

    // Mean of a cell of a grid of two columns.
    private static double Brightness(Collector whole, int cell) => Enumerable.Range(0, Cell.Height).SelectMany(y => Enumerable.Range(0, Cell.Width).Select(x => (x, y)))
        .Average(at => (double)whole.Pixels[(((cell / 2 * Cell.Height) + at.y) * whole.Size.Width) + (cell % 2 * Cell.Width) + at.x].Item1);

    private sealed class Collector : IPictureSink
    {
        public List<TimeSpan> Times { get; } = [];

        public Vec3b[] Pixels { get; private set; } = [];

        public Size Size { get; private set; }

        public void Add(Mat picture, HudState state)
        {
            Times.Add(state.Time);
            Size = picture.Size();
            picture.GetArray(out Vec3b[] pixels);
            Pixels = pixels;
        }

        public void Complete()
        {
        }

        public void Dispose()
        {
        }
    }
}

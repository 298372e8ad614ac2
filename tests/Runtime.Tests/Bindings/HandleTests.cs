using System.Runtime.CompilerServices;
using OpenCvSharp;
using OpenCvSharp.Internal;

namespace SdCom.Edge.Runtime.Tests.Bindings;

/// <summary>Counts native objects of the whole process, hence alone.</summary>
[CollectionDefinition(nameof(HandleTests), DisableParallelization = true)]
[Collection(nameof(HandleTests))]
public class HandleTests
{
    private readonly long before = CountAfterCollection();

    [Fact]
    public void Two_hundred_captures_and_matrices_leave_nothing_behind()
    {
        string clip = Path.Combine(Path.GetTempPath(), $"handles-{Guid.NewGuid():N}.avi");
        try
        {
            Write(clip);
            for (int i = 0; i < 200; i++)
            {
                using VideoCapture capture = new(clip);
                using Mat frame = new();
                using Mat part = capture.Read(frame) ? frame.SubMat(new Rect(0, 0, 2, 2)) : new Mat();
                Assert.False(part.Empty());
            }
        }
        finally
        {
            File.Delete(clip);
        }

        Assert.Equal(before, Native.LiveHandles());
    }

    [Fact]
    public void A_failed_constructor_leaves_nothing_behind()
    {
        using Mat mat = new(2, 2, MatType.CV_8UC1);
        for (int i = 0; i < 10; i++)
        {
            Assert.Throws<OpenCVException>(() => new Mat(mat, new Rect(5, 5, 5, 5)));
            Assert.Throws<OpenCVException>(() => new Mat(-1, 2, MatType.CV_8UC1));
        }

        Assert.Equal(before + 1, CountAfterCollection());
    }

    [Fact]
    public void The_collector_frees_what_nobody_disposed()
    {
        Forget();

        Assert.Equal(before, CountAfterCollection());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        for (int i = 0; i < 20; i++)
            _ = new Mat(4, 4, MatType.CV_8UC3).Clone();
    }

    private static void Write(string clip)
    {
        using VideoWriter writer = new(clip, FourCC.MJPG, 10, new Size(32, 32));
        using Mat frame = new(32, 32, MatType.CV_8UC3, Scalar.White);
        writer.Write(frame);
    }

    private static long CountAfterCollection()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Native.LiveHandles();
    }
}

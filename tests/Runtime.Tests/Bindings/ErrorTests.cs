using OpenCvSharp;

namespace SdCom.Edge.Runtime.Tests.Bindings;

public class ErrorTests
{
    [Fact]
    public void A_native_error_becomes_an_exception_with_its_words_and_place()
    {
        using Mat empty = new();
        using Mat target = new();

        OpenCVException error = Assert.Throws<OpenCVException>(() => Cv2.Resize(empty, target, new Size(2, 2)));

        Assert.Equal((ErrorCode.StsAssert, "resize"), (error.Status, error.FuncName));
        Assert.Contains("empty", error.ErrMsg, StringComparison.Ordinal);
        Assert.Equal(error.ErrMsg, error.Message);
        Assert.EndsWith("resize.cpp", error.FileName, StringComparison.Ordinal);
        Assert.True(error.Line > 0);
    }

    [Fact]
    public void A_part_outside_the_matrix_is_an_exception()
    {
        using Mat mat = new(4, 4, MatType.CV_8UC1);

        Assert.Throws<OpenCVException>(() => mat.SubMat(new Rect(2, 2, 3, 3)));
    }

    [Fact]
    public void A_null_matrix_is_named()
    {
        using Mat mat = new();

        Assert.Equal("mat", Assert.Throws<ArgumentNullException>(() => Cv2.Resize((Mat)null!, mat, default)).ParamName);
    }

    [Fact]
    public void Errors_of_two_threads_stay_apart()
    {
        string[] messages = new string[8];
        Parallel.For(0, messages.Length, i =>
        {
            using Mat mat = new(4, 4, MatType.CV_8UC1);
            using Mat target = new();
            messages[i] = i % 2 == 0
                ? Assert.Throws<OpenCVException>(() => mat.SubMat(new Rect(9, 9, 9, 9))).FuncName
                : Assert.Throws<OpenCVException>(() => Cv2.CvtColor(mat, target, (ColorConversionCodes)9999)).FuncName;
        });

        Assert.All(messages, (name, i) => Assert.Equal(i % 2 == 0 ? "Mat" : "cvtColor", name));
    }

    [Fact]
    public void A_window_without_a_display_is_an_exception_and_not_the_end_of_the_process()
    {
        foreach (string name in (string[])["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
        {
            if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
                Assert.Skip($"{name} is set: there is a display");
        }
        using Mat picture = new(2, 2, MatType.CV_8UC3);

        OpenCVException error = Assert.Throws<OpenCVException>(() => Cv2.ImShow("window", picture));
        Assert.Contains("DISPLAY", error.Message, StringComparison.Ordinal);
    }
}

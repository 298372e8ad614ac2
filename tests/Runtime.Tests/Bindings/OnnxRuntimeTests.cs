using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Tests.Bindings;

public class OnnxRuntimeTests
{
    [Fact]
    public void A_model_gives_the_numbers_computed_by_hand()
    {
        using SessionOptions options = OneThread();
        using InferenceSession session = new(TinyModel.Bytes(), options);
        using OrtValue x = OrtValue.CreateTensorValueFromMemory<float>([1, 2, 3], [1, 3]);
        using RunOptions run = new();

        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["x"], [x], ["y"]);

        // 1*1 + 2*3 + 3*5 - 1 = 21; 1*2 + 2*4 + 3*6 - 100 < 0.
        Assert.Equal([21f, 0f], outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void A_model_lists_its_inputs_and_outputs_with_their_shapes()
    {
        using SessionOptions options = OneThread();
        using InferenceSession session = new(TinyModel.Bytes(), options);

        Assert.Equal([1, 3], session.InputMetadata["x"].Dimensions);
        Assert.Equal([1, 2], session.OutputMetadata["y"].Dimensions);
        Assert.Equal(typeof(float), session.InputMetadata["x"].ElementType);
    }

    [Fact]
    public void Running_over_bound_buffers_allocates_nothing_and_writes_in_place()
    {
        using SessionOptions options = OneThread();
        using InferenceSession session = new(TinyModel.Bytes(), options);
        float[] input = [1, 2, 3], output = new float[2];
        using OrtValue x = OrtValue.CreateTensorValueFromMemory(input, [1, 3]);
        using OrtValue y = OrtValue.CreateTensorValueFromMemory(output, [1, 2]);
        using OrtIoBinding binding = session.CreateIoBinding();
        using RunOptions run = new();
        binding.BindInput("x", x);
        binding.BindOutput("y", y);
        long allocated = Allocations.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                input[0] = i;
                session.RunWithBinding(run, binding);
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(99 + 6 + 15 - 1, output[0]);
    }

    [Fact]
    public void A_file_that_is_no_model_is_an_exception_with_the_engines_words()
    {
        using SessionOptions options = OneThread();
        OnnxRuntimeException error = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession([1, 2, 3, 4], options));

        Assert.Contains("protobuf", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_truncated_model_is_an_exception()
    {
        using SessionOptions options = OneThread();
        byte[] whole = TinyModel.Bytes();

        Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(whole[..(whole.Length / 2)], options));
    }

    [Fact]
    public void An_input_of_another_shape_is_an_exception()
    {
        using SessionOptions options = OneThread();
        using InferenceSession session = new(TinyModel.Bytes(), options);
        using OrtValue x = OrtValue.CreateTensorValueFromMemory<float>([1, 2, 3, 4], [1, 4]);
        using RunOptions run = new();

        Assert.Throws<OnnxRuntimeException>(() => session.Run(run, ["x"], [x], ["y"]));
    }

    [Fact]
    public void The_engine_is_the_version_that_the_binding_was_made_for() =>
        Assert.StartsWith("1.29.", OrtEnv.Instance().GetVersionString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("licenses/onnxruntime/LICENSE")]
    [InlineData("licenses/onnxruntime/ThirdPartyNotices.txt")]
    public void The_licences_lie_beside_the_program(string file) =>
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, file)));

    private static SessionOptions OneThread() => new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
}

using System.Runtime.InteropServices;
using Google.Protobuf;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Format;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Inference.SharedWeights;

public class SharedSessionsTests(Models models)
{
    // MobileNetV2's channels end within blocks, ResNet-18 adds residuals, and the last one has a state.
    [Theory]
    [InlineData("mobilenetv2-1.0", 64)]
    [InlineData("resnet-18", 64)]
    [InlineData("tsm-resnet-18", 32)]
    public void Shared_widths_answer_what_plain_sessions_answer(string dynamic, int size)
    {
        ModelPackage model = Write(dynamic, size);
        using Nets shared = Load(model, WeightSharing.Shared), plain = Load(model, WeightSharing.Plain);
        SkipUnlessShared(shared);
        Assert.Equal("plain: as asked for", plain.Dynamic.Weights.ToString());
        StreamState one = new(model.Network), other = new(model.Network);
        Random random = new(3);
        foreach (Width width in model.Network.Widths.Concat(model.Network.Widths.Reverse()))
        {
            random.NextBytes(plain.Image);
            plain.Image.CopyTo(shared.Image);
            int index = model.Network.Widths.IndexOf(width);
            shared.Dynamic.Run(index, one);
            plain.Dynamic.Run(index, other);
            Nearness.Assert(plain.Dynamic.Supplementary.Span, shared.Dynamic.Supplementary.Span, 2e-5f, $"feature at width {width}");
            Nearness.Assert(other.DynamicShift, one.DynamicShift, 2e-5f, $"shift state at width {width}");
        }
    }

    [Fact]
    public void A_shared_frame_allocates_nothing()
    {
        ModelPackage model = Write("mobilenetv2-1.0", 32);
        using Nets nets = Load(model, WeightSharing.Shared);
        StreamState stream = new(model.Network);
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            for (int width = 0; width < model.Network.Widths.Count; width++)
                nets.Dynamic.Run(width, stream);
        }
    }

    [Fact]
    public void A_width_whose_filter_was_edited_keeps_plain_sessions_and_says_why()
    {
        ModelPackage model = Write("mobilenetv2-1.0", 32);
        using (Nets whole = Load(model, WeightSharing.Shared))
            SkipUnlessShared(whole);
        Edit(model.PathOf(ModelFiles.Dynamic(new Width(75))));
        using Nets edited = Load(model, WeightSharing.Shared), plain = Load(model, WeightSharing.Plain);
        Assert.False(edited.Dynamic.Weights.Shared);
        Assert.Matches("^plain: dynamic-w075.onnx: the filter of .* is no scaled part of the full width's$", edited.Dynamic.Weights.ToString());

        // What was edited still runs, as it was edited.
        new Random(4).NextBytes(plain.Image);
        plain.Image.CopyTo(edited.Image);
        int index = model.Network.Widths.IndexOf(new Width(75));
        plain.Dynamic.Run(index, new StreamState(model.Network));
        edited.Dynamic.Run(index, new StreamState(model.Network));
        Assert.Equal(plain.Dynamic.Supplementary.Span, edited.Dynamic.Supplementary.Span);
    }

    [Fact]
    public void Small_models_stay_plain_unless_sharing_is_asked_for()
    {
        using Nets nets = Load(models.Small, WeightSharing.Auto);
        Assert.StartsWith("plain: the narrower widths' weights take only", nets.Dynamic.Weights.ToString(), StringComparison.Ordinal);
        using Nets asked = Load(models.Small, WeightSharing.Shared);
        Assert.DoesNotContain("take only", asked.Dynamic.Weights.ToString(), StringComparison.Ordinal);
        using Engine engine = new(new EngineSettings("cpu", 1) { Weights = WeightSharing.Shared });
        using Nets alone = new(models.Small, engine, onlyFullWidth: true);
        Assert.Equal("plain: there is one width", alone.Dynamic.Weights.ToString());
    }

    [Fact]
    public void Without_room_for_temporary_files_the_sessions_are_plain()
    {
        string model = Write("mobilenetv2-1.0", 32).Directory;
        Dictionary<string, string> nowhere = new() { ["TMPDIR"] = Path.Combine(models.Folder, "missing"), ["DOTNET_EnableDiagnostics"] = "0" };
        (_, string output, string errors) = HostProcess.Run(nowhere, "doctor", "--model", model, "--json");
        Assert.Empty(errors);
        Assert.Contains("widths on cpu; weights plain: the folder for temporary files cannot take the rewritten graphs", output, StringComparison.Ordinal);
    }

    private ModelPackage Write(string dynamic, int size) =>
        FixtureModel.Write(models.NewPath(), FixtureModel.Small with { Dynamic = dynamic, InputSize = size, Glance = size / 32 });

    private static Nets Load(ModelPackage model, WeightSharing weights)
    {
        using Engine engine = new(new EngineSettings("cpu", 1) { Weights = weights });
        return new Nets(model, engine);
    }

    // ONNX Runtime has its blocked convolutions on x86-64 only, unless it was built otherwise.
    private static void SkipUnlessShared(Nets nets)
    {
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
            Assert.True(nets.Dynamic.Weights.Shared, nets.Dynamic.Weights.ToString());
        else if (!nets.Dynamic.Weights.Shared)
            Assert.Skip(nets.Dynamic.Weights.ToString());
    }

    // One number of the largest filter.
    private static void Edit(string path)
    {
        ModelProto graph = OnnxFile.Read(path);
        TensorProto filter = graph.Graph.Initializer.Where(tensor => tensor.Dims.Count == 4).MaxBy(tensor => tensor.RawData.Length)!;
        byte[] numbers = filter.RawData.ToByteArray();
        MemoryMarshal.Cast<byte, float>(numbers.AsSpan())[1000] += 0.01f;
        filter.RawData = ByteString.CopyFrom(numbers);
        OnnxFile.Write(path, graph);
    }
}

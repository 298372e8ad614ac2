using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Format;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Core.Tests.Onnx;

public sealed class GraphBuilderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sdcom-onnx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_written_model_is_read_back_equal()
    {
        ModelProto model = Small();
        string path = Path.Combine(folder, "small.onnx");
        OnnxFile.Write(path, model);

        ModelProto read = OnnxFile.Read(path);
        Assert.Equal(model, read);
        Assert.Equal(["Gemm", "Clip"], read.Graph.Node.Select(n => n.OpType));
        Assert.Equal("float y [1, 2]", Assert.Single(read.Graph.Output).Describe());
        Assert.Equal([1f, 2, 3, 4, 5, 6], read.Graph.Initializer("w").Values);
        Assert.Equal("7", read.Metadata("run"));
    }

    [Fact]
    public void The_header_is_that_of_the_public_format()
    {
        // Field 1 (ir_version, varint) = 8; field 2 (producer_name, bytes).
        byte[] bytes = File.ReadAllBytes(Write(Small()));
        Assert.Equal([0x08, 8, 0x12, 10], bytes[..4]);
        Assert.Equal("SdCom.Edge"u8, bytes.AsSpan(4, 10));
    }

    [Fact]
    public void An_attribute_of_zero_is_written_because_readers_ask_for_its_presence()
    {
        GraphBuilder graph = new("zero");
        Value x = graph.Input("x", DataType.Float, 2, 3);
        graph.Output(graph.Concat(0, [x, x], "y"), 4, 3);
        AttributeProto axis = Assert.Single(OnnxFile.Read(Write(graph.Build())).Graph.Node[0].Attribute);
        Assert.True(axis.HasI);
        Assert.Equal(0, axis.I);
    }

    [Fact]
    public void A_name_used_twice_or_never_made_is_refused()
    {
        GraphBuilder graph = new("names");
        Value x = graph.Input("x", DataType.Float, 1);
        Assert.Throws<ArgumentException>(() => graph.Input("x", DataType.Float, 1));
        Assert.Contains("ghost", Assert.Throws<ArgumentException>(() => graph.Add(x, new Value("ghost"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_onnx_is_refused_with_its_name()
    {
        string path = Path.Combine(folder, "cut.onnx");
        byte[] whole = File.ReadAllBytes(Write(Small()));
        foreach (byte[] bytes in new[] { [], whole[..(whole.Length / 2)], "hello, world"u8.ToArray() })
        {
            File.WriteAllBytes(path, bytes);
            Assert.Contains("cut.onnx", Assert.Throws<InputException>(() => OnnxFile.Read(path)).Message, StringComparison.Ordinal);
        }
    }

    private static ModelProto Small()
    {
        GraphBuilder graph = new("small");
        graph.Metadata("run", "7");
        Value x = graph.Input("x", DataType.Float, 1, 3);
        Value w = graph.Initializer("w", [2, 3], [1, 2, 3, 4, 5, 6]);
        Value b = graph.Initializer("b", [2], [0.5f, -0.5f]);
        graph.Output(graph.Clip(graph.Linear(x, w, b), 0, 6, "y"), 1, 2);
        return graph.Build();
    }

    private string Write(ModelProto model)
    {
        string path = Path.Combine(folder, "model.onnx");
        OnnxFile.Write(path, model);
        return path;
    }
}

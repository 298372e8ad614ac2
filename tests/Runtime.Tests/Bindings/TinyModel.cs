using System.Text;

namespace SdCom.Edge.Runtime.Tests.Bindings;

/// <summary>
/// An ONNX file written byte by byte: y = Relu(x W + b) with x [1, 3], W = [[1, 2], [3, 4], [5, 6]], b = [-1, -100], y [1, 2].
/// Field numbers are those of onnx.proto (ModelProto 7 graph, 8 opset_import; GraphProto 1 node, 5 initializer, 11 input, 12 output).
/// </summary>
internal static class TinyModel
{
    public static byte[] Bytes()
    {
        byte[] graph =
        [
            .. Message(1, Node("MatMul", ["x", "W"], "xW")),
            .. Message(1, Node("Add", ["xW", "b"], "sum")),
            .. Message(1, Node("Relu", ["sum"], "y")),
            .. Text(2, "tiny"),
            .. Message(5, Tensor("W", [3, 2], [1, 2, 3, 4, 5, 6])),
            .. Message(5, Tensor("b", [2], [-1, -100])),
            .. Message(11, ValueInfo("x", [1, 3])),
            .. Message(12, ValueInfo("y", [1, 2])),
        ];
        return [.. Number(1, 8), .. Message(7, graph), .. Message(8, [.. Number(2, 13)])];
    }

    private static byte[] Node(string op, string[] inputs, string output) =>
        [.. inputs.SelectMany(name => Text(1, name)), .. Text(2, output), .. Text(4, op)];

    // data_type 1 is float, raw_data little-endian.
    private static byte[] Tensor(string name, int[] dims, float[] values) =>
        [.. dims.SelectMany(d => Number(1, d)), .. Number(2, 1), .. Text(8, name), .. Message(9, [.. values.SelectMany(BitConverter.GetBytes)])];

    private static byte[] ValueInfo(string name, int[] dims)
    {
        byte[] shape = [.. dims.SelectMany(d => Message(1, Number(1, d)))];
        byte[] tensorType = [.. Number(1, 1), .. Message(2, shape)];
        return [.. Text(1, name), .. Message(2, Message(1, tensorType))];
    }

    private static byte[] Number(int field, int value) => [(byte)(field << 3), .. Varint(value)];

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, byte[] body) => [(byte)((field << 3) | 2), .. Varint(body.Length), .. body];

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value > 127; value >>= 7)
            yield return (byte)(value | 128);
        yield return (byte)value;
    }
}

using SdCom.Edge.Onnx.Format;
using SdCom.Edge.Runtime.Inference.SharedWeights;

namespace SdCom.Edge.Runtime.Tests.Inference.SharedWeights;

public class WireTests
{
    [Fact]
    public void The_protobuf_library_reads_what_is_written()
    {
        byte[] written = GraphValues.Tensor<float>("w", OnnxFields.Float, [2, 300], [1.5f]).Written.ToArray();
        TensorProto tensor = TensorProto.Parser.ParseFrom(written);
        Assert.Equal(("w", (int)TensorProto.Types.DataType.Float), (tensor.Name, tensor.DataType));
        Assert.Equal([2L, 300L], tensor.Dims);
        Assert.Equal(BitConverter.GetBytes(1.5f), tensor.RawData.ToByteArray());

        NodeProto node = NodeProto.Parser.ParseFrom(GraphValues.Node("d", "Conv", "n", ["x", "", "b", "", ""], "y").Attribute("group", 7).Attribute("pads", 1, 2).Written);
        Assert.Equal(["x", "", "b"], node.Input);
        Assert.Equal(7, node.Attribute[0].I);
        Assert.Equal([1L, 2L], node.Attribute[1].Ints);
        Assert.Equal([AttributeProto.Types.AttributeType.Int, AttributeProto.Types.AttributeType.Ints], node.Attribute.Select(attribute => attribute.Type));
    }

    [Fact]
    public void A_message_that_ends_too_early_is_refused()
    {
        byte[] whole = new WireWriter().Text(1, "hello").Number(2, 1 << 20).Written.ToArray();
        for (int length = 0; length <= whole.Length; length++)
        {
            byte[] cut = whole[..length];
            if (length is 0 or 7 || length == whole.Length)
                ReadAll(cut);
            else
                Assert.Throws<InvalidDataException>(() => ReadAll(cut));
        }

        static void ReadAll(byte[] message)
        {
            WireReader reader = new(message);
            while (reader.Next())
            {
            }
        }
    }
}

using SdCom.Edge.Onnx.Format;

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>
/// Recognises how a graph makes numbers of a picture's bytes, x / a - b. Those bytes are quantised already: scale 1/a, zero at a x b. For our pictures, x / 127.5 - 1,
/// zero lies between two levels, at 127.5; the half level that is missing goes to the bias of the convolution that reads them.
/// </summary>
internal static class PictureScale
{
    /// <summary>The uint8 value behind a node that ends such a chain, its levels, and the picture of which it is the planes (null if it is no transposed input); null for any other node.</summary>
    public static (string Bytes, ByteScale Scale, PictureBytes? Picture)? Of(NodeProto node, GraphLookup graph)
    {
        if (node.OpType != "Sub" || graph.Number(node.Input[1]) is not { } subtracted
            || graph.Maker(node.Input[0], "Div") is not { } div || graph.Number(div.Input[1]) is not { } divisor || !(divisor > 0)
            || graph.Maker(div.Input[0], "Cast") is not { } cast)
        {
            return null;
        }

        double zero = (double)divisor * subtracted;
        if (zero is < 0 or > byte.MaxValue)
            return null;
        double level = Math.Round(zero);
        return (cast.Input[0], new ByteScale((float)(1.0 / divisor), (byte)level, (float)((level - zero) / divisor)), PictureBytes.Behind(cast.Input[0], graph));
    }
}

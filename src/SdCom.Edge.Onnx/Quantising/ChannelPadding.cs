using System.Runtime.InteropServices;
using Google.Protobuf;
using SdCom.Edge.Onnx.Format;

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>
/// Widens what convolutions make to a multiple of sixteen channels by filters of zeros: integer kernels take sixteen at once, and slower ways for other numbers. Nothing
/// that was there changes; what is added is zero, and read by weights of zero. A quarter-width MobileNetV2 (8, 24, 40 channels) ran a sixth faster so.
/// </summary>
internal static class ChannelPadding
{
    private const int Multiple = 16;

    /// <summary>The model with wider inner values; inputs and outputs keep their shapes.</summary>
    public static ModelProto Apply(ModelProto model)
    {
        ModelProto result = model.Clone();
        GraphLookup lookup = new(model.Graph);
        Dictionary<string, TensorProto> stored = result.Graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Dictionary<string, int> channels = new(StringComparer.Ordinal); // of what convolutions make, and of what is made of that channel by channel
        foreach (NodeProto node in result.Graph.Node)
        {
            if (node.OpType == "Conv" && lookup.Floats(node.Input[1]) is { } weights && node.Input.Count == 3 && lookup.Floats(node.Input[2]) is { } bias)
            {
                TensorProto filters = stored[node.Input[1]];
                int outputs = (int)filters.Dims[0], inputs = (int)filters.Dims[1], window = (int)(filters.Dims[2] * filters.Dims[3]);
                int read = inputs, made = outputs;
                if (IsOfEachChannel(node, lookup))
                {
                    made = channels.GetValueOrDefault(node.Input[0], outputs);
                    node.Attribute.First(attribute => attribute.Name == "group").I = made;
                }
                else
                {
                    read = channels.GetValueOrDefault(node.Input[0], inputs);
                    made = CanWiden(node.Output[0], lookup) ? Wide(outputs) : outputs;
                }

                channels[node.Output[0]] = made;
                Put(filters, Widen(weights, outputs, inputs, window, made, read), made, read);
                Put(stored[node.Input[2]], Widen(bias, outputs, 1, 1, made, 1), made);
            }
            else if (KeepsChannels(node, lookup) && channels.TryGetValue(node.Input[0], out int same))
            {
                channels[node.Output[0]] = same;
            }
        }

        return result;
    }

    private static int Wide(int channels) => (channels + Multiple - 1) / Multiple * Multiple;

    // Whether a value may be widened with all that have its channels: what activations, sums and convolutions of each channel by itself make of it, and what is added to it.
    // Convolutions over all channels have to make these and to take them.
    private static bool CanWiden(string made, GraphLookup lookup)
    {
        HashSet<string> alike = new(StringComparer.Ordinal);
        return Reach(made);

        bool Reach(string value) => !alike.Add(value) || (lookup.Maker(value) is { } maker && CanGive(maker) && lookup.OnlyFeeds(value, CanTake));

        bool CanGive(NodeProto node) => IsOverAll(node, lookup) || (KeepsChannels(node, lookup) && node.Input.Take(node.OpType == "Add" ? 2 : 1).All(Reach));

        bool CanTake(NodeProto node) => IsOverAll(node, lookup) || (KeepsChannels(node, lookup) && Reach(node.Output[0]));
    }

    private static bool KeepsChannels(NodeProto node, GraphLookup lookup) => node.OpType is "Clip" or "Relu" or "Add" || IsOfEachChannel(node, lookup);

    private static bool IsOverAll(NodeProto node, GraphLookup lookup) => node.OpType == "Conv" && ConvShape.Groups(node) == 1 && lookup.Floats(node.Input[1]) is not null;

    private static bool IsOfEachChannel(NodeProto node, GraphLookup lookup) =>
        node.OpType == "Conv" && ConvShape.Groups(node) is > 1 and { } groups && lookup.Stored(node.Input[1]) is { } filters && filters.Dims[0] == groups && filters.Dims[1] == 1;

    private static float[] Widen(float[] weights, int outputs, int inputs, int window, int made, int read)
    {
        float[] wide = new float[made * read * window];
        for (int o = 0; o < outputs; o++)
            weights.AsSpan(o * inputs * window, inputs * window).CopyTo(wide.AsSpan(o * read * window));
        return wide;
    }

    private static void Put(TensorProto tensor, float[] values, params ReadOnlySpan<int> first)
    {
        for (int i = 0; i < first.Length; i++)
            tensor.Dims[i] = first[i];
        tensor.FloatData.Clear();
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values));
    }
}

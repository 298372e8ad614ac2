using SdCom.Edge.Onnx.Format;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>
/// Writes a float32 graph anew in 8 bits, in ONNX's QDQ form (a DequantizeLinear before and a QuantizeLinear after every operator, which engines fuse into
/// integer kernels): convolutions with uint8 inputs and int8 filters, the residual sums between them, what only moves their numbers (pools, slices,
/// concatenations), the average over space, and the linear layers that read bytes, which are the gate's before its recurrent state. Everything else, such as
/// that state, the gate's scores and the fusion, stays float32. Inputs and outputs keep names and types. Channels are padded and the picture taken in blocks
/// where that suits the engines' kernels (<see cref="ChannelPadding"/>, <see cref="PictureBlocks"/>).
/// </summary>
public sealed class QdqRewriter
{
    private readonly GraphLookup source;
    private readonly GraphEdit target;
    private readonly Func<string, ActivationFacts> factsOf;
    private readonly Dictionary<string, Quantised> quantised = new(StringComparer.Ordinal);
    private readonly HashSet<string> floats = new(StringComparer.Ordinal); // values that the new graph has in float32
    private readonly Dictionary<string, FoldedPool> folded = new(StringComparer.Ordinal);
    private readonly HashSet<NodeProto> absorbed = new(ReferenceEqualityComparer.Instance);
    private int dequantised;

    private QdqRewriter(GraphProto graph, Func<string, ActivationFacts> factsOf)
    {
        source = new GraphLookup(graph);
        target = new GraphEdit(graph);
        this.factsOf = factsOf;
        floats.UnionWith(graph.Input.Select(input => input.Name));
    }

    /// <summary>Rewrites a model.</summary>
    /// <param name="model">A float32 model; it is not changed.</param>
    /// <param name="factsOf">What was seen of a value, asked for each of <see cref="ValuesToCalibrate"/>.</param>
    public static ModelProto Rewrite(ModelProto model, Func<string, ActivationFacts> factsOf)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(factsOf);
        ModelProto result = ChannelPadding.Apply(model);
        QdqRewriter rewriter = new(result.Graph, factsOf);
        foreach (NodeProto node in result.Graph.Node)
            rewriter.Take(node);
        rewriter.GiveOutputs(result.Graph);
        rewriter.target.Prune();
        result.Graph = rewriter.target.Graph;
        result.MetadataProps.Add(new StringStringEntryProto { Key = "precision", Value = "int8" });
        return result;
    }

    /// <summary>The values that <see cref="Rewrite"/> will ask about, in running order.</summary>
    public static IReadOnlyList<string> ValuesToCalibrate(ModelProto model)
    {
        List<string> names = [];
        Rewrite(model, name =>
        {
            names.Add(name);
            return new ActivationFacts(new ValueRange(0, 1), []);
        });
        return [.. names.Distinct()];
    }

    private void Take(NodeProto node)
    {
        if (absorbed.Contains(node))
            return;
        switch (node.OpType)
        {
            case "Conv" when source.Floats(node.Input[1]) is { } weights && node.Input.Count == 3 && source.Floats(node.Input[2]) is { } bias:
                TakeConv(node, weights, bias);
                break;
            case "Add" when node.Input.All(quantised.ContainsKey):
                QuantiseResult(node, [.. node.Input.Select(Dequantise)]);
                break;
            case "AveragePool" when quantised.ContainsKey(node.Input[0]) && FoldedPool.Of(node, source) is { } mean:
                folded[node.Output[0]] = mean;
                break;
            case "AveragePool" when quantised.TryGetValue(node.Input[0], out Quantised pooled):
                Move(node, pooled, target.Copy(node, node.Output[0] + ".mean", [Dequantise(node.Input[0])]), quantise: true);
                break;
            case "GlobalAveragePool" when quantised.ContainsKey(node.Input[0]):
                QuantiseResult(node, [Dequantise(node.Input[0])]);
                break;
            case "Gemm" when quantised.ContainsKey(node.Input[0]) && IsLinear(node) && source.Floats(node.Input[1]) is { } weights && source.Floats(node.Input[2]) is { } bias:
                TakeLinear(node, weights, bias);
                break;
            case "MaxPool" or "Slice" or "Flatten" when quantised.TryGetValue(node.Input[0], out Quantised moved):
                Move(node, moved, target.Copy(node, node.Output[0] + ".bytes", [moved.Bytes, .. node.Input.Skip(1).Select(Float)]), quantise: false);
                break;
            case "Concat" when node.Input.FirstOrDefault(quantised.ContainsKey) is { } first:
                // All parts in the levels of one: the others are the same value's numbers of another time.
                Quantised common = quantised[first];
                Move(node, common, target.Copy(node, node.Output[0] + ".bytes", [.. node.Input.Select(part => BytesLike(part, common))]), quantise: false);
                break;
            default:
                TakeAsIs(node);
                if (PictureScale.Of(node, source) is { } picture)
                    quantised[node.Output[0]] = new Quantised(picture.Bytes, node.Output[0], picture.Scale, picture.Picture);
                break;
        }
    }

    private void TakeConv(NodeProto node, float[] weights, float[] bias)
    {
        string read = node.Input[0];
        long[] shape = [.. source.Stored(node.Input[1])!.Dims];
        float[] means = [.. factsOf(read).ChannelMeans]; // a mean over windows before it changes none of them
        if (means.Length > 0)
            Array.Resize(ref means, (int)(shape[1] * ConvShape.Groups(node))); // channels that padding added are zero
        ConvShape? conv = ConvShape.Of(node, weights, shape);
        if (folded.TryGetValue(read, out FoldedPool? pool))
        {
            conv = pool.Apply(conv!);
            read = pool.Input;
            (node, weights, shape) = (conv.Put(node), conv.Weights, [bias.Length, conv.Inputs, conv.Kernel, conv.Kernel]);
        }

        Quantised input = QuantisedForm(read);
        PictureBlocks? blocks = conv is not null && input.Picture is { } picture ? PictureBlocks.Of(conv, picture.Side) : null;
        if (blocks is not null)
        {
            input = input with { Bytes = InBlocks(input.Picture!) };
            (node, weights, shape) = (conv!.Put(node, blocks), blocks.Weights, [blocks.Pixels * bias.Length, PictureBlocks.Channels, conv.Kernel, blocks.Blocks]);
            (bias, means) = (Repeat(bias, blocks.Pixels), Repeat(means, PictureBlocks.Size));
        }

        QuantisedFilters filters = QuantisedFilters.Create(weights, bias, input.Scale, means, (int)(shape[2] * shape[3]));
        string result = QuantiseResult(node, [Dequantise(input, read), .. Store(node, shape, filters, input.Scale)]);
        if (blocks is { Pixels: > 1 })
            quantised[result] = quantised[result] with { Bytes = BesideEachOther(quantised[result].Bytes, bias.Length / blocks.Pixels, conv!.OutputSide(input.Picture!.Side)) };
    }

    // A layer [outputs, inputs]. Its result stays float32 where no ReLU follows: what comes then, such as a recurrent state, keeps its digits.
    private void TakeLinear(NodeProto node, float[] weights, float[] bias)
    {
        string read = node.Input[0];
        ByteScale scale = quantised[read].Scale;
        QuantisedFilters filters = QuantisedFilters.Create(weights, bias, scale, [.. factsOf(read).ChannelMeans]);
        string[] inputs = [Dequantise(read), .. Store(node, [.. source.Stored(node.Input[1])!.Dims], filters, scale)];
        if (source.Activation(node.Output[0]) is not null)
            QuantiseResult(node, inputs);
        else
            floats.Add(target.Copy(node, node.Output[0], inputs));
    }

    // x W^T + b, as the exporter writes it.
    private static bool IsLinear(NodeProto node) => node.Input.Count == 3 && node.Attribute.All(attribute => attribute is { Name: "transB", I: 1 });

    // The names of a node's filters and bias, stored as whole numbers.
    private string[] Store(NodeProto node, long[] shape, QuantisedFilters filters, ByteScale input)
    {
        (string weights, string bias) = (node.Input[1], node.Input[2]);
        long[] perChannel = [filters.Bias.Length];
        return
        [
            Dequantise(
                $"{weights}.float",
                target.Numbers<sbyte>($"{weights}.int8", DataType.Int8, shape, filters.Weights),
                target.Numbers<float>($"{weights}.scale", DataType.Float, perChannel, filters.Scales),
                target.Numbers<sbyte>($"{weights}.zero", DataType.Int8, perChannel, new sbyte[filters.Bias.Length])),
            Dequantise(
                $"{bias}.float",
                target.Numbers<int>($"{bias}.int32", DataType.Int32, perChannel, filters.Bias),
                target.Numbers<float>($"{bias}.scale", DataType.Float, perChannel, [.. filters.Scales.Select(scale => input.Scale * scale)]),
                target.Numbers<int>($"{bias}.zero", DataType.Int32, perChannel, new int[filters.Bias.Length])),
        ];
    }

    // The picture as [1, 12, side, side / 4]; its bytes stay where they are.
    private string InBlocks(PictureBytes picture)
    {
        string name = $"{picture.Name}.blocks";
        return target.Makes(name) ? name : target.Transpose(name, target.Reshape($"{name}.rows", picture.Name, 1, picture.Side, picture.Side / PictureBlocks.Size, PictureBlocks.Channels), 0, 3, 1, 2);
    }

    // [1, pixels x channels, side, side / pixels] to [1, channels, side, side]; where engines keep channels last, nothing is moved.
    private string BesideEachOther(string bytes, int channels, int side)
    {
        string rows = target.Transpose($"{bytes}.last", bytes, 0, 2, 3, 1);
        return target.Transpose($"{bytes}.pixels", target.Reshape($"{bytes}.rows", rows, 1, side, side, channels), 0, 3, 1, 2);
    }

    private static float[] Repeat(float[] values, int times) => [.. Enumerable.Repeat(values, times).SelectMany(copy => copy)];

    // The node's result, or its ReLU's, becomes bytes; returns its name.
    private string QuantiseResult(NodeProto node, string[] inputs)
    {
        string value = node.Output[0];
        float high = float.PositiveInfinity;
        bool positive = false;
        if (source.Activation(value) is { } activation)
        {
            absorbed.Add(activation.Node);
            (value, high, positive) = (activation.Node.Output[0], activation.High, true);
        }

        ValueRange range = factsOf(value).Range;
        ByteScale scale = ByteScale.Covering(positive ? new ValueRange(0, Math.Clamp(range.High, 0, high)) : range);
        string raw = target.Copy(node, $"{value}.raw", inputs);
        quantised[value] = Quantise(value, raw, scale);
        return value;
    }

    // A result in its input's levels.
    private void Move(NodeProto node, Quantised like, string made, bool quantise)
    {
        string value = node.Output[0];
        quantised[value] = quantise
            ? like with { Bytes = target.Node("QuantizeLinear", $"{value}.bytes", made, ScaleName(like), ZeroName(like)) }
            : like with { Bytes = made };
    }

    // Outputs that became bytes are given in float32 by their old names.
    private void GiveOutputs(GraphProto graph)
    {
        foreach (string name in graph.Output.Select(output => output.Name).Where(name => !floats.Contains(name) && quantised.ContainsKey(name)))
            target.Node("DequantizeLinear", name, quantised[name].Bytes, ScaleName(quantised[name]), ZeroName(quantised[name]));
    }

    private void TakeAsIs(NodeProto node)
    {
        NodeProto copy = node.Clone();
        for (int i = 0; i < copy.Input.Count; i++)
            copy.Input[i] = Float(copy.Input[i]);
        target.Graph.Node.Add(copy);
        floats.UnionWith(copy.Output);
    }

    // A value in float32: as it is, or made of its bytes.
    private string Float(string value)
    {
        if (source.Stored(value) is { } tensor)
            target.Keep(tensor);
        if (floats.Contains(value) || !quantised.TryGetValue(value, out Quantised form))
            return value;
        string real = Dequantise(value);
        return form.Scale.Offset == 0 ? real : target.Node("Add", $"{real}.moved", real, target.Numbers<float>($"{form.Levels}.offset", DataType.Float, [], [form.Scale.Offset]));
    }

    private Quantised QuantisedForm(string value)
    {
        if (!quantised.TryGetValue(value, out Quantised form))
            quantised[value] = form = Quantise(value, Float(value), ByteScale.Covering(factsOf(value).Range));
        return form;
    }

    private string BytesLike(string value, Quantised like) => quantised.TryGetValue(value, out Quantised form) && form.Levels == like.Levels
        ? form.Bytes
        : target.Node("QuantizeLinear", $"{value}.as.{like.Levels}", Float(value), ScaleName(like), ZeroName(like));

    private Quantised Quantise(string value, string real, ByteScale scale)
    {
        Quantised form = new($"{value}.bytes", value, scale);
        target.Node("QuantizeLinear", form.Bytes, real, ScaleName(form), ZeroName(form));
        return form;
    }

    // One for each reader: engines fuse a DequantizeLinear only into its single reader.
    private string Dequantise(string value) => Dequantise(quantised[value], value);

    private string Dequantise(Quantised form, string value) => target.Node("DequantizeLinear", $"{value}.real{dequantised++}", form.Bytes, ScaleName(form), ZeroName(form));

    private string Dequantise(string name, string bytes, string scale, string zero)
    {
        string result = target.Node("DequantizeLinear", name, bytes, scale, zero);
        target.Graph.Node[^1].Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 0 });
        return result;
    }

    private string ScaleName(Quantised form) => target.Numbers<float>($"{form.Levels}.scale", DataType.Float, [], [form.Scale.Scale]);

    private string ZeroName(Quantised form) => target.Numbers<byte>($"{form.Levels}.zero", DataType.Uint8, [], [form.Scale.Zero]);

    /// <summary>A value as bytes.</summary>
    /// <param name="Bytes">The name of the uint8 value.</param>
    /// <param name="Levels">The value whose calibration gave the levels; names scale and zero.</param>
    /// <param name="Scale">What the bytes stand for.</param>
    /// <param name="Picture">The picture that the value holds, or null.</param>
    private readonly record struct Quantised(string Bytes, string Levels, ByteScale Scale, PictureBytes? Picture = null);
}

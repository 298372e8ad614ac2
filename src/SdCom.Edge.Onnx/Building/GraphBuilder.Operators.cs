using SdCom.Edge.Onnx.Format;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx;

/// <summary>The operators that our networks are made of. Where a name is given it names the result; otherwise one is made up.</summary>
public sealed partial class GraphBuilder
{
    /// <summary>Convolution of x [N, C, H, W] with weight [M, C/groups, k, k] and bias [M]; the padding before is top and left, the padding after bottom and right.</summary>
    public Value Conv(Value x, Value weight, Value bias, int kernel, int stride, (int Before, int After) pads, int groups, string? name = null) =>
        Node("Conv", name, [x, weight, bias], Window("kernel_shape", kernel), Window("strides", stride), Pads(pads), Attribute("group", (long)groups));

    /// <summary>Maximum over windows; padding never wins.</summary>
    public Value MaxPool(Value x, int kernel, int stride, (int Before, int After) pads, string? name = null) =>
        Node("MaxPool", name, [x], Window("kernel_shape", kernel), Window("strides", stride), Pads(pads));

    /// <summary>Mean over windows without padding.</summary>
    public Value AveragePool(Value x, int kernel, int stride, string? name = null) =>
        Node("AveragePool", name, [x], Window("kernel_shape", kernel), Window("strides", stride));

    /// <summary>[N, C, H, W] to [N, C, 1, 1].</summary>
    public Value GlobalAveragePool(Value x, string? name = null) => Node("GlobalAveragePool", name, [x]);

    /// <summary>Linear layer in PyTorch's layout: x [N, inputs], weight [outputs, inputs], bias [outputs].</summary>
    public Value Linear(Value x, Value weight, Value bias, string? name = null) => Node("Gemm", name, [x, weight, bias], Attribute("transB", 1L));

    /// <summary>Normalises over the last axis, then scales and shifts.</summary>
    public Value LayerNormalization(Value x, Value scale, Value shift, float epsilon, string? name = null) =>
        Node("LayerNormalization", name, [x, scale, shift], Attribute("axis", -1L), Attribute("epsilon", epsilon));

    public Value Relu(Value x, string? name = null) => Node("Relu", name, [x]);

    /// <summary>Limits x to a range; ReLU6 is 0 to 6.</summary>
    public Value Clip(Value x, float low, float high, string? name = null) => Node("Clip", name, [x, Scalar(low), Scalar(high)]);

    /// <summary>x, but at least <paramref name="low"/>.</summary>
    public Value Max(Value x, float low, string? name = null) => Node("Max", name, [x, Scalar(low)]);

    public Value Sqrt(Value x, string? name = null) => Node("Sqrt", name, [x]);

    public Value Sigmoid(Value x, string? name = null) => Node("Sigmoid", name, [x]);

    public Value Tanh(Value x, string? name = null) => Node("Tanh", name, [x]);

    public Value Add(Value a, Value b, string? name = null) => Node("Add", name, [a, b]);

    public Value Sub(Value a, Value b, string? name = null) => Node("Sub", name, [a, b]);

    public Value Sub(Value a, float b, string? name = null) => Node("Sub", name, [a, Scalar(b)]);

    public Value Mul(Value a, Value b, string? name = null) => Node("Mul", name, [a, b]);

    public Value Mul(Value a, float b, string? name = null) => Node("Mul", name, [a, Scalar(b)]);

    public Value Div(Value a, Value b, string? name = null) => Node("Div", name, [a, b]);

    public Value Div(Value a, float b, string? name = null) => Node("Div", name, [a, Scalar(b)]);

    public Value Cast(Value x, DataType type, string? name = null) => Node("Cast", name, [x], Attribute("to", (long)type));

    public Value Transpose(Value x, ReadOnlySpan<long> permutation, string? name = null) => Node("Transpose", name, [x], Attribute("perm", permutation));

    public Value Concat(int axis, ReadOnlySpan<Value> parts, string? name = null) => Node("Concat", name, parts, Attribute("axis", (long)axis));

    /// <summary>All axes from the second on become one.</summary>
    public Value Flatten(Value x, string? name = null) => Node("Flatten", name, [x], Attribute("axis", 1L));

    public Value Reshape(Value x, ReadOnlySpan<long> shape, string? name = null) => Node("Reshape", name, [x, Integers(Argument("shape"), shape)]);

    /// <summary>Elements start (included) to end (excluded) of one axis.</summary>
    public Value Slice(Value x, int axis, int start, int end, string? name = null) =>
        Node("Slice", name, [x, Integers(Argument("start"), start), Integers(Argument("end"), end), Integers(Argument("axis"), axis)]);

    /// <summary>Appends zeros to every row of x [N, C].</summary>
    public Value PadEnd(Value x, int zeros, string? name = null) => Node("Pad", name, [x, Integers(Argument("pads"), 0, 0, 0, zeros)]);

    /// <summary>Cuts one axis into equal parts.</summary>
    public Value[] Split(Value x, int axis, int parts)
    {
        string name = Unique(Argument("Split"));
        NodeProto node = Add("Split", name, [x], [Attribute("axis", (long)axis)]);
        Value[] values = new Value[parts];
        for (int i = 0; i < parts; i++)
        {
            values[i] = new Value(Unique($"{name}.{i}"));
            node.Output.Add(values[i].Name);
        }

        return values;
    }

    /// <summary>Maximum over one axis, which stays with length 1.</summary>
    public Value ReduceMax(Value x, int axis, string? name = null) => Node("ReduceMax", name, [x], Attribute("axes", [axis]), Attribute("keepdims", 1L));

    /// <summary>Mean over one axis, which stays with length 1.</summary>
    public Value ReduceMean(Value x, int axis, string? name = null) => Node("ReduceMean", name, [x], Attribute("axes", [axis]), Attribute("keepdims", 1L));

    /// <summary>Mean over several axes, which stay with length 1.</summary>
    public Value ReduceMean(Value x, ReadOnlySpan<long> axes, string? name = null) => Node("ReduceMean", name, [x], Attribute("axes", axes), Attribute("keepdims", 1L));

    private string Argument(string what) => $"{what}_{model.Graph.Node.Count}";

    private static AttributeProto Window(string name, int size) => Attribute(name, [size, size]);

    private static AttributeProto Pads((int Before, int After) pads) => Attribute("pads", [pads.Before, pads.Before, pads.After, pads.After]);
}

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>Field numbers of the public ONNX format (onnx.proto) that reading and rewriting graphs takes.</summary>
internal static class OnnxFields
{
    public const int ModelIrVersion = 1, ModelGraph = 7, ModelOperatorSet = 8;
    public const int OperatorSetDomain = 1, OperatorSetVersion = 2;
    public const int GraphNode = 1, GraphName = 2, GraphInitializer = 5, GraphInput = 11, GraphOutput = 12;
    public const int NodeInput = 1, NodeOutput = 2, NodeName = 3, NodeOperation = 4, NodeAttribute = 5, NodeDomain = 7;
    public const int AttributeName = 1, AttributeInteger = 3, AttributeIntegers = 8, AttributeType = 20;
    public const int TensorShape = 1, TensorType = 2, TensorName = 8, TensorRaw = 9;
    public const int ValueName = 1, ValueType = 2, TypeTensor = 1, TensorElementType = 1, TensorTypeShape = 2, ShapeDimension = 1, DimensionValue = 1;

    /// <summary>Values of <see cref="TensorType"/>.</summary>
    public const int Float = 1, Int64 = 7;

    /// <summary>Values of <see cref="AttributeType"/>.</summary>
    public const int Integer = 2, Integers = 7;
}

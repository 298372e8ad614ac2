namespace SdCom.Edge.Onnx;

/// <summary>A tensor in a graph under construction: an input, an initializer or a node's result.</summary>
public readonly record struct Value(string Name);

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>The numbers that a value of a graph is allowed to take once it is quantised; what lies outside is clipped.</summary>
public readonly record struct ValueRange(float Low, float High);

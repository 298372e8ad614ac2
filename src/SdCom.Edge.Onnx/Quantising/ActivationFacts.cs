namespace SdCom.Edge.Onnx.Quantising;

/// <summary>What calibration says of a value of a graph.</summary>
/// <param name="Range">The numbers that it may take once it is quantised.</param>
/// <param name="ChannelMeans">The mean of each of its channels; empty when they are not known.</param>
public sealed record ActivationFacts(ValueRange Range, IReadOnlyList<float> ChannelMeans);

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>A graph's input of a picture's bytes, [1, side, side, 3].</summary>
/// <param name="Name">The input.</param>
/// <param name="Side">In pixels.</param>
internal sealed record PictureBytes(string Name, int Side)
{
    /// <summary>The picture whose planes, [1, 3, side, side], a value holds; null for any other value.</summary>
    public static PictureBytes? Behind(string planes, GraphLookup graph) =>
        graph.Maker(planes, "Transpose") is { } transpose && ConvShape.Numbers(transpose, "perm") is [0, 3, 1, 2] && graph.InputShape(transpose.Input[0]) is [1, var height, var width, 3] && height == width
            ? new PictureBytes(transpose.Input[0], (int)width)
            : null;
}

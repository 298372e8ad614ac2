namespace SdCom.Edge.Core.Packages;

/// <summary>The names of the files in a model package.</summary>
public static class ModelFiles
{
    public const string Manifest = "manifest.json";

    /// <summary>Image and gate state in; primary feature, gate scores and next gate state out.</summary>
    public const string Static = "static.onnx";

    /// <summary>Features and window in; logits and next window out.</summary>
    public const string Fusion = "fusion.onnx";

    /// <summary>The classes, one a line, in the manifest's order.</summary>
    public const string Labels = "labels.txt";

    /// <summary>Data, recipe, measured numbers and limits, for people.</summary>
    public const string Card = "MODEL_CARD.md";

    /// <summary>Image in, supplementary feature out; one file for each width but skip, such as <c>dynamic-w025.onnx</c>.</summary>
    public static string Dynamic(Width width) => $"dynamic-{width.FileTag}.onnx";

    /// <summary>Every graph that a model with these widths must have.</summary>
    public static IReadOnlyList<string> Graphs(WidthSet widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        return [Static, .. widths.NonZero.Select(Dynamic), Fusion];
    }
}

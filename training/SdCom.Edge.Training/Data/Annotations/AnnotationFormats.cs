using SdCom.Edge.Core;

namespace SdCom.Edge.Training.Data.Annotations;

/// <summary>The annotation formats by the names that recipes use.</summary>
public static class AnnotationFormats
{
    private static readonly IAnnotationFormat[] All =
    [
        new CsvAnnotations(), new FolderAnnotations(), new ActivityNetAnnotations(), new FcvidAnnotations(), new KineticsAnnotations(),
        new SomethingV1Annotations(), new SomethingV2Annotations(),
    ];

    /// <summary>The names, <c>csv</c> first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(f => f.Name)];

    /// <summary>Reads annotations in the named format.</summary>
    /// <exception cref="InputException">The format is unknown, or its files cannot be used.</exception>
    public static AnnotatedClips Read(string format, string annotations, string? media)
    {
        IAnnotationFormat reader = Array.Find(All, f => f.Name == format)
            ?? throw new InputException($"format must be one of {string.Join(", ", Names)}, got '{format}'.");
        AnnotatedClips read = reader.Read(annotations, media);
        if (read.Classes.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InputException($"{annotations}: the class '{twice.Key}' is named twice; keep one of them.");
        return read.Clips.Count > 0 ? read : throw new InputException($"{annotations}: has no labelled clip of the format {format}; is it the right file or folder?");
    }
}

using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Training.Data.Annotations;

/// <summary>What an annotation format says of a data set, in the same form for all of them.</summary>
/// <param name="Clips">Path (a video, or a folder of extracted frames), label, group and subset of each clip, in the files' order.</param>
/// <param name="Classes">Class names by label index.</param>
/// <param name="Folder">The folder that clips' names are relative to.</param>
public sealed record AnnotatedClips(IReadOnlyList<Clip> Clips, IReadOnlyList<string> Classes, string Folder)
{
    /// <summary>Frames a second of folders of extracted frames, which cannot say it themselves.</summary>
    public double FolderFramesPerSecond { get; init; } = 25;

    /// <summary>What the format holds that one label a clip cannot carry, in one line for people; null when nothing is lost.</summary>
    public string? Remark { get; init; }
}

/// <summary>Reads one annotation format.</summary>
public interface IAnnotationFormat
{
    /// <summary>What a recipe's <c>format</c> calls it.</summary>
    string Name { get; }

    /// <summary>Reads the annotations.</summary>
    /// <param name="annotations">The file or folder that the format begins with.</param>
    /// <param name="media">The folder of videos or extracted frames; null takes the one where the format has it.</param>
    /// <exception cref="Core.InputException">A file is missing, or a line or key makes no sense.</exception>
    AnnotatedClips Read(string annotations, string? media);
}

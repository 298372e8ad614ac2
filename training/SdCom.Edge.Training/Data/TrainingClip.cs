namespace SdCom.Edge.Training.Data;

/// <summary>One clip with its class.</summary>
/// <param name="Name">The path in the list, or the name of a rendered clip; what messages call it.</param>
/// <param name="Path">The video, or a folder of extracted frames; null for a rendered clip.</param>
/// <param name="Label">Index of the class.</param>
/// <param name="Group">Who or what was filmed: clips of a group stay on one side of a split.</param>
/// <param name="Seed">Decides how a rendered clip looks.</param>
/// <param name="FolderFramesPerSecond">Frames a second, used when the path is a folder.</param>
public sealed record TrainingClip(string Name, string? Path, int Label, string Group, ulong Seed = 0, double FolderFramesPerSecond = 25);

namespace SdCom.Edge.Training.Data.Checks;

/// <summary>What can be wrong with clips.</summary>
public enum FindingKind
{
    /// <summary>Missing, no video, or no frame decodes.</summary>
    Unreadable,

    /// <summary>A file of no bytes, or a folder without pictures.</summary>
    Empty,

    /// <summary>Fewer frames than the file promises.</summary>
    Truncated,

    /// <summary>Clips with the same pixels.</summary>
    Duplicate,

    /// <summary>Clips that look and move alike, such as one encoded twice.</summary>
    NearDuplicate,

    /// <summary>A group with clips in more than one subset: the test would measure what was trained on.</summary>
    Leak,
}

/// <summary>One thing that is wrong, in a line for people, and the clips that it is about.</summary>
public sealed record Finding(FindingKind Kind, string Detail, IReadOnlyList<string> Clips);

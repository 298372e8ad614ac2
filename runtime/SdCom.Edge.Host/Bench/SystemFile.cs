namespace SdCom.Edge.Host.Bench;

/// <summary>Reads the small files in which Linux tells about the machine. A file that is missing or may not be read is an ordinary state.</summary>
internal static class SystemFile
{
    /// <summary>The lines of a file under a root; none when it cannot be read.</summary>
    public static IReadOnlyList<string> Lines(string root, string relative)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(root, relative));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The first line, trimmed; null when there is none.</summary>
    public static string? FirstLine(string root, string relative) =>
        Lines(root, relative) is [{ } line, ..] && line.Trim('\0', ' ', '\t') is { Length: > 0 } text ? text : null;
}

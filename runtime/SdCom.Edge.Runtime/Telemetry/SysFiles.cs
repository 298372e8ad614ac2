using System.Globalization;

namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>Reads the kernel's small files under a root, which is <c>/</c> on a device and a recorded tree in tests. Nothing here throws: what cannot be read is null.</summary>
internal static class SysFiles
{
    /// <summary>The folders that match, in the order of their numbers; none when the parent is missing.</summary>
    public static IEnumerable<string> Folders(string parent, string pattern)
    {
        try
        {
            return [.. Directory.GetDirectories(parent, pattern).OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The files that match, by name; none when the folder is missing.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        try
        {
            return [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A file's text without surrounding space.</summary>
    public static string? Text(string path) => Text(path, out _);

    /// <summary>The same; <paramref name="problem"/> says why it is null.</summary>
    public static string? Text(string path, out string? problem)
    {
        try
        {
            problem = null;
            return File.ReadAllText(path).Trim().Trim('\0');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = failure is UnauthorizedAccessException ? $"{path} may not be read by this user" : $"{path} cannot be read";
            return null;
        }
    }

    /// <summary>A file's number.</summary>
    public static double? Number(string path) => Number(path, out _);

    /// <summary>The same; <paramref name="problem"/> says why it is null.</summary>
    public static double? Number(string path, out string? problem)
    {
        string? text = Text(path, out problem);
        if (text is null)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            return value;
        problem = $"{path} holds no number";
        return null;
    }
}

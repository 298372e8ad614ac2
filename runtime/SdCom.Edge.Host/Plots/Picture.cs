using SdCom.Edge.Core;

namespace SdCom.Edge.Host.Plots;

/// <summary>SVG files.</summary>
internal static class Picture
{
    /// <summary>Refuses a name that is none of an .svg file.</summary>
    public static void Check(string option, string? path)
    {
        if (path is not null && !path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"{option} must name an .svg file, got '{path}'.");
    }

    /// <summary>Writes a picture aside and puts it in its place.</summary>
    public static void Write(string option, string path, string svg)
    {
        string aside = path + ".partial";
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            File.WriteAllText(aside, svg);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} {path}: cannot be written: {problem.Message}; choose another place.", problem);
        }
    }
}

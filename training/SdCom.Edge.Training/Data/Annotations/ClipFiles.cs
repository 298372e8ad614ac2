namespace SdCom.Edge.Training.Data.Annotations;

/// <summary>Finds the file or folder that an annotation names without its extension.</summary>
internal static class ClipFiles
{
    /// <summary>Extensions of videos, the most usual first.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".mp4", ".webm", ".mkv", ".avi", ".mov", ".m4v", ".flv"];

    /// <summary>The first of the names under <paramref name="media"/> that is a video or a folder of frames; when none is, the first name as .mp4, which reading then reports as missing.</summary>
    public static string Find(string media, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            string path = Path.Combine(media, name);
            if (Directory.Exists(path) || (Path.HasExtension(name) && File.Exists(path)))
                return path;
            foreach (string extension in Extensions)
            {
                if (File.Exists(path + extension))
                    return path + extension;
            }
        }

        return Path.Combine(media, names[0] + (IsVideo(names[0]) ? "" : Extensions[0]));
    }

    /// <summary>Whether the name is a video's.</summary>
    public static bool IsVideo(string name) => Extensions.Contains(Path.GetExtension(name).ToLowerInvariant());
}

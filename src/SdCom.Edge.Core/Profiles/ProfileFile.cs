using System.Text.Encodings.Web;
using System.Text.Json;

namespace SdCom.Edge.Core.Profiles;

/// <summary>Writes device profiles.</summary>
public static class ProfileFile
{
    /// <summary>Writes a profile aside, reads it back as every verb will, and only then puts it in its place: what stood there is never half replaced.</summary>
    /// <exception cref="ProfileException">A value does not fit, or the file cannot be written; the message is one line.</exception>
    public static void Write(DeviceProfile profile, string path)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string aside = path + ".partial";
        JsonSerializerOptions readable = new(ProfileJson.Default.Options) { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            File.WriteAllText(aside, JsonSerializer.Serialize(profile, new ProfileJson(readable).DeviceProfile) + "\n");
            DeviceProfile.Load(aside);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ProfileException($"{path}: cannot be written: {problem.Message}; choose another place with --out.", problem);
        }
        finally
        {
            TryDelete(aside);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What could not be written cannot be left behind either.
        }
    }
}

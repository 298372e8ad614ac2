using System.Security.Cryptography;
using System.Text;
using SdCom.Edge.Core.Preprocessing;

namespace SdCom.Edge.Training.Data;

/// <summary>Names of what a clip or a list of clips decodes to: anything that changes the pictures changes the name.</summary>
internal static class ClipKeys
{
    // 1 was one file for a whole list. Raise it when decoding or preprocessing gives other pictures.
    private const int FormatVersion = 2;

    /// <summary>The name of a clip's pictures: the file and its state, or the scene; size, sampling and fit.</summary>
    public static string Of(TrainingClip clip, string className, int size, TimeSpan? interval, PictureFit fit)
    {
        string source = clip.Path is { } path ? $"{path}|{State(path)}|{(Directory.Exists(path) ? clip.FolderFramesPerSecond : 0)}" : $"synthetic|{className}|{clip.Seed}";
        return Hash(FormattableString.Invariant($"{FormatVersion}|{size}|{interval}|{source}{(fit == PictureFit.Crop ? "" : $"|{fit}")}")); // none for a crop: caches from before there was a fit stay good
    }

    /// <summary>The name of a list, by its clips' keys and what training is told of them.</summary>
    public static string OfList(IReadOnlyList<TrainingClip> clips, IReadOnlyList<string> keys, IReadOnlyList<string> classes)
    {
        StringBuilder text = new();
        text.AppendJoin(',', classes);
        for (int i = 0; i < clips.Count; i++)
            text.Append('\n').Append(keys[i]).Append('|').Append(clips[i].Name).Append('|').Append(clips[i].Label).Append('|').Append(clips[i].Group);
        return Hash(text.ToString());
    }

    private static string State(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        long bytes = info is FileInfo { Exists: true } file ? file.Length : -1;
        return FormattableString.Invariant($"{bytes}|{(info.Exists ? info.LastWriteTimeUtc.Ticks : 0)}");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}

using OpenCvSharp;
using SdCom.Edge.Core;

namespace SdCom.Edge.Training.Data;

/// <summary>A clip as a folder of extracted pictures, ordered by the number that ends their names: 00001.jpg or image_1.png.</summary>
internal static class FrameFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    /// <summary>The pictures' paths in order.</summary>
    public static string[] Frames(string folder) =>
    [
        .. Directory.EnumerateFiles(folder)
            .Where(f => Extensions.Contains(Path.GetExtension(f).ToLowerInvariant()))
            .OrderBy(Number).ThenBy(f => f, StringComparer.Ordinal),
    ];

    /// <summary>Gives every picture to the sink, <paramref name="period"/> apart; a picture that cannot be read spoils the clip.</summary>
    public static ClipReading Read(string folder, TimeSpan period, FrameSink sink)
    {
        string[] frames = Frames(folder);
        if (frames.Length == 0)
            throw new InputException($"{folder}: is a folder without pictures ({string.Join(", ", Extensions)}).");
        for (int i = 0; i < frames.Length; i++)
        {
            using Mat picture = Cv2.ImRead(frames[i]);
            if (picture.Empty())
                throw new InputException($"{frames[i]}: cannot be read as a picture; is it truncated?");
            ClipReader.Lend(picture, sink, period * i, period);
        }

        return new ClipReading(period, frames.Length, frames.Length);
    }

    private static long Number(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        int start = name.Length;
        while (start > 0 && char.IsAsciiDigit(name[start - 1]) && name.Length - start < 18)
            start--;
        return start < name.Length ? long.Parse(name.AsSpan(start), System.Globalization.CultureInfo.InvariantCulture) : -1;
    }
}

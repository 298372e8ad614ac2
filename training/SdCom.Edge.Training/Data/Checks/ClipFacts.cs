using System.Security.Cryptography;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Training.Data.Checks;

/// <summary>What reading one clip to its end found out.</summary>
/// <param name="Clip">The clip as the list has it.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Problem">Why it cannot be used, or is only in part; null when it is whole.</param>
/// <param name="Content">SHA-256 of all decoded pixels; null when none could be decoded.</param>
/// <param name="Signature">What it looks like, for finding copies that were encoded again.</param>
internal sealed record ClipFacts(Clip Clip, string Name, Finding? Problem, string? Content, ClipSignature? Signature)
{
    private const double MostOfThePromise = 0.9; // some containers only estimate how many frames they hold

    /// <summary>Reads a clip.</summary>
    public static ClipFacts Read(Clip clip, string name, double folderFramesPerSecond)
    {
        if (IsEmpty(clip.Path))
            return new ClipFacts(clip, name, new Finding(FindingKind.Empty, "holds nothing.", [name]), null, null);
        using IncrementalHash content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        SignatureBuilder signature = new();
        try
        {
            ClipReading reading = ClipReader.Read(
                new TrainingClip(name, clip.Path, 0, "", FolderFramesPerSecond: folderFramesPerSecond),
                "",
                (bgr, width, height, stride, _, _) =>
                {
                    for (int y = 0; y < height; y++)
                        content.AppendData(bgr.Slice(y * stride, width * 3));
                    signature.Add(bgr, width, height, stride);
                });
            Finding? problem = reading.Frames < MostOfThePromise * reading.Promised
                ? new Finding(FindingKind.Truncated, $"holds {reading.Frames} of the {reading.Promised} frames that it promises.", [name])
                : null;
            return new ClipFacts(clip, name, problem, Convert.ToHexString(content.GetHashAndReset()), signature.Build());
        }
        catch (Exception e) when (e is InputException or ArgumentException or OpenCvSharp.OpenCVException)
        {
            return new ClipFacts(clip, name, new Finding(FindingKind.Unreadable, e.Message.ReplaceLineEndings(" "), [name]), null, null);
        }
    }

    private static bool IsEmpty(string path) =>
        Directory.Exists(path) ? FrameFolder.Frames(path).Length == 0 : File.Exists(path) && new FileInfo(path).Length == 0;
}

using System.Globalization;
using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Clips;

/// <summary>A folder of clips that keeps to a size: the oldest go first. Only files that carry this program's names are ever deleted.</summary>
public sealed class ClipFolder
{
    private const string Pattern = "sdcom-*.mp4";
    private const string Unfinished = ".sdcom-*.writing.mp4";

    private readonly string folder;
    private readonly long quota;
    private readonly long reserve;
    private readonly Func<long> freeBytes;

    /// <param name="folder">It is made when it is missing.</param>
    /// <param name="quota">Bytes that all clips together may take.</param>
    /// <param name="reserve">Bytes that stay free on the disk.</param>
    /// <param name="freeBytes">How many are free; the disk's when left out.</param>
    /// <exception cref="InputException">The folder cannot be made or read.</exception>
    public ClipFolder(string folder, long quota, long reserve, Func<long>? freeBytes = null)
    {
        this.folder = folder;
        this.quota = quota;
        this.reserve = reserve;
        this.freeBytes = freeBytes ?? (() => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace);
        try
        {
            Directory.CreateDirectory(folder);
            foreach (string left in Directory.EnumerateFiles(folder, Unfinished))
                File.Delete(left); // of a run that was killed
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"clips: {folder}: {problem.Message}", problem);
        }
    }

    /// <summary>Makes room and names a new clip; names sort by time.</summary>
    /// <exception cref="DeliveryException">The disk is full, or the folder is gone.</exception>
    public string NewPath(DateTimeOffset at, string camera, string action)
    {
        MakeRoom();
        string stamp = at.UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        return Path.Combine(folder, $"sdcom-{stamp}-{Clean(camera)}-{Clean(action)}.mp4");
    }

    /// <summary>Deletes the oldest clips until the rest keeps to the quota and the disk has its reserve.</summary>
    /// <exception cref="DeliveryException">The disk is full of other things, or the folder is gone.</exception>
    public void MakeRoom()
    {
        try
        {
            FileInfo[] clips = [.. new DirectoryInfo(folder).EnumerateFiles(Pattern).OrderBy(file => file.Name, StringComparer.Ordinal)];
            long bytes = clips.Sum(file => file.Length);
            foreach (FileInfo oldest in clips)
            {
                if (bytes <= quota && freeBytes() >= reserve)
                    break;
                bytes -= oldest.Length;
                oldest.Delete();
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryException(problem.Message, innerException: problem);
        }

        if (freeBytes() < reserve)
            throw new DeliveryException(string.Create(CultureInfo.InvariantCulture, $"the disk of {folder} is full: {freeBytes() >> 20} MiB are free, {reserve >> 20} must stay"));
    }

    private static string Clean(string name) => string.Create(name.Length, name, static (place, text) =>
    {
        for (int i = 0; i < place.Length; i++)
            place[i] = char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or '.' ? text[i] : '_';
    });
}

using System.Globalization;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Machine;

namespace SdCom.Edge.Host.Doctor;

/// <summary>Room and leave to write, where the program writes: its work folder, and where settings say that ledger, lines and clips go.</summary>
/// <param name="request">The folder and the settings.</param>
/// <param name="freeBytes">Tells the room of a folder's file system.</param>
internal sealed class DiskChecks(DoctorRequest request, Func<string, long> freeBytes)
{
    private const long EnoughBytes = 1L << 30;
    private const long LeastBytes = 100L << 20;

    private sealed record Place(string Use, string Folder, long Wanted);

    public DiskChecks(DoctorRequest request)
        : this(request, folder => new DriveInfo(folder).AvailableFreeSpace)
    {
    }

    public DoctorCheck Disk()
    {
        (Place Place, string Folder)[] places = [.. Places().Select(place => (place, Existing(place.Folder)))];
        List<string> words = [], wrong = [];
        string worst = "ok";
        foreach (IGrouping<string, Place> group in places.GroupBy(place => place.Folder, place => place.Place))
        {
            long free = freeBytes(group.Key), wanted = group.Max(place => place.Wanted);
            string uses = string.Join(", ", group.Select(place => place.Use).Distinct());
            words.Add($"{Size(free)} free for {uses} in {group.Key}");
            if (!UserRights.MayWrite(group.Key))
                Note("fail", $"let this user write in {group.Key}, or send {uses} elsewhere.");
            if (free < LeastBytes)
                Note("fail", $"make room in {group.Key}: {uses} are written there.");
            else if (free < wanted)
                Note("warn", $"make room in {group.Key}, or give {uses} less (quota=, bytes=): they may take {Size(wanted)}.");
        }

        return new DoctorCheck("disk", worst, string.Join("; ", words), wrong.Count > 0 ? string.Join(" ", wrong) : null);

        void Note(string status, string fix)
        {
            worst = status == "fail" || worst == "fail" ? "fail" : "warn";
            wrong.Add(fix);
        }
    }

    private IEnumerable<Place> Places()
    {
        yield return new Place("the work folder", Path.GetFullPath(request.Folder), EnoughBytes);
        if (request.Ledger is { } ledger)
            yield return new Place("the ledger", FolderOf(ledger), EnoughBytes);
        foreach (OutputSpec output in request.Outputs.Select(output => new OutputSpec(output)))
        {
            if (output.Kind == "jsonl")
                yield return new Place("lines", FolderOf(output.Target), EnoughBytes);
            else if (output.Kind == OutputKinds.Clips)
                yield return new Place("clips", Path.GetFullPath(output.Target), output.Bytes(ClipsOutput.Quota, ClipsOutput.UsualQuota, 0));
        }
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;

    // A folder that is made later takes its room from the nearest one that is there.
    private static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
            folder = above;
        return folder;
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.0} GiB");
}

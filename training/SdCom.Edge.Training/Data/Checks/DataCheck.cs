using SdCom.Edge.Core.Clips;
using SdCom.Edge.Training.Data.Annotations;
using SdCom.Edge.Training.Metrics;

namespace SdCom.Edge.Training.Data.Checks;

/// <summary>What a check found.</summary>
/// <param name="Clips">Clips in the list.</param>
/// <param name="Readable">Clips of which at least one frame decodes.</param>
/// <param name="Findings">What is wrong, the worst first.</param>
/// <param name="Notes">What could not be checked, and other things to know.</param>
public sealed record CheckReport(int Clips, int Readable, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Notes);

/// <summary>Reads every clip of a list to its end and looks for what spoils training or makes its test worthless.</summary>
public static class DataCheck
{
    private const int NamesInALine = 6;

    /// <summary>Checks all clips on some threads.</summary>
    public static CheckReport Run(AnnotatedClips annotated, int threads, Reporter reporter, CancellationToken cancellation = default)
    {
        ClipFacts[] facts = new ClipFacts[annotated.Clips.Count];
        Lock telling = new();
        reporter.Track("Reading clips", facts.Length, progress => InParallel.For(
            facts.Length,
            threads,
            (i, _) =>
            {
                Clip clip = annotated.Clips[i];
                facts[i] = ClipFacts.Read(clip, Path.GetRelativePath(annotated.Folder, clip.Path), annotated.FolderFramesPerSecond);
                lock (telling)
                    progress.Advance();
            },
            cancellation));
        List<string> notes = [];
        if (annotated.Remark is { } remark)
            notes.Add(remark);
        if (annotated.Clips.All(c => c.Group is null))
            notes.Add("the list names no groups (subject or source): whether a person or scene is in several subsets could not be checked.");
        if (annotated.Clips.All(c => c.Subset is null))
            notes.Add("the list names no subsets: leaks could not be checked.");
        Finding[] findings =
        [
            .. facts.Select(f => f.Problem).OfType<Finding>().OrderBy(f => f.Kind),
            .. Leaks(facts),
            .. Copies(facts),
        ];
        return new CheckReport(facts.Length, facts.Count(f => f.Content is not null), findings, notes);
    }

    private static IEnumerable<Finding> Leaks(ClipFacts[] facts) =>
        from clip in facts
        where !string.IsNullOrEmpty(clip.Clip.Group) && clip.Clip.Subset is not null
        group clip by clip.Clip.Group into same
        where same.Select(c => c.Clip.Subset).Distinct().Count() > 1
        select new Finding(FindingKind.Leak, $"{same.Key} is in several subsets: {Shares(same)}.", [.. same.Select(c => c.Name)]);

    private static List<Finding> Copies(ClipFacts[] facts)
    {
        ClipFacts[][] alike = [.. facts.Where(f => f.Content is not null).GroupBy(f => f.Content!).Select(g => g.ToArray())];
        List<Finding> findings = [.. alike.Where(g => g.Length > 1).Select(g => Copy(FindingKind.Duplicate, "have the same pixels", g))];

        // One of each content; those that look alike hang together.
        int[] root = [.. Enumerable.Range(0, alike.Length)];
        for (int i = 0; i < alike.Length; i++)
        {
            for (int j = i + 1; j < alike.Length; j++)
            {
                if (alike[i][0].Signature!.IsLike(alike[j][0].Signature!))
                    root[Find(j)] = Find(i);
            }
        }

        findings.AddRange(
            from i in Enumerable.Range(0, alike.Length)
            group alike[i] by Find(i) into near
            where near.Count() > 1
            select Copy(FindingKind.NearDuplicate, "look and move alike", [.. near.SelectMany(g => g)]));
        return findings;

        int Find(int i)
        {
            while (root[i] != i)
                i = root[i] = root[root[i]];
            return i;
        }
    }

    private static Finding Copy(FindingKind kind, string how, ClipFacts[] clips)
    {
        string names = string.Join(", ", clips.Take(NamesInALine).Select(c => c.Name)) + (clips.Length > NamesInALine ? $" and {clips.Length - NamesInALine} more" : "");
        string across = clips.Select(c => c.Clip.Subset).Distinct().Count() > 1 ? $"; across subsets: {Shares(clips)}" : "";
        string labels = clips.Select(c => c.Clip.Label).Distinct().Count() > 1 ? $"; under several labels: {string.Join(", ", clips.Select(c => c.Clip.Label).Distinct())}" : "";
        return new Finding(kind, $"{names} {how}{across}{labels}.", [.. clips.Select(c => c.Name)]);
    }

    private static string Shares(IEnumerable<ClipFacts> clips) =>
        string.Join(", ", clips.GroupBy(c => c.Clip.Subset).Select(s => $"{s.Count()} clips in {s.Key ?? "no subset"}"));
}

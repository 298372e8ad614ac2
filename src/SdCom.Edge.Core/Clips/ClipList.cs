namespace SdCom.Edge.Core.Clips;

/// <summary>A labelled clip.</summary>
/// <param name="Path">Where the file is: the list's folder and the path in the list.</param>
/// <param name="Label">The class name.</param>
/// <param name="Group">Who or what is filmed (column subject or source); clips of one group never stand on both sides of a split. Null without that column.</param>
/// <param name="Subset">The part of the data, such as train or test; null without that column.</param>
/// <param name="Line">The line of the list, from 1.</param>
public sealed record Clip(string Path, string Label, string? Group, string? Subset, int Line);

/// <summary>
/// Reads lists of clips: CSV with a header, the columns path and label, optionally subject or source, and subset, in any order; other columns are ignored.
/// Paths are relative to the list.
/// </summary>
public static class ClipList
{
    /// <summary>Reads a list.</summary>
    /// <param name="file">The CSV file.</param>
    /// <param name="classes">The labels that are known; null knows all.</param>
    /// <param name="subset">Only clips of this subset; null takes all.</param>
    /// <exception cref="ClipListException">The list cannot be read, a column or a value is missing, a label is unknown, or no clip remains.</exception>
    public static IReadOnlyList<Clip> Read(string file, IReadOnlyCollection<string>? classes = null, string? subset = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        string[] lines = ReadLines(file);
        int header = Array.FindIndex(lines, line => line.Trim().Length > 0);
        if (header < 0)
            throw new ClipListException($"{file}: the list is empty; its first line must be path,label[,subject][,subset].");
        Columns columns = new(file, header + 1, Split(file, header + 1, lines[header]), subset is not null);

        List<Clip> clips = [];
        for (int i = header + 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length > 0)
                clips.Add(columns.Read(i + 1, Split(file, i + 1, lines[i])));
        }

        if (clips.Count == 0)
            throw new ClipListException($"{file}: the list has a header but no clips; add a line for each clip.");
        if (classes is not null && clips.Find(clip => !classes.Contains(clip.Label)) is { } unknown)
            throw new ClipListException($"{file}: line {unknown.Line}: label must be one of {string.Join(", ", classes)}, got '{unknown.Label}'.");
        return subset is null ? clips : Filter(file, clips, subset);
    }

    private static List<Clip> Filter(string file, List<Clip> clips, string subset)
    {
        List<Clip> chosen = clips.FindAll(clip => clip.Subset == subset);
        return chosen.Count > 0
            ? chosen
            : throw new ClipListException($"{file}: no clip has the subset '{subset}'; there are {string.Join(", ", clips.Select(clip => clip.Subset).Distinct())}.");
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClipListException($"{file}: the file is missing; give the CSV that lists the clips.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ClipListException($"{file}: cannot be read: {problem.Message}", problem);
        }
    }

    private static List<string> Split(string file, int line, string text) =>
        CsvLine.Split(text) ?? throw new ClipListException($"{file}: line {line}: a quote must open and close its field and be doubled inside it.");

    private sealed class Columns
    {
        private readonly string file;
        private readonly string folder;
        private readonly int count;
        private readonly int path, label, group, subset;

        public Columns(string file, int line, List<string> names, bool needsSubset)
        {
            this.file = file;
            folder = Path.GetDirectoryName(file) ?? string.Empty;
            count = names.Count;
            path = Find("path", needed: true);
            label = Find("label", needed: true);
            subset = Find("subset", needsSubset);
            group = Find("subject", needed: false);
            int source = Find("source", needed: false);
            if (group >= 0 && source >= 0)
                throw new ClipListException($"{file}: line {line}: the columns subject and source both name the group; keep one of them.");
            group = Math.Max(group, source);

            int Find(string name, bool needed)
            {
                int[] found = [.. Enumerable.Range(0, names.Count).Where(i => names[i].Equals(name, StringComparison.OrdinalIgnoreCase))];
                if (found.Length > 1)
                    throw new ClipListException($"{file}: line {line}: the column {name} is given twice; keep one of them.");
                return found.Length == 1 ? found[0]
                    : needed ? throw new ClipListException($"{file}: line {line}: the column {name} is missing, got {string.Join(",", names)}; the header must be path,label[,subject][,subset].")
                    : -1;
            }
        }

        public Clip Read(int line, List<string> fields)
        {
            if (fields.Count != count)
                throw new ClipListException($"{file}: line {line}: must have {count} fields as the header has, got {fields.Count}; quote fields that hold a comma.");
            return new Clip(Path.Combine(folder, Value(path, "path")!), Value(label, "label")!, Value(group, "group"), Value(subset, "subset"), line);

            string? Value(int column, string name)
            {
                if (column < 0)
                    return null;
                return fields[column].Length > 0 ? fields[column] : throw new ClipListException($"{file}: line {line}: {name} must not be empty.");
            }
        }
    }
}

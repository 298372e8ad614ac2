namespace SdCom.Edge.Runtime.Machine;

/// <summary>Who runs the program, in which groups, and what that allows.</summary>
public sealed class UserRights
{
    private readonly Dictionary<uint, string> groups;
    private readonly Func<string, bool> mayUse;

    /// <param name="name">The user.</param>
    /// <param name="groups">All groups of the machine by number.</param>
    /// <param name="mine">The numbers of those that the process is in.</param>
    /// <param name="mayUse">Whether the process may read and write a file.</param>
    internal UserRights(string name, Dictionary<uint, string> groups, IReadOnlyCollection<uint> mine, Func<string, bool> mayUse)
    {
        this.groups = groups;
        this.mayUse = mayUse;
        Name = name;
        Groups = [.. mine.Where(groups.ContainsKey).Select(number => groups[number])];
    }

    public string Name { get; }

    /// <summary>The groups that the process is in. A group that somebody was just added to is not among them before the next login.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Reads who this process is.</summary>
    /// <param name="root">The root under which <c>etc/group</c> and <c>proc/self/status</c> lie.</param>
    public static UserRights Read(string root) => new(
        Environment.UserName, AllGroups(Path.Combine(root, "etc", "group")), Mine(Path.Combine(root, "proc", "self", "status")), path => SystemCalls.Access(path, SystemCalls.ReadAndWrite));

    /// <summary>Whether the process may read and write a file.</summary>
    public bool MayUse(string path) => mayUse(path);

    /// <summary>Whether the process may make files in a folder.</summary>
    public static bool MayWrite(string folder) => SystemCalls.Access(folder, SystemCalls.MayWrite);

    /// <summary>The name of a file's group; null when nobody knows it.</summary>
    public string? GroupOf(string path) => SystemCalls.GroupOf(path) is { } number && groups.TryGetValue(number, out string? name) ? name : null;

    /// <summary>Whether the machine has such a group.</summary>
    public bool Exists(string group) => groups.ContainsValue(group);

    // name:password:number:members
    private static Dictionary<uint, string> AllGroups(string file)
    {
        Dictionary<uint, string> groups = [];
        foreach (string line in Lines(file))
        {
            if (line.Split(':') is [string name, _, string number, ..] && uint.TryParse(number, out uint known))
                groups.TryAdd(known, name);
        }

        return groups;
    }

    private static uint[] Mine(string file) =>
        [.. Lines(file).Where(line => line.StartsWith("Gid:", StringComparison.Ordinal) || line.StartsWith("Groups:", StringComparison.Ordinal))
            .SelectMany(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Select(number => uint.TryParse(number, out uint group) ? group : uint.MaxValue).Distinct()];

    private static string[] Lines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];
}

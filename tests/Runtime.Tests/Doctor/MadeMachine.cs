using SdCom.Edge.Runtime.Machine;

namespace SdCom.Edge.Runtime.Tests.Doctor;

/// <summary>A file system's root with devices as empty files, and a user of it.</summary>
internal sealed class MadeMachine(string root)
{
    private readonly Dictionary<uint, string> groups = new() { [0] = "root", [44] = "video", [20] = "dialout" };

    public string Root { get; } = Directory.CreateDirectory(root).FullName;

    public string Add(string path, string text = "")
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>A user in some groups, who may use some devices.</summary>
    public UserRights User(IReadOnlyCollection<uint> mine, params string[] usable) => new("alice", groups, mine, path => usable.Contains(path));
}

using System.Globalization;
using SdCom.Edge.Runtime.Tests.Bindings;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Fleet.Tests.Fixtures;

/// <summary>A folder of short generated clips, listed as <c>eval</c> takes them.</summary>
internal sealed class ClipFolder
{
    private static readonly string[] Actions = ["hover", "land", "wave_off", "move_ahead"];

    /// <summary>Writes clips that all differ.</summary>
    public ClipFolder(string path, int clips)
    {
        Path = Directory.CreateDirectory(path).FullName;
        List = System.IO.Path.Combine(Path, "clips.csv");
        IEnumerable<string> lines = Enumerable.Range(0, clips).Select(i =>
        {
            string action = Actions[i % Actions.Length];
            Pictures.WriteClip(System.IO.Path.Combine(Path, $"{i}.mp4"), action, 1.5 + (0.16 * (i / Actions.Length)));
            return string.Create(CultureInfo.InvariantCulture, $"{i}.mp4,{action},test\n");
        });
        File.WriteAllText(List, $"path,label,subset\n{string.Concat(lines)}");
    }

    private ClipFolder(string path, IEnumerable<string> lines)
    {
        Path = Directory.CreateDirectory(path).FullName;
        List = System.IO.Path.Combine(Path, "clips.csv");
        File.WriteAllLines(List, lines);
    }

    public string Path { get; }

    public string List { get; }

    /// <summary>Adds a line.</summary>
    public void Add(string line) => File.AppendAllText(List, line + "\n");

    /// <summary>The test clips of the marshalling data's first split; the test is skipped where they are not.</summary>
    public static ClipFolder OfMarshalling(string path)
    {
        string list = SharedData.Require("data/marshalling/split1.csv"), data = System.IO.Path.GetDirectoryName(list)!;
        return new ClipFolder(path, File.ReadLines(list).Where((line, i) => i == 0 || line.EndsWith(",test", StringComparison.Ordinal)).Select((line, i) => i == 0 ? line : $"{data}/{line}"));
    }
}

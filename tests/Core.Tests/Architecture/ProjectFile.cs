using System.Xml.Linq;

namespace SdCom.Edge.Core.Tests.Architecture;

/// <summary>What a project file refers to, and all that this brings along.</summary>
internal sealed class ProjectFile
{
    private ProjectFile(string path)
    {
        XElement xml = XElement.Load(path);
        Name = Path.GetFileNameWithoutExtension(path);
        Folder = Path.GetDirectoryName(path)!;
        Projects = [.. Includes(xml, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))];
        Bindings = [.. Includes(xml, "BindingReference").SelectMany(include => include.Split(';', StringSplitOptions.RemoveEmptyEntries))];
        Packages = [.. Includes(xml, "PackageReference")];
    }

    public string Name { get; }

    public string Folder { get; }

    public IReadOnlyList<string> Projects { get; }

    /// <summary>Engines by their official names.</summary>
    public IReadOnlyList<string> Bindings { get; }

    public IReadOnlyList<string> Packages { get; }

    /// <summary>Every project of the repository by name.</summary>
    public static Dictionary<string, ProjectFile> All() => ((string[])["src", "training", "runtime", "tests"])
        .SelectMany(folder => Directory.GetFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
        .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
        .Select(path => new ProjectFile(path))
        .ToDictionary(project => project.Name);

    /// <summary>Projects, engines and packages that a project sees, directly or through others.</summary>
    public static HashSet<string> Sees(string name, IReadOnlyDictionary<string, ProjectFile> all)
    {
        HashSet<string> seen = [];
        Visit(name);
        return seen;

        void Visit(string from)
        {
            ProjectFile project = all[from];
            seen.UnionWith(project.Bindings);
            seen.UnionWith(project.Packages);
            foreach (string to in project.Projects)
            {
                if (seen.Add(to))
                    Visit(to);
            }
        }
    }

    private static IEnumerable<string> Includes(XElement xml, string element) =>
        xml.Descendants(element).Select(e => e.Attribute("Include")?.Value).OfType<string>();
}

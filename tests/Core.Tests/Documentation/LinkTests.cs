using System.Text.RegularExpressions;

namespace SdCom.Edge.Core.Tests.Documentation;

/// <summary>What our pages point at is there.</summary>
public partial class LinkTests
{
    private static readonly string[] Made = ["artifacts", "node_modules", ".git", "bin", "obj"];

    [Fact]
    public void Every_relative_link_of_a_page_leads_to_a_file_or_folder()
    {
        string[] pages = [.. Pages(Repository.Root)];
        Assert.Contains(Path.Combine(Repository.Root, "README.md"), pages);
        string[] dead =
        [
            .. from page in pages
               from Match link in Link().Matches(Code().Replace(File.ReadAllText(page), ""))
               let target = link.Groups[1].Value.Split('#')[0]
               where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
               where !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target))
               select $"{Path.GetRelativePath(Repository.Root, page)}: {target}",
        ];
        Assert.Empty(dead);
    }

    [Fact]
    public void Every_file_of_ours_that_the_first_page_names_in_a_command_is_there_or_is_the_readers()
    {
        string[] readers = ["clips.csv", "mine.csv", "clip.mp4", "demo.mp4", "plan.svg", "models/mine", "training/recipes/mine.json", "device-profiles/my-box.json", "artifacts/runs/mine"];
        string page = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string[] named = [.. Regex.Matches(page, @"(?<=[ `])(?:models|training|runtime|device-profiles|tests)/[\w./-]*\w").Select(match => match.Value).Distinct().Except(readers)];
        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
    }

    private static IEnumerable<string> Pages(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Concat(Directory.EnumerateDirectories(folder).Where(inner => !Made.Contains(Path.GetFileName(inner))).SelectMany(Pages));

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}

using System.Reflection;

namespace SdCom.Edge.Training.Tests.Published;

public sealed class CoverageTests
{
    /// <summary>Every folder and every file of numbers; the tests themselves see to it that all files of a folder are read.</summary>
    [Fact]
    public void Every_case_of_the_reference_numbers_has_exactly_one_test()
    {
        string golden = Path.GetDirectoryName(Golden.Require("golden/index.json"))!;
        IEnumerable<string> there = Directory.EnumerateFileSystemEntries(golden).Select(e => Path.GetFileName(e)!).Except(["README.md", "index.json"]);
        IEnumerable<string> tested = typeof(CoverageTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttribute<FactAttribute>() is { Skip: null })
            .Select(m => m.GetCustomAttribute<GoldenCaseAttribute>()?.Name).OfType<string>();
        Assert.Equal(there.Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }
}

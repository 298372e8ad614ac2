namespace SdCom.Edge.Core.Tests;

/// <summary>Finds the repository, and the shared folder that may lie beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = Up(AppContext.BaseDirectory, folder => File.Exists(Path.Combine(folder, "SdCom.Edge.sln")))
        ?? throw new InvalidOperationException("the tests must run from a folder below the repository's root.");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file of the shared folder; the test is skipped where there is none.</summary>
    public static string Shared(params string[] parts)
    {
        string name = Path.Combine(["shared", .. parts]);
        string? folder = Up(Root, candidate => File.Exists(Path.Combine(candidate, name)));
        if (folder is null)
            Assert.Skip($"needs {name} beside the repository");
        return Path.Combine(folder!, name);
    }

    private static string? Up(string start, Func<string, bool> found)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (found(folder.FullName))
                return folder.FullName;
        }

        return null;
    }
}

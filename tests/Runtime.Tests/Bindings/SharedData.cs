namespace SdCom.Edge.Runtime.Tests.Bindings;

/// <summary>Files that lie in a folder `shared` beside the repository, not in it.</summary>
internal static class SharedData
{
    /// <summary>The path of a shared file, or a skipped test with the reason.</summary>
    public static string Require(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", relative);
            if (File.Exists(path))
                return path;
        }
        Assert.Skip($"shared/{relative} is not beside the repository");
        return "";
    }
}

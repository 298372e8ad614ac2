namespace SdCom.Edge.Runtime.Tests.Deploy;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its root; a test that needs it is skipped where the tests were moved away from it.</summary>
    public static string Root
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SdCom.Edge.sln")))
                folder = folder.Parent;
            Assert.SkipWhen(folder is null, "the tests do not lie in the repository");
            return folder!.FullName;
        }
    }
}

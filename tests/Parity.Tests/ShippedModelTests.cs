using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Parity.Tests;

public class ShippedModelTests
{
    [Fact]
    public void The_shipped_model_meets_its_parity_vector()
    {
        if (Find("models/marshalling") is not { } folder)
        {
            Assert.Skip("models/marshalling is not there.");
            return;
        }

        Assert.InRange(ParityCheck.Worst(ModelPackage.Load(folder)), 0, 1e-4);
    }

    private static string? Find(string relative)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, relative, ModelFiles.Manifest)))
                return Path.Combine(at.FullName, relative);
        }

        return null;
    }
}

using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Core.Tests.Packages;

[Collection(nameof(Leaks))]
public sealed class MalformedManifestTests : IDisposable
{
    private readonly SamplePackage sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void Thousands_of_spoiled_manifests_are_each_refused_in_one_line_or_mean_what_they_say()
    {
        string good = File.ReadAllText(sample.ManifestPath);
        int refused = 0;
        Leaks.None(Malformed.Of(good, 2000, seed: 1), bad =>
        {
            File.WriteAllBytes(sample.ManifestPath, bad);
            try
            {
                ModelPackage.Load(sample.Directory);
            }
            catch (InputException problem)
            {
                refused++;
                Assert.StartsWith(sample.Directory, problem.Message, StringComparison.Ordinal); // the file is named
                Assert.True(problem.Message.Length < 2000 && !problem.Message.Contains('\n', StringComparison.Ordinal), problem.Message);
            }
        });

        Assert.True(refused > 1500, $"{refused} of 2000 were refused"); // a note may say anything
    }
}

using SdCom.Edge.Core.Profiles;

namespace SdCom.Edge.Core.Tests.Profiles;

[Collection(nameof(Leaks))]
public sealed class MalformedProfileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sdcom-profile-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Thousands_of_spoiled_profiles_are_each_refused_in_one_line_or_mean_what_they_say()
    {
        string good = File.ReadAllText(Repository.PathOf("device-profiles", "desktop-cpu.json")), path = Path.Combine(folder.FullName, "spoiled.json");
        int refused = 0;
        Leaks.None(Malformed.Of(good, 3000, seed: 2), bad =>
        {
            File.WriteAllBytes(path, bad);
            try
            {
                DeviceProfile profile = DeviceProfile.Load(path);
                Assert.True(profile.Budget.MacsPerSecond is null or > 0 && profile.Threads is null or > 0, "a value out of range was taken");
            }
            catch (InputException problem)
            {
                refused++;
                Assert.StartsWith(path, problem.Message, StringComparison.Ordinal);
                Assert.True(problem.Message.Length < 2000 && !problem.Message.Contains('\n', StringComparison.Ordinal), problem.Message);
            }
        });

        Assert.True(refused > 2000, $"{refused} of 3000 were refused");
    }
}

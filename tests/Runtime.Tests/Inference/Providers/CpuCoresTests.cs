using System.Diagnostics;
using SdCom.Edge.Runtime.Inference.Providers;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Inference.Providers;

public class CpuCoresTests(Models models)
{
    private const int PoolThreads = 3; // beside the first thread, which computes as well

    [Fact]
    public void The_first_thread_and_the_engines_pool_keep_to_the_profiles_cores()
    {
        int core = CpuCores.CoresOf(OwnMask())[^1];
        string profile = Profiles.Write(models, $"\"affinity\": [{core}]", threads: "4");
        using HostProcess host = HostProcess.Start("run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--profile", profile, "--seconds", "60");
        string[] bound = [];
        for (int tries = 0; tries < 600 && bound.Length <= PoolThreads; tries++)
        {
            Thread.Sleep(50);
            bound = [.. Directory.GetDirectories($"/proc/{host.Id}/task").Where(thread => CoresOf(thread) == $"{core}")];
        }

        Assert.True(bound.Length > PoolThreads, $"{bound.Length} threads keep to core {core}");
        Assert.Contains($"/proc/{host.Id}/task/{host.Id}", bound);
    }

    [Fact]
    public void A_core_that_is_not_there_is_named()
    {
        Assert.SkipWhen((OwnMask() & (1UL << 63)) != 0, "this machine has 64 cores");
        string profile = Profiles.Write(models, "\"affinity\": [0, 63]");
        BadInputTests.Refused(1, "affinity names core 63, and this program may run on ", "bench", "--model", models.Small.Directory, "--profile", profile);
    }

    [Fact]
    public void Cores_are_bits()
    {
        Assert.Equal(0x8000_0000_0000_0005UL, CpuCores.MaskOf([0, 2, 63]));
        Assert.Equal([0, 2, 63], CpuCores.CoresOf(0x8000_0000_0000_0005UL));
    }

    private static ulong OwnMask()
    {
        using Process program = Process.GetCurrentProcess();
        return OperatingSystem.IsLinux() ? (ulong)program.ProcessorAffinity : 0;
    }

    private static string? CoresOf(string thread)
    {
        try
        {
            const string Key = "Cpus_allowed_list:";
            return File.ReadLines(Path.Combine(thread, "status")).First(line => line.StartsWith(Key, StringComparison.Ordinal))[Key.Length..].Trim();
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}

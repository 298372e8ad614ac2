using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Tests.Deploy;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

/// <summary>What verbs that write one thing leave behind when they are killed: the old one, the new one, or none; never half of one. Few rounds in the suite; SDCOM_KILL_ROUNDS=50 on request.</summary>
public class KilledVerbTests(Models models, Bundle bundle)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("SDCOM_KILL_ROUNDS") is not null;

    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("SDCOM_KILL_ROUNDS") ?? "6", CultureInfo.InvariantCulture);

    private readonly string folder = Directory.CreateDirectory(models.NewPath()).FullName;

    [Fact]
    public void A_quantisation_that_is_killed_leaves_a_whole_package_or_none()
    {
        string made = Path.Combine(folder, "made");
        KillAtRandom(
            ["quantize", "--precision", "fp16", "--model", models.Small.Directory, "--out", made, "--threads", "1"],
            () =>
            {
                if (Directory.Exists(made))
                    Assert.Equal("fp16", ModelPackage.Load(made).Manifest.Precision!.Kind);
            });
        Assert.Equal("fp16", ModelPackage.Load(made).Manifest.Precision!.Kind);
        Assert.Equal([made], Directory.EnumerateFileSystemEntries(folder)); // what the killed ones had begun is gone
    }

    [Fact]
    public void A_tuning_that_is_killed_leaves_a_whole_profile_or_none()
    {
        string profile = Path.Combine(folder, "tuned.json");
        KillAtRandom(
            ["tune", "--model", models.Small.Directory, "--device", "tuned", "--out", profile, "--threads", "1", "--seconds", "0.2", "--force"],
            () => Assert.True(!File.Exists(profile) || DeviceProfile.Load(profile).Measured is not null));
        Assert.NotNull(DeviceProfile.Load(profile).Measured);
    }

    [Fact]
    public void A_plan_that_is_killed_leaves_a_whole_picture_or_none()
    {
        string plot = Path.Combine(folder, "plan.svg"), list = Path.Combine(folder, "clips.csv");
        Pictures.WriteClip(Path.Combine(folder, "hover.mp4"), "hover");
        File.WriteAllText(list, "path,label\nhover.mp4,hover\n");
        KillAtRandom(
            ["plan", "--model", models.Small.Directory, "--profile", Profiles.Write(models, "\"whenMissing\": null"), "--clips", list, "--threads", "1", "--plot", plot],
            () => Assert.True(!File.Exists(plot) || XDocument.Load(plot).Root!.Name.LocalName == "svg"));
        Assert.Equal("svg", XDocument.Load(plot).Root!.Name.LocalName);
    }

    /// <summary>Killed with its children the moment that the bundle appears beside its place, or at a random one in the long form.</summary>
    [Fact]
    public void A_deploy_that_is_killed_leaves_a_whole_bundle_or_none()
    {
        Random moments = new(9);
        string script = Path.Combine(Repository.Root, "runtime", "deploy", "bundle"), build = Path.Combine(Repository.Root, "artifacts", "deploy", "test"), made = Path.Combine(folder, "bundles");
        byte[] whole = File.ReadAllBytes(bundle.Packed);
        string model = Path.Combine(bundle.Folder, "small"), file = Path.Combine(made, "sdcom-edge-desktop-cpu.tar.gz");
        int longest = IsLong ? Deploy() : 0;
        for (int round = 0; round < (IsLong ? Rounds : 1); round++)
        {
            using Process process = Process.Start(new ProcessStartInfo("setsid", [script, "--device", "desktop-cpu", "--model", model, "--out", made])
            {
                RedirectStandardError = true,
                Environment = { ["SDCOM_DEPLOY_ARTIFACTS"] = build },
            })!;
            _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            if (round == 0)
                Assert.True(SpinWait.SpinUntil(() => process.HasExited || (Directory.Exists(made) && Directory.EnumerateFileSystemEntries(made).Any(entry => entry != file)), TimeSpan.FromMinutes(5)));
            else
                Thread.Sleep(moments.Next(0, longest));
            using (Process kill = Process.Start("kill", ["-KILL", "--", $"-{process.Id}"])) // the group that setsid made
                kill.WaitForExit();
            process.WaitForExit();
            Assert.True(!File.Exists(file) || File.ReadAllBytes(file).AsSpan().SequenceEqual(whole), "half a bundle");
        }

        Deploy();
        Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(whole));
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(made)); // nothing of the killed ones
        Assert.Empty(Directory.EnumerateDirectories(build, ".bundle.*"));

        // A whole one, and its milliseconds.
        int Deploy()
        {
            long start = Stopwatch.GetTimestamp();
            Shell.Succeed(new Dictionary<string, string> { ["SDCOM_DEPLOY_ARTIFACTS"] = build }, script, "--device", "desktop-cpu", "--model", model, "--out", made);
            return (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    // How long a whole run takes is measured first, so that the moments fall into all of it on any machine.
    private static void KillAtRandom(string[] verb, Action check)
    {
        Random moments = new(20261125);
        long start = Stopwatch.GetTimestamp();
        (int code, _, string errors) = HostProcess.Run(verb);
        Assert.True(code == 0, errors);
        int whole = (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        for (int round = 0; round < Rounds; round++)
        {
            using HostProcess host = HostProcess.Start(verb);
            Thread.Sleep(moments.Next(whole / 4, whole + 100)); // the first quarter is the runtime's own start
            host.Kill();
            check();
        }

        (code, _, errors) = HostProcess.Run(verb);
        Assert.True(code == 0, errors);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OpenCvSharp;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

/// <summary>How the program ends when it is told to, and what it leaves behind when nobody asks.</summary>
public class StoppingTests(Models models)
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(3);

    [Fact]
    public void SIGTERM_drains_and_leaves_in_three_seconds_even_while_everything_beyond_the_program_is_mute()
    {
        // Takes connections and never says a word: to a camera's client, a broker's and a webhook's alike.
        using TcpListener mute = new(IPAddress.Loopback, 0);
        mute.Start();
        int port = ((IPEndPoint)mute.LocalEndpoint).Port;
        string ledger = models.NewPath(".jsonl"), lines = models.NewPath(".jsonl");
        using HostProcess host = HostProcess.Start(
            "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--source", $"rtsp://127.0.0.1:{port}/x", "--threads", "1", "--ledger", ledger, "--json",
            "--output", $"jsonl:{lines},on=frames", "--output", $"mqtt:127.0.0.1:{port},frames=yes", "--output", $"webhook:http://127.0.0.1:{port}/");
        Tools.Until(() => File.Exists(ledger) && new FileInfo(ledger).Length > 300, "no decision was noted");
        long start = Stopwatch.GetTimestamp();
        host.Terminate();
        host.Wait();
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        // A machine that takes long even to start the program and end it again may take so much longer.
        long other = Stopwatch.GetTimestamp();
        HostProcess.Run("--version");
        TimeSpan slack = Stopwatch.GetElapsedTime(other);
        Assert.True(took < Promise + (2 * slack), $"took {took} where the program starts and ends in {slack}");
        JsonElement report = JsonDocument.Parse(host.Output).RootElement;
        long processed = report.GetProperty("frames").GetProperty("processed").GetInt64();
        Assert.True(processed > 0);
        Assert.Equal(processed, File.ReadAllLines(ledger).Count(line => JsonDocument.Parse(line).RootElement.GetProperty("outcome").GetString() == "answered"));
        Assert.Equal(processed, File.ReadAllLines(lines).Count(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString() == "frame"));
    }

    /// <summary>25 rounds in the suite; SDCOM_KILL_ROUNDS=50 (or more) on request. The moments are seeded: half fall into the run, half about its end, when files get their names.</summary>
    [Fact]
    public void SIGKILL_at_any_moment_leaves_whole_files_and_a_state_from_which_it_starts()
    {
        int rounds = int.Parse(Environment.GetEnvironmentVariable("SDCOM_KILL_ROUNDS") ?? "25", CultureInfo.InvariantCulture);
        Random moments = new(20261125);
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        string record = Path.Combine(folder, "record.mp4"), snapshot = Path.Combine(folder, "picture.png"), ledger = Path.Combine(folder, "ledger.jsonl"), lines = Path.Combine(folder, "lines.jsonl");
        string profile = Path.Combine(folder, "tuned.json"), clips = Path.Combine(folder, "clips");
        string[] run =
        [
            "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--threads", "1", "--record", record, "--snapshot", snapshot,
            "--ledger", ledger, "--ledger-bytes", "64K", "--output", $"jsonl:{lines},on=frames", "--output", $"clips:{clips},before=1s,after=100ms", "--json",
        ];
        string[] tune = ["tune", "--model", models.Small.Directory, "--device", "tuned", "--out", profile, "--threads", "1", "--seconds", "0.2", "--force", "--json"];
        int broken = 0;
        for (int round = 0; round < rounds; round++)
        {
            using HostProcess host = HostProcess.Start(round % 5 == 4 ? tune : [.. run, "--seconds", "0.9"]);
            Thread.Sleep(moments.Next(50, 2000));
            host.Kill();
            broken = Check(broken);
        }

        (int code, string output, string errors) = HostProcess.Run([.. run, "--seconds", "5"]);
        Assert.True(code == 0, errors);
        Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("frames").GetProperty("processed").GetInt64() > 0);
        Assert.True(IsVideo(record));
        Assert.Equal(0, HostProcess.Run(tune).ExitCode);
        Check(broken);
        Assert.Empty(Directory.EnumerateFiles(clips, ".*"));

        int Check(int before)
        {
            int now = Directory.EnumerateFiles(folder, "*.jsonl*").Sum(BrokenLines);
            Assert.InRange(now, before, before + 2); // one at most of the ledger and of the lines
            Assert.True(!File.Exists(record) || IsVideo(record), "half a recording");
            Assert.True(!File.Exists(snapshot) || !Empty(snapshot), "half a picture");
            Assert.True(!File.Exists(profile) || SdCom.Edge.Core.Profiles.DeviceProfile.Load(profile) is not null);
            if (Directory.Exists(clips))
                Assert.All(Directory.EnumerateFiles(clips, "sdcom-*.mp4"), clip => Assert.True(IsVideo(clip), "half a clip"));
            return now;
        }
    }

    private static int BrokenLines(string file) => File.ReadAllLines(file).Count(line =>
    {
        try
        {
            JsonDocument.Parse(line).Dispose();
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    });

    private static bool IsVideo(string file)
    {
        using VideoCapture video = new(file);
        using Mat picture = new();
        return video.Read(picture) && !picture.Empty();
    }

    private static bool Empty(string file)
    {
        using Mat picture = Cv2.ImRead(file);
        return picture.Empty();
    }
}

using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

/// <summary>Whatever is wrong with what the user gave: one line on standard error, nothing on standard output, exit code 1 or 2, no stack trace.</summary>
public class BadInputTests(Models models)
{
    private const string GoodProfile = """
        { "formatVersion": 1, "device": "test", "note": "", "engine": "onnxruntime", "provider": "cpu", "threads": 1, "widths": null, "targetFps": null,
          "budget": { "macsPerSecond": 100000000, "burstMacs": 200000000 }, "deadlineMs": null, "limits": null, "measured": null }
        """;

    [Theory]
    [InlineData(ModelFiles.Fusion, "the file is missing")]
    [InlineData(ModelFiles.Manifest, "the file is missing")]
    public void A_missing_model_file(string file, string expected)
    {
        string model = Copy();
        File.Delete(Path.Combine(model, file));
        Refused(1, $"{file}: {expected}", "run", "--model", model, "--source", "synthetic:hover");
    }

    [Fact]
    public void No_model_at_all() => Refused(1, "no such model package", "run", "--model", models.NewPath(), "--source", "synthetic:hover");

    [Fact]
    public void A_truncated_model_file()
    {
        string model = Copy();
        string graph = Path.Combine(model, ModelFiles.Static);
        using (FileStream stream = File.OpenWrite(graph))
            stream.SetLength(stream.Length / 2);
        Refused(1, "truncated", "run", "--model", model, "--source", "synthetic:hover");
    }

    [Fact]
    public void An_edited_model_file()
    {
        string model = Copy();
        string graph = Path.Combine(model, ModelFiles.Static);
        byte[] bytes = File.ReadAllBytes(graph);
        bytes[^10] ^= 1;
        File.WriteAllBytes(graph, bytes);
        Refused(1, "SHA-256", "bench", "--model", model);
    }

    [Theory]
    [InlineData("\"widths\": null", "\"widhts\": null", "widhts is not a known key")]
    [InlineData("\"macsPerSecond\": 100000000", "\"macsPerSecond\": \"100 MMAC/s\"", "budget.macsPerSecond must be a number without quotes or unit")]
    [InlineData("\"macsPerSecond\": 100000000", "\"macsPerSecond\": -1", "budget.macsPerSecond must be positive, got -1")]
    [InlineData("\"macsPerSecond\"", "\"gigaMacsPerSecond\"", "gigaMacsPerSecond is not a known key")]
    [InlineData("\"burstMacs\": 200000000", "\"burstMacs\": 5", "budget.burstMacs must be at least")]
    [InlineData(
        "\"deadlineMs\": null, \"limits\": null, \"measured\": null",
        "\"deadlineMs\": 9, \"measured\": { \"conditions\": \"\", \"model\": \"other\", \"measuredUtc\": \"2026-01-31T12:00:00Z\", \"widths\": { \"0\": { \"medianMs\": 4, \"p95Ms\": 5, \"joules\": null } } }",
        "deadlineMs needs a table measured with small, measured is of other")]
    [InlineData("\"macsPerSecond\": 100000000, \"burstMacs\": 200000000", "\"watts\": 5", "budget.watts needs a table measured with small, measured is null; run ./sdcom tune")]
    [InlineData("\"provider\": \"cpu\"", "\"provider\": \"cuda\"", "provider cuda does not start: ")]
    public void A_wrong_profile(string good, string bad, string expected)
    {
        string profile = models.NewPath(".json");
        Assert.Contains(good, GoodProfile, StringComparison.Ordinal);
        File.WriteAllText(profile, GoodProfile.Replace(good, bad, StringComparison.Ordinal));
        Refused(1, expected, "demo", "--model", models.Small.Directory, "--profile", profile, "--seconds", "1");
    }

    [Theory]
    [InlineData("webcam", "source must be a video file")]
    [InlineData("synthetic:", "wave_off")]
    [InlineData("synthetic:dance", "got 'dance'")]
    [InlineData("csi:front", "such as csi:0")]
    [InlineData("gst:", "must name a pipeline")]
    public void An_unknown_source(string source, string expected) => Refused(1, expected, "run", "--model", models.Small.Directory, "--source", source);

    [Theory]
    [InlineData(0, "empty")]
    [InlineData(3000, "not a readable video")]
    public void A_clip_that_is_none(int bytes, string expected)
    {
        string clip = models.NewPath(".mp4");
        File.WriteAllBytes(clip, new byte[bytes]);
        Refused(1, expected, "run", "--model", models.Small.Directory, "--source", clip);
    }

    [Theory]
    [InlineData("--model must not be empty", "run", "--model", "", "--source", "synthetic:hover")]
    [InlineData("--source must not be empty", "run", "--model", "m", "--source", "")]
    [InlineData("--profile must not be empty", "plan", "--model", "m", "--clips", "c", "--profile", "")]
    [InlineData("an argument is empty", "config", "check", "")]
    public void An_empty_argument(string expected, params string[] arguments) => Refused(2, expected, arguments);

    [Fact]
    public void A_list_in_which_no_clip_can_be_read()
    {
        string list = models.NewPath(".csv");
        File.WriteAllText(list, "path,label\nmissing.mp4,hover\n");
        Refused(1, "none of the 1 clips could be read", "eval", "--model", models.Small.Directory, "--clips", list, "--threads", "1");
    }

    [Theory]
    [InlineData("--clips must", "eval", "--model", "m", "--clips")]
    [InlineData("Unrecognized command or argument '--fast'", "bench", "--fast")]
    [InlineData("Unrecognized command or argument 'dance'", "dance")]
    [InlineData("it must be a number", "eval", "--model", "m", "--clips", "c", "--budget-macs", "many")]
    [InlineData("--seconds must be positive, got -1", "demo", "--seconds", "-1")]
    [InlineData("unknown option colour; it knows", "run", "--model", "m", "--source", "s", "--output", "jsonl:x,colour=red")]
    [InlineData("min must be a number from 0 to 1, got '7'", "run", "--model", "m", "--source", "s", "--output", "console,min=7")]
    [InlineData("debounce must be a time", "run", "--model", "m", "--source", "s", "--output", "console,debounce=soon")]
    [InlineData("mqtt:***@host: a password does not belong on the command line", "run", "--model", "m", "--source", "s", "--output", "mqtt:me:secret@host")]
    [InlineData("ca, cert and key need mqtts:", "demo", "--output", "mqtt:host,ca=x.crt")]
    [InlineData("--trigger must be gpio:[CHIP/]LINE or serial:DEVICE", "demo", "--trigger", "doorbell")]
    [InlineData("--power-sensor must be ina219:BUS", "demo", "--power-sensor", "ina219")]
    [InlineData("address must be from 0x40 to 0x4f, got '64'", "demo", "--power-sensor", "ina219:1,address=64")]
    [InlineData("--output must be console, jsonl:FILE", "run", "--model", "m", "--source", "s", "--output", "kafka:x")]
    [InlineData("--ledger-bytes must be a size from 64K to 1024G such as 500K, 10M or 1G, got 'big'", "demo", "--ledger", "x", "--ledger-bytes", "big")]
    [InlineData("--ledger-bytes and --ledger-files need --ledger FILE", "demo", "--ledger-files", "2")]
    [InlineData("--audit must be a share such as 1% or 0.01, above 0 and at most 100%, got '2'", "demo", "--audit", "2")]
    [InlineData("--width and --price exclude each other", "eval", "--model", "m", "--clips", "c", "--width", "1", "--price", "1")]
    [InlineData("--policy must be gate or random", "eval", "--model", "m", "--clips", "c", "--policy", "oracle")]
    [InlineData("--width must be a fraction", "eval", "--model", "m", "--clips", "c", "--width", "half")]
    public void A_wrong_command_line(string expected, params string[] arguments) =>
        Refused(2, expected == "--clips must" ? "--clips" : expected, arguments);

    [Fact]
    public void A_budget_below_what_every_frame_costs_names_that_cost()
    {
        string list = models.NewPath(".csv");
        File.WriteAllText(list, "path,label\nmissing.mp4,hover\n");
        Refused(2, $"at least {models.Small.Costs.Frame(0)}", "eval", "--model", models.Small.Directory, "--clips", list, "--budget-macs", "1000");
    }

    private string Copy()
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        foreach (string file in Directory.EnumerateFiles(models.Small.Directory))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    internal static void Refused(int code, string expected, params string[] arguments)
    {
        (int exitCode, string output, string errors) = HostProcess.Run(arguments);
        string[] lines = [.. errors.Split('\n').Where(line => line.Length > 0 && (line.StartsWith("sdcom:", StringComparison.Ordinal) || !line.Contains(" clips", StringComparison.Ordinal)))];
        Assert.True(lines.Length == 1, errors);
        Assert.StartsWith("sdcom: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(expected, lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Equal(code, exitCode);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}

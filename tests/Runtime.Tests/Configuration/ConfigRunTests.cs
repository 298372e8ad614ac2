using System.Text.Json;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Configuration;

/// <summary>Settings through the program as people start it.</summary>
public class ConfigRunTests(Models models)
{
    private readonly string file = models.NewPath(".json");
    private readonly string ledger = models.NewPath(".jsonl");
    private readonly string profile = models.NewPath(".json");

    [Fact]
    public void A_run_by_settings_is_the_run_by_options()
    {
        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover", seconds: 3.2);
        WriteSettings(clip);
        WriteProfile(10);
        JsonElement bySettings = HostProcess.Json("run", "--config", file, "--threads", "1");
        JsonElement byOptions = HostProcess.Json("run", "--model", models.Small.Directory, "--source", clip, "--profile", profile, "--threads", "1");
        Assert.Equal(10, bySettings.GetProperty("frames").GetProperty("processed").GetInt32());
        Assert.Equal(byOptions.GetProperty("budget").GetRawText(), bySettings.GetProperty("budget").GetRawText());
        Assert.Equal(10, File.ReadAllLines(ledger).Length);
    }

    [Fact]
    public void Config_check_says_all_that_is_wrong_or_that_nothing_is()
    {
        WriteSettings("synthetic:hover");
        WriteProfile(10);
        Assert.Equal(0, HostProcess.Run("config", "check", file).ExitCode);
        File.WriteAllText(file, """{ "formatVersion": 1, "model": "/nosuch", "sources": ["nosuch"], "audit": "0" }""");
        (int code, string output, string errors) = HostProcess.Run("config", "check", file, "--json");
        Assert.Equal(1, code);
        Assert.Empty(errors);
        Assert.Equal(3, JsonDocument.Parse(output).RootElement.GetProperty("problems").GetArrayLength());
        (code, _, errors) = HostProcess.Run("run", "--config", file);
        Assert.Equal(1, code);
        Assert.Equal(3, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void SIGHUP_puts_a_changed_profile_in_force_and_accounts_for_every_frame()
    {
        WriteSettings("synthetic:hover");
        WriteProfile(0.2); // a frame in five seconds
        using HostProcess host = HostProcess.Start("run", "--config", file, "--threads", "1", "--json");
        Tools.Until(() => Outcomes("unaffordable") >= 2, "nothing was unaffordable");
        WriteProfile(100, framesPerSecond: "15");
        host.Signal("-HUP");
        int before = Outcomes("answered");
        Tools.Until(() => Outcomes("answered") >= before + 4, "the new budget is not in force");
        File.WriteAllText(profile, "{");
        host.Signal("-HUP"); // wrong settings change nothing
        before = Outcomes("answered");
        Tools.Until(() => Outcomes("answered") >= before + 2, "the run did not go on");
        host.Terminate();
        Assert.Equal(0, host.Wait());
        Assert.Contains($"{profile} is in force from the next frame on; cameras keep their frame rate; the profile's targetFps of 15 takes a restart.", host.Errors, StringComparison.Ordinal);
        Assert.Contains($"{file}: nothing was changed.", host.Errors, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(host.Output).RootElement;
        JsonElement[] lines = [.. File.ReadAllLines(ledger).Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement frames = report.GetProperty("frames");
        Assert.Equal(frames.GetProperty("processed").GetInt64(), lines.Count(line => line.GetProperty("outcome").GetString() == "answered"));
        Assert.Equal(report.GetProperty("budget").GetProperty("spent").GetInt64(), lines.Sum(line => line.GetProperty("charge").GetInt64()));
        Assert.Equal(0, report.GetProperty("budgetOvershoot").GetInt64());
    }

    private int Outcomes(string outcome) => File.Exists(ledger) ? File.ReadAllText(ledger).Split($"\"outcome\":\"{outcome}\"").Length - 1 : 0;

    private void WriteSettings(string source) => File.WriteAllText(
        file, $$"""{ "formatVersion": 1, "model": "{{models.Small.Directory}}", "profile": "{{profile}}", "sources": ["{{source}}"], "ledger": { "file": "{{ledger}}" } }""");

    // So many of the cheapest frames a second.
    private void WriteProfile(double frames, string framesPerSecond = "null") => File.WriteAllText(profile, string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
        { "formatVersion": 1, "device": "test", "note": "", "engine": "onnxruntime", "provider": "cpu", "threads": 1, "widths": null, "targetFps": {{framesPerSecond}},
          "budget": { "macsPerSecond": {{(long)(models.Small.Costs.Frame(0) * frames)}}, "burstMacs": {{models.Small.Costs.FullFrame}} }, "deadlineMs": null, "limits": null, "measured": null }
        """));
}

using SdCom.Edge.Core.Tests.Packages;
using SdCom.Edge.Host;
using SdCom.Edge.Host.Configuration;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Configuration;

[Collection(nameof(Leaks))]
public class MalformedSettingsTests(Models models)
{
    [Fact]
    public void Thousands_of_spoiled_settings_are_each_refused_in_lines_or_mean_what_they_say()
    {
        using SamplePackage sample = new(); // small: it is read thousands of times
        string file = models.NewPath(".json");
        string good = $$"""
            { "formatVersion": 1, "model": "{{sample.Directory}}", "sources": ["synthetic:hover", "rtsp://me:${CAMERA}@host/a"], "threads": 2, "fallBack": true, "audit": "1%", "profile": null,
              "outputs": ["console", "jsonl:x.jsonl,on=ended", { "output": "mqtt:h,user=me", "rules": [ { "actions": ["wave"], "min": 0.5, "debounce": "5s" }, { "min": 0.9 } ] }],
              "ledger": { "file": "ledger.jsonl", "bytes": "1M", "files": 0 }, "dashboard": { "urls": "http://127.0.0.1:8080" } }
            """;
        Dictionary<string, string> environment = new() { ["CAMERA"] = "hush-hush" };
        int refused = 0;
        Leaks.None(Malformed.Of(good, 2000, seed: 3), bad =>
        {
            File.WriteAllBytes(file, bad);
            try
            {
                RunConfig.Load(file, environment);
            }
            catch (ConfigException wrong)
            {
                refused++;
                Assert.All(wrong.Problems, line => Assert.True(line.StartsWith(file, StringComparison.Ordinal) && line.Length < 2000 && !line.Contains('\n', StringComparison.Ordinal) && !line.Contains("hush-hush", StringComparison.Ordinal), line));
            }
        });

        Assert.True(refused > 1500, $"{refused} of 2000 were refused");
    }

    [Fact]
    public void Thousands_of_spoiled_outputs_are_each_refused_in_one_line_or_read()
    {
        string[] good = ["mqtts:broker:8883,user=me,qos=1,ha=yes,actions=hover+land,min=0.5,or,min=0.9", "serial:/dev/ttyUSB0,baud=9600,protocol=binary,stale=5s", "clips:folder,before=1s,after=2s,quota=1G", "webhook:https://host/x?token=abc,retries=2", "gpio:1/17,pattern=blink,time=2s"];
        Leaks.None(good.SelectMany((text, i) => Malformed.Of($"[\"{text}\"]", 1000, seed: 10 + i)).Select(System.Text.Encoding.UTF8.GetString), output =>
        {
            try
            {
                OutputKinds.Read(output, new OutputContext { Json = false });
                OutputKinds.Read(output.Trim('[', ']', '"'), new OutputContext { Json = false });
            }
            catch (Exception problem) when (problem is UsageException or Core.InputException)
            {
                Assert.False(output.Contains("?token=abc", StringComparison.Ordinal) && problem.Message.Contains("token=abc", StringComparison.Ordinal), problem.Message);
            }
        });
    }
}

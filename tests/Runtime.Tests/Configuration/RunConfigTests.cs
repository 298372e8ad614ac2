using SdCom.Edge.Host.Configuration;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Configuration;

public class RunConfigTests(Models models)
{
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly string file = models.NewPath(".json");

    private string Model => models.Small.Directory;

    [Fact]
    public void A_file_says_what_a_command_line_says()
    {
        RunConfig config = Read($$"""
            {
              "$schema": "./sdcom.schema.json", // people comment
              "formatVersion": 1, "model": "{{Model}}", "sources": ["synthetic:hover", "/dev/video9"], "outputs": ["console", "jsonl:x.jsonl,on=ended"],
              "threads": 2, "fallBack": true, "audit": "1%", "profile": null, "ledger": { "file": "ledger.jsonl", "bytes": "1M", "files": 0 },
            }
            """);
        Assert.Equal(
            ["--model", Model, "--source", "synthetic:hover", "--source", "/dev/video9", "--output", "console", "--output", "jsonl:x.jsonl,on=ended", "--threads", "2", "--fall-back",
             "--audit", "1%", "--ledger", "ledger.jsonl", "--ledger-bytes", "1M", "--ledger-files", "0"],
            config.Arguments());
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_each_with_file_key_value_and_remedy()
    {
        string[] lines = Refused("""
            { "formatVersion": 2, "model": "/nosuch", "sorces": [], "outputs": ["console", "carrier-pigeon:x"], "threads": "two", "audit": "200%", "fallBack": 1,
              "ledger": { "bytes": "10 MB", "colour": "red" }, "sources": ["rtsp://me:secret@host/x", "nosuch.mp4"], "profile": "/nosuch.json" }
            """);
        string[] beginnings =
        [
            "formatVersion must be 1, got 2", "sorces is not a known key", "threads must be a whole number without quotes, got \"two\"", "fallBack must be true or false, got 1",
            "ledger.colour is not a known key; remove it or correct its spelling. Known here: file, bytes, files.", "sources[0]: a password does not belong into settings",
            "model: /nosuch", "profile: /nosuch.json", "sources[1]: source must be", "outputs[1]: --output must be console", "audit: --audit must be a share", "ledger.bytes: --ledger-bytes must be a size", "ledger.bytes needs ledger.file",
        ];
        Assert.All(beginnings, beginning => Assert.Contains(lines, line => line.StartsWith($"{file}: {beginning}", StringComparison.Ordinal)));
        Assert.Equal(beginnings.Length, lines.Length);
        Assert.DoesNotContain(lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{", "not valid JSON (line 1, byte 2)")]
    [InlineData("[]", "the file must hold an object { }, got [].")]
    [InlineData("""{ "formatVersion": 1, "formatVersion": 1 }""", "not valid JSON")]
    [InlineData("""{ "formatVersion": 1, "sources": ["synthetic:hover"] }""", "model is missing; add it.")]
    [InlineData("""{ "formatVersion": 1, "ledger": [] }""", "ledger must be an object { }, got [].")]
    [InlineData("""{ "formatVersion": 1, "sources": [] }""", "sources must name one at least, got [].")]
    public void A_file_that_cannot_be_read_says_where(string json, string words)
        => Assert.Contains(Refused(json), line => line.StartsWith($"{file}: {words}", StringComparison.Ordinal));

    [Fact]
    public void The_environment_wins_over_the_file_and_the_command_line_over_both()
    {
        string json = $$"""{ "formatVersion": 1, "model": "/nosuch", "sources": ["synthetic:hover", "synthetic:hover"], "threads": 1 }""";
        Dictionary<string, string> environment = new() { ["SDCOM__MODEL"] = Model, ["SDCOM__SOURCES__0"] = "synthetic:land", ["SDCOM__LEDGER__FILE"] = "l.jsonl", ["SDCOM__FALLBACK"] = "true" };
        Assert.Equal(
            ["--model", Model, "--source", "synthetic:land", "--threads", "1", "--fall-back", "--ledger", "l.jsonl"],
            Read(json, environment).Arguments());
        Assert.Equal(["--source", "synthetic:land", "--fall-back", "--ledger", "l.jsonl"], Read(json, environment, "--model", "--threads").Arguments());
        // What the command line gives itself need not be right, nor there, in the file.
        Assert.Equal(["--source", "synthetic:hover", "--source", "synthetic:hover", "--threads", "1"], Read(json, null, "--model").Arguments());
    }

    [Fact]
    public void Variables_that_set_nothing_or_the_wrong_kind_are_refused()
    {
        string json = $$"""{ "formatVersion": 1, "model": "{{Model}}", "sources": ["synthetic:hover"] }""";
        Dictionary<string, string> environment = new() { ["SDCOM__SAUCE"] = "x", ["SDCOM__SOURCES__1"] = "0", ["SDCOM__THREADS"] = "two", ["SDCOM__FALLBACK"] = "yes", ["SDCOM_TOKEN"] = "not ours" };
        string[] lines = Refused(json, environment);
        Assert.Equal(["SDCOM__FALLBACK must be true or false, got 'yes'.", "SDCOM__THREADS must be a whole number, got 'two'."], lines.Where(line => line.Contains(" must be ", StringComparison.Ordinal)).Order());
        Assert.Single(lines, line => line.StartsWith("SDCOM__SAUCE sets no key", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("SDCOM__SOURCES__1 sets no key", StringComparison.Ordinal)); // there is no first one
    }

    [Fact]
    public void Secrets_come_from_the_environment_or_a_file()
    {
        string secret = models.NewPath();
        File.WriteAllText(secret, "pass word\n");
        string json = $$"""{ "formatVersion": 1, "model": "{{Model}}", "sources": ["rtsp://me:${CAMERA}@host/a", "rtsp://me:${file:{{secret}}}@host/b"] }""";
        Assert.Contains("rtsp://me:hush@host/a", Read(json, new Dictionary<string, string> { ["CAMERA"] = "hush" }).Arguments());
        Assert.Contains("rtsp://me:pass word@host/b", Read(json, new Dictionary<string, string> { ["CAMERA"] = "hush" }).Arguments());
        Assert.Contains(Refused(json), line => line == $"{file}: sources[0]: the environment has no variable CAMERA; set it.");
    }

    private RunConfig Read(string json, IReadOnlyDictionary<string, string>? environment = null, params string[] overridden)
    {
        File.WriteAllText(file, json);
        return RunConfig.Load(file, environment ?? Nothing, overridden);
    }

    private string[] Refused(string json, IReadOnlyDictionary<string, string>? environment = null) => [.. Assert.Throws<ConfigException>(() => Read(json, environment)).Problems];
}

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

    [Fact]
    public void An_output_may_be_an_object_with_rules_and_is_what_a_command_line_says()
    {
        RunConfig config = Read($$"""
            { "formatVersion": 1, "model": "{{Model}}", "sources": ["synthetic:hover"], "outputs": [
              "console",
              { "output": "jsonl:x.jsonl,on=ended" },
              { "output": "gpio:17,pattern=level", "rules": [ { "actions": ["wave_off", "hover"], "min": 0.8, "debounce": "5s" }, { "actions": ["land"], "min": null } ] } ] }
            """);
        Assert.Equal(
            ["console", "jsonl:x.jsonl,on=ended", "gpio:17,pattern=level,actions=wave_off+hover,min=0.8,debounce=5s,or,actions=land"],
            config.Values.Single(value => value.Key.Path == "outputs").Texts);
    }

    [Fact]
    public void Everything_that_is_wrong_with_rules_is_said_with_its_place()
    {
        string[] lines = Refused($$"""
            { "formatVersion": 1, "model": "{{Model}}", "sources": ["synthetic:hover"], "outputs": [
              7,
              { "rules": [ { "min": 0.5 } ], "colour": "red" },
              { "output": "console", "rules": [] },
              { "output": "console", "rules": [ 3, { "actions": "hover" }, { "actions": ["a+b"] }, { "min": 80 }, { "mni": 0.8 }, { "debounce": 5 } ] },
              { "output": "console", "rules": [ { "debounce": "five" } ] },
              { "output": "console", "rules": [ { "min": 0.5 }, { } ] } ] }
            """);
        string[] beginnings =
        [
            "outputs[0] must be a text, or an object", "outputs[1].colour is not a known key", "outputs[2].rules must be a list of objects [{ ... }], one at least, got []",
            "outputs[3].rules[0] must be an object { }, got 3", "outputs[3].rules[1].actions must be a list of names [\"...\"], one at least, got \"hover\"", "outputs[3].rules[2].actions: a name with a comma or a plus",
            "outputs[3].rules[3].min must be a number from 0 to 1, got 80", "outputs[3].rules[4].mni is not a known key; remove it or correct its spelling. Known here: actions, cameras, min, debounce.",
            "outputs[3].rules[5].debounce must be a text in quotes, got 5", "outputs[4]: --output console: debounce must be a time", "outputs[5]: --output console: a rule beside 'or' names nothing",
        ];
        Assert.All(beginnings, beginning => Assert.Contains(lines, line => line.StartsWith($"{file}: {beginning}", StringComparison.Ordinal)));
        Assert.Equal(beginnings.Length, lines.Length);
    }

    [Fact]
    public void Rules_that_name_what_the_run_does_not_have_are_found_before_it_starts()
    {
        string[] lines = Refused($$"""
            { "formatVersion": 1, "model": "{{Model}}", "sources": ["synthetic:hover"], "outputs": [
              { "output": "console", "rules": [ { "actions": ["hover"] }, { "actions": ["sleeping"] } ] }, "jsonl:x,camera=yard", "jsonl:y,actions=land" ] }
            """);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{file}: outputs[0]: --output console: actions: the model knows no 'sleeping'; it knows ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{file}: outputs[1]: --output jsonl:x: camera: there is no 'yard'", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not valid JSON (line 1, byte 2)")]
    [InlineData("""{ "formatVersion": 1, "model": "\ud800" }""", "a text in it is no valid UTF-8, or holds half a character")]
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

using SdCom.Edge.Host;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Outputs.Rules;
using SdCom.Edge.Runtime.Tests.Outputs;

namespace SdCom.Edge.Runtime.Tests.Host;

public class OutputSpecTests
{
    [Theory]
    [InlineData("console", "console", "")]
    [InlineData("jsonl:a,b.jsonl,bytes=1M", "jsonl", "a,b.jsonl")]
    [InlineData("serial:/dev/serial/by-id/usb-1,baud=9600,on=both", "serial", "/dev/serial/by-id/usb-1")]
    [InlineData("webhook:https://host/x?y=1", "webhook", "https://host/x?y=1")]
    public void A_kind_a_target_and_options_are_told_apart(string text, string kind, string target)
    {
        OutputSpec spec = new(text);
        Assert.Equal((kind, target), (spec.Kind, spec.Target));
    }

    [Theory]
    [InlineData("webhook:https://host/x?token=abc", "webhook:https://host/x?***")]
    [InlineData("webhook:https://me:abc@host/x", "webhook:https://***@host/x")]
    [InlineData("mqtt:me:abc@host", "mqtt:***@host")]
    public void What_may_be_secret_is_in_no_name(string text, string name) => Assert.Equal(name, new OutputSpec(text).Name);

    [Fact]
    public void A_key_that_is_given_twice_or_not_read_is_refused()
    {
        Assert.Throws<UsageException>(() => new OutputSpec("console,min=1,min=0"));
        OutputSpec spec = new("console,min=0.5,colour=red");
        Assert.Equal(0.5, spec.Fraction("min", 0));
        Assert.Equal("--output console: unknown option colour; it knows min.", Assert.Throws<UsageException>(spec.Finish).Message);
    }

    [Fact]
    public void Several_rules_stand_behind_each_other_and_one_that_admits_is_enough()
    {
        OutputParts parts = OutputKinds.Read("jsonl:a.jsonl,actions=wave_off+hover,on=both,min=0.6,or,actions=land,camera=front,min=0.9,debounce=5s", new OutputContext { Json = false });
        Assert.Equal("jsonl:a.jsonl", parts.Name);
        Assert.Equal([["wave_off", "hover"], ["land"]], parts.Rules.Select(rule => rule.Actions));
        Assert.Equal([0.6, 0.9], parts.Rules.Select(rule => rule.MinimumConfidence));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(5)], parts.Rules.Select(rule => rule.Debounce));
        RuleSet rules = new(parts.Rules);
        Assert.True(rules.Admit(Messages.Began(action: "hover", camera: "back", confidence: 0.6f)));
        Assert.False(rules.Admit(Messages.Began(action: "land", camera: "back", confidence: 0.95f)));
        Assert.True(rules.Admit(Messages.Began(action: "land", confidence: 0.95f)));
        Assert.False(rules.Admit(Messages.Began(action: "land", start: 5.9, confidence: 0.95f)));
    }

    [Theory]
    [InlineData("console,min=0.5,or", "--output console: a rule beside 'or' names nothing, so it admits everything; give it actions, camera, min or debounce, or leave the others away.")]
    [InlineData("jsonl:a,or,min=0.5", "--output jsonl:a: a rule beside 'or' names nothing, so it admits everything; give it actions, camera, min or debounce, or leave the others away.")]
    [InlineData("console,min=0.5,or,min=2", "--output console: rule 2: min must be a number from 0 to 1, got '2'.")]
    [InlineData("jsonl:a,min=0.5,or,min=0.7,on=both", "--output jsonl:a: rule 2: unknown option on; it knows actions, camera, min, debounce.")]
    [InlineData("console,min=0.5,or,min=0.7,min=0.8", "--output console,min=0.5,or: min is given twice.")]
    public void A_rule_that_is_wrong_is_one_clear_line(string output, string words)
        => Assert.Equal(words, Assert.Throws<UsageException>(() => OutputKinds.Read(output, new OutputContext { Json = false })).Message);

    [Fact]
    public void Changes_are_said_once_and_with_what_was_lost()
    {
        List<string> said = [];
        OutputLog log = new("mqtt:host", said.Add);
        OutputStatus fine = new(OutputState.Connected, null, TimeSpan.Zero, 0, 0, 0, 0);
        OutputStatus away = fine with { State = OutputState.Waiting, Problem = "gone", RetryIn = TimeSpan.FromSeconds(2) };
        foreach (OutputStatus status in (OutputStatus[])[fine, away, fine with { State = OutputState.Connecting }, away, fine with { Problem = "gone", Dropped = 3 }, fine])
            log.Add(status);
        log.Add(fine with { Failed = 1, Problem = "too large" });
        log.Add(fine with { Failed = 2, Problem = "too large" });
        Assert.Equal(
            [
                "output mqtt:host: gone; trying again in 2.0 s.",
                "output mqtt:host: connected; 3 message(s) had no room meanwhile.",
                "output mqtt:host: too large; this message is given up.",
            ],
            said);
    }
}

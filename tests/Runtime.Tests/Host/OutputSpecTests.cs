using SdCom.Edge.Host;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Runtime.Outputs.Queue;

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

using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Outputs.Rules;

namespace SdCom.Edge.Runtime.Tests.Outputs.Rules;

public class RuleSetTests
{
    [Fact]
    public void Without_rules_everything_passes()
    {
        Assert.True(new RuleSet().Admit(Messages.Began(confidence: 0)));
        Assert.True(new RuleSet().Admit(Messages.Began() with { Kind = MessageKinds.Frame, Action = null }));
    }

    [Fact]
    public void A_rule_names_actions_and_cameras()
    {
        RuleSet rules = new(new OutputRule { Actions = ["wave_off", "hover"], Cameras = ["front"] });
        Assert.True(rules.Admit(Messages.Began()));
        Assert.True(rules.Admit(Messages.Began(action: "hover")));
        Assert.False(rules.Admit(Messages.Began(action: "land")));
        Assert.False(rules.Admit(Messages.Began(camera: "back")));
        Assert.False(rules.Admit(Messages.Began() with { Kind = MessageKinds.Frame, Action = null }));
    }

    [Fact]
    public void An_admitted_action_is_admitted_with_its_end()
    {
        RuleSet rules = new(new OutputRule { MinimumConfidence = 0.7 });
        Assert.True(rules.Admit(Messages.Began(confidence: 0.7f)));
        Assert.True(rules.Admit(Messages.Ended(confidence: 0.7f)));
    }

    [Fact]
    public void An_action_that_became_sure_only_later_is_admitted_at_its_end()
    {
        RuleSet rules = new(new OutputRule { MinimumConfidence = 0.8 });
        Assert.False(rules.Admit(Messages.Began(confidence: 0.7f)));
        Assert.True(rules.Admit(Messages.Ended(confidence: 0.9f)));
        Assert.False(rules.Admit(Messages.Began(start: 10, confidence: 0.7f)));
        Assert.False(rules.Admit(Messages.Ended(start: 10, end: 11, confidence: 0.75f)));
    }

    [Fact]
    public void An_action_that_begins_again_too_soon_is_left_out_from_its_beginning_to_its_end()
    {
        RuleSet rules = new(new OutputRule { Debounce = TimeSpan.FromSeconds(5) });
        Assert.True(rules.Admit(Messages.Began(start: 1)));
        Assert.True(rules.Admit(Messages.Ended(start: 1)));
        Assert.False(rules.Admit(Messages.Began(start: 5.9)));
        Assert.False(rules.Admit(Messages.Ended(start: 5.9, end: 7)));
        Assert.True(rules.Admit(Messages.Began(start: 6))); // five seconds after the last one that was admitted
    }

    [Fact]
    public void Debouncing_keeps_cameras_and_actions_apart()
    {
        RuleSet rules = new(new OutputRule { Debounce = TimeSpan.FromSeconds(5) });
        Assert.True(rules.Admit(Messages.Began(start: 1)));
        Assert.True(rules.Admit(Messages.Began(start: 1, camera: "back")));
        Assert.True(rules.Admit(Messages.Began(start: 2, action: "hover")));
        Assert.False(rules.Admit(Messages.Began(start: 3)));
    }

    [Fact]
    public void One_rule_that_admits_is_enough()
    {
        RuleSet rules = new(new OutputRule { Actions = ["hover"] }, new OutputRule { Actions = ["wave_off"], MinimumConfidence = 0.7 });
        Assert.True(rules.Admit(Messages.Began(action: "hover", confidence: 0.1f)));
        Assert.True(rules.Admit(Messages.Began(start: 3, confidence: 0.7f)));
        Assert.False(rules.Admit(Messages.Began(start: 5, confidence: 0.6f)));
    }
}

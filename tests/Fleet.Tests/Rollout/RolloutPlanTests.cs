using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Rollout;

namespace SdCom.Edge.Fleet.Tests.Rollout;

public class RolloutPlanTests
{
    private static readonly string[] Nodes = [.. Enumerable.Range(0, 1000).Select(i => $"node-{i}")];

    [Fact]
    public void A_tenth_of_the_nodes_goes_first_another_tenth_for_another_model_and_widening_takes_nobody_back()
    {
        HashSet<string> tenth = With('a', 0.1), half = With('a', 0.5), other = With('b', 0.1);
        Assert.InRange(tenth.Count, 70, 130);
        Assert.InRange(half.Count, 450, 550);
        Assert.Subset(half, tenth);
        Assert.InRange(tenth.Intersect(other).Count(), 0, 30);
        Assert.Equal(1000, With('a', 1).Count);
        Assert.Empty(With('a', 0));
    }

    [Fact]
    public void The_newest_model_that_includes_a_node_runs_and_one_that_is_withdrawn_gives_way_to_the_one_before()
    {
        RolloutPlan plan = new();
        Assert.Null(plan.WantedOf("node"));
        plan.Add(Order('a', 1));
        plan.Add(Order('b', 1));
        Assert.Equal(Hash('b'), plan.WantedOf("node")?.ModelHash);
        Assert.Equal(Hash('a'), plan.WantedOf("node", Hash('b'))?.ModelHash); // this node will not run b
        plan.Add(Order('b', 0));
        Assert.Equal(Hash('a'), plan.WantedOf("node")?.ModelHash);
        plan.Add(Order('a', 1)); // widening an old one does not make it new
        plan.Add(Order('c', 1));
        plan.Add(Order('a', 1));
        Assert.Equal(Hash('c'), plan.WantedOf("node")?.ModelHash);
        plan.Add(Order('b', 1)); // asked for again after it was withdrawn
        Assert.Equal(Hash('b'), plan.WantedOf("node")?.ModelHash);
    }

    [Theory]
    [InlineData(100, 90, 100, 88, false)]
    [InlineData(100, 90, 100, 60, true)]
    [InlineData(100, 90, 19, 0, false)] // too few to tell
    [InlineData(19, 19, 100, 0, false)]
    [InlineData(100, 100, 100, 100, false)]
    [InlineData(100, 60, 100, 90, false)]
    public void A_model_is_given_up_when_it_agrees_less_than_the_one_before_by_more_than_chance(long before, long agreedBefore, long after, long agreedAfter, bool fell) =>
        Assert.Equal(fell, AgreementJudge.Fell(new Agreement(before, agreedBefore), new Agreement(after, agreedAfter)));

    [Theory]
    [InlineData("""{"formatVersion":1,"model":"m","modelHash":"../../etc","share":1}""", "modelHash must be 64 hexadecimal digits")]
    [InlineData("""{"formatVersion":2,"model":"m","modelHash":"aa","share":1}""", "formatVersion must be 1, got 2")]
    [InlineData("""{"formatVersion":1,"model":"m","modelHash":"aa"}""", "share")]
    [InlineData("""{"formatVersion":1,"model":"m","modelHash":"aa","share":1,"path":"/etc"}""", "path")]
    public void An_order_that_is_none_is_refused_in_one_line(string text, string says)
    {
        InputException problem = Assert.Throws<InputException>(() => Payload.ReadRollout(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public void An_order_comes_back_as_it_went() =>
        Assert.Equal(Order('a', 0.25), Payload.ReadRollout(JsonSerializer.SerializeToUtf8Bytes(Order('a', 0.25), FleetJson.Default.RolloutOrder)));

    private static HashSet<string> With(char letter, double share)
    {
        RolloutPlan plan = new();
        plan.Add(Order(letter, share));
        return [.. Nodes.Where(node => plan.WantedOf(node) is not null)];
    }

    private static RolloutOrder Order(char letter, double share) => new() { FormatVersion = RolloutOrder.CurrentFormat, Model = $"model {letter}", ModelHash = Hash(letter), Share = share };

    private static string Hash(char letter) => new(letter, 64);
}

using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Tests.Recognition;

public class ShownActionsTests
{
    [Fact]
    public void The_answer_counts_once_the_window_holds_only_what_is_shown()
    {
        ShownActions shown = new(TimeSpan.FromSeconds(2));
        for (int i = 0; i < 5; i++)
            shown.Add(TimeSpan.FromSeconds(i), "hover", i < 2 ? "land" : "hover", 0.5f + (i / 10f));
        for (int i = 5; i < 9; i++)
            shown.Add(TimeSpan.FromSeconds(i), "idle", i < 7 ? "hover" : null, 0.9f);
        shown.Add(TimeSpan.FromSeconds(9), "land", "land", 1);

        Assert.Equal(["hover", null, null], shown.All.Select(s => s.Answer));
        Assert.Equal([true, true, false], shown.All.Select(s => s.Recognised));
        Assert.Equal([true, true, false], shown.All.Select(s => s.Judged));
        Assert.Equal(0.9f, shown.All[0].Confidence);
    }

    [Fact]
    public void A_wrong_answer_is_not_recognised()
    {
        ShownActions shown = new(TimeSpan.Zero);
        shown.Add(TimeSpan.Zero, "hover", "land", 0.9f);
        Assert.False(shown.All[0].Recognised);
    }
}

using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Tests.Recognition;

public class ActionEventsTests
{
    private static readonly EventRule Rule = new(Enter: 0.6, Stay: 0.4, MinimumFrames: 2, GraceFrames: 1);

    [Fact]
    public void An_action_lasts_from_its_first_to_its_last_frame_and_keeps_its_peak()
    {
        (List<ActionEvent> ended, ActionEvent? open) = Play((-1, 0.9), (3, 0.7), (3, 0.95), (3, 0.8), (-1, 0.9), (-1, 0.9));
        Assert.Equal([new ActionEvent(3, Second(1), Second(3), 0.95f)], ended);
        Assert.Null(open);
    }

    [Fact]
    public void A_single_flash_is_no_event() => Assert.Empty(Play((-1, 0.9), (3, 0.99), (-1, 0.9), (-1, 0.9)).Ended);

    [Fact]
    public void A_wavering_answer_does_not_tear_an_action_apart()
    {
        // Under the entry level it may stay, and one frame without it is forgiven.
        (List<ActionEvent> ended, _) = Play((3, 0.8), (3, 0.8), (3, 0.45), (-1, 0.5), (3, 0.5), (-1, 0.9), (-1, 0.9));
        Assert.Equal([new ActionEvent(3, Second(0), Second(4), 0.8f)], ended);
    }

    [Fact]
    public void Another_action_ends_the_one_before()
    {
        (List<ActionEvent> ended, ActionEvent? open) = Play((3, 0.8), (3, 0.8), (5, 0.9), (5, 0.9));
        Assert.Equal([new ActionEvent(3, Second(0), Second(1), 0.8f)], ended);
        Assert.Equal(new ActionEvent(5, Second(2), Second(3), 0.9f), open);
    }

    private static (List<ActionEvent> Ended, ActionEvent? Open) Play(params (int Class, double Confidence)[] answers)
    {
        ActionEvents events = new(Rule);
        List<ActionEvent> ended = [];
        for (int i = 0; i < answers.Length; i++)
        {
            if (events.Add(Second(i), answers[i].Class, (float)answers[i].Confidence, out ActionEvent over))
                ended.Add(over);
        }

        return (ended, events.Current);
    }

    private static TimeSpan Second(int second) => TimeSpan.FromSeconds(second);
}

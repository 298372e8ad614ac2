using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Tests.Stages;

public sealed class CalibrationTests
{
    [Fact]
    public void Answers_that_are_too_sure_get_a_temperature_above_one()
    {
        // Logit 4 against 0 is right three times of four: p = 0.75 asks for a distance of ln 3, so T = 4 / ln 3 = 3.64.
        Outcome outcome = Make([(4, 0, 0), (4, 0, 0), (4, 0, 0), (4, 0, 1)]);
        Assert.Equal(3.65, Calibration.Temperature(outcome), 0.001);
    }

    [Fact]
    public void The_threshold_gives_up_one_right_answer_in_twenty()
    {
        // Twenty right answers, distances 0.1 .. 2.0; the second least sure sets the mark: 1 / (1 + e^-0.2) = 0.550.
        Outcome outcome = Make([.. Enumerable.Range(1, 20).Select(i => (0.1f * i, 0f, 0))]);
        Assert.Equal(0.55, Calibration.NoActionThreshold(outcome, 1, noAction: -1), 0.001);
        Assert.Equal(0, Calibration.NoActionThreshold(outcome, 1, noAction: 0));
    }

    [Fact]
    public void The_default_price_is_the_cheapest_that_is_as_good_as_full_width()
    {
        Outcome full = Make([(3, 0, 0), (0, 3, 1)]) with { MacsPerFrame = 100 };
        PricePoint dear = new(0, full with { MacsPerFrame = 90 });
        PricePoint good = new(1, full with { MacsPerFrame = 40 });
        PricePoint better = new(2, full with { MacsPerFrame = 30 });
        PricePoint wrong = new(3, Make([(3, 0, 0), (3, 0, 1)]) with { MacsPerFrame = 10 });
        Assert.Equal(2, PriceChoice.Default([dear, good, better, wrong], full).Price);
        Assert.Equal(3, PriceChoice.Default([dear, wrong], full).Price);
    }

    [Fact]
    public void Abstaining_is_told_for_actions_and_for_no_action_apart()
    {
        // Class 1 is no action. Of four actions two are named surely, one unsurely, one is missed; of two others one is taken for an action, unsurely.
        Outcome outcome = Make([(4, 0, 0), (4, 0, 0), (0.1f, 0, 0), (0, 4, 0), (0.1f, 0, 1), (0, 4, 1)]);
        AbstainResult told = Calibration.Abstain(outcome, temperature: 1, threshold: 0.6, noAction: 1)!;
        Assert.Equal((4, 0.75, 0.5), (told.Actions, told.ActionsRight, told.ActionsRightAndSure));
        Assert.Equal((0, 0), (told.ActionsWrong, told.ActionsWrongAndSure));
        Assert.Equal((2, 0.5, 0), (told.Still, told.FalseAlarms, told.FalseAlarmsAndSure));
        Assert.Null(Calibration.Abstain(outcome, 1, 0.6, noAction: -1));
    }

    [Fact]
    public void Confusion_counts_true_classes_in_rows()
    {
        int[][] confusion = Make([(1, 0, 0), (0, 1, 0), (0, 1, 1)]).Confusion();
        Assert.Equal([1, 1], confusion[0]);
        Assert.Equal([0, 1], confusion[1]);
    }

    private static Outcome Make((float First, float Second, int Label)[] answers) => new()
    {
        Top1 = answers.Average(a => (a.First >= a.Second ? 0 : 1) == a.Label ? 1.0 : 0.0),
        MacroTop1 = 0,
        MacsPerFrame = 1,
        WidthShare = [],
        Logits = [.. answers.Select(a => new[] { a.First, a.Second })],
        Labels = [.. answers.Select(a => a.Label)],
    };
}

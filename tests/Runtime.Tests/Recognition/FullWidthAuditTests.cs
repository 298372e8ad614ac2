using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Recognition;

public class FullWidthAuditTests(Models models)
{
    [Fact]
    public void A_stream_that_runs_at_full_width_agrees_with_itself_always()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        FullWidthAudit audit = new(models.Small, nets, 0.3, new Random(1));
        Stream(nets, Width.Full, audit, 160);
        Assert.True(audit.Windows > 5);
        Assert.Equal(audit.Windows, audit.Agreed);
        Assert.Equal(0, audit.Alarms);
    }

    [Fact]
    public void Answers_are_the_same_with_and_without_an_audit()
    {
        using Nets nets = Nets.Load(models.Shifting, models.Engine);
        Assert.Equal(Stream(nets, new Width(25), null, 60, shifting: true), Stream(nets, new Width(25), new FullWidthAudit(models.Shifting, nets, 1, new Random(1)), 60, shifting: true));
    }

    [Fact]
    public void It_takes_the_share_that_was_asked_for_and_tells_what_it_cost()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        FullWidthAudit all = new(models.Small, nets, 1, new Random(1)), some = new(models.Small, nets, 0.2, new Random(1));
        Stream(nets, Width.Skip, all, 40);
        Assert.Equal((40L, 10L), (all.Frames, all.Windows)); // windows of 4
        Assert.Equal(40 * (models.Small.Costs.FullFrame - models.Small.Costs.Static.Macs - models.Small.Costs.Gate.Macs), all.Macs);
        Stream(nets, Width.Skip, some, 600);
        Assert.InRange(some.Frames / 600.0, 0.13, 0.27);
    }

    [Fact]
    public void A_window_that_a_new_scene_cuts_is_not_compared()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        FullWidthAudit audit = new(models.Small, nets, 1, new Random(1));
        for (int i = 0; i < 20; i++)
        {
            Stream(nets, Width.Skip, audit, 3);
            audit.Restart();
        }

        Assert.Equal((60L, 0L), (audit.Frames, audit.Windows));
    }

    [Fact]
    public void Agreement_that_falls_is_told_once_and_wavering_is_not()
    {
        Random random = new(5);
        AgreementDrift drift = new();
        int before = Enumerable.Range(0, 500).Count(_ => drift.Add(random.NextDouble() < 0.9));
        int after = Enumerable.Range(0, 60).Count(_ => drift.Add(random.NextDouble() < 0.4));
        Assert.Equal((0, 1), (before, after));
    }

    // The answers of a stream of generated frames at one width.
    private List<(int Class, float Confidence)> Stream(Nets nets, Width width, FullWidthAudit? audit, int frames, bool shifting = false)
    {
        SdCom.Edge.Core.Packages.ModelPackage model = shifting ? models.Shifting : models.Small;
        Recognizer recognizer = new(model, nets, Allowance.Fixed(model.Costs, width));
        using SyntheticSource camera = new(["hover", "land"], TimeSpan.FromSeconds(2), 3, TimeProvider.System);
        using Frame frame = new();
        camera.TryRetrieve(frame);
        frame.Seal();
        List<(int, float)> answers = [];
        for (int i = 0; i < frames; i++)
        {
            Answer answer = recognizer.Process(frame);
            answers.Add((answer.Prediction.ClassIndex, answer.Prediction.Confidence));
            audit?.Look(answer);
        }

        return answers;
    }
}

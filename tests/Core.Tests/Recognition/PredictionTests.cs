using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Core.Tests.Packages;

namespace SdCom.Edge.Core.Tests.Recognition;

public class PredictionTests
{
    private readonly float[] probabilities = new float[3];

    [Fact]
    public void Softmax_divides_by_the_temperature_and_sums_to_one()
    {
        // exp(0), exp(ln 2), exp(ln 5) at temperature 2 of logits 0, 2 ln 2, 2 ln 5: 1/8, 2/8, 5/8.
        Assert.True(Softmax.Fill([0, 2 * MathF.Log(2), 2 * MathF.Log(5)], 2, probabilities));
        Assert.Equal(0.125, probabilities[0], 1e-6);
        Assert.Equal(0.25, probabilities[1], 1e-6);
        Assert.Equal(0.625, probabilities[2], 1e-6);
    }

    [Fact]
    public void Softmax_holds_for_huge_logits()
    {
        Assert.True(Softmax.Fill([1e30f, 0, -1e30f], 1, probabilities));
        Assert.Equal([1f, 0f, 0f], probabilities);
    }

    [Fact]
    public void Logits_that_are_not_numbers_give_no_answer()
    {
        PredictionRule rule = new(SamplePackage.Manifest());
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            Prediction prediction = rule.Decide([0, bad, 1], probabilities);
            Assert.Equal(Prediction.Failed, prediction);
            Assert.False(prediction.IsValid || prediction.IsAction);
            Assert.Equal([0f, 0f, 0f], probabilities);
        }
    }

    [Fact]
    public void No_action_is_the_idle_class_or_too_little_confidence()
    {
        // Classes idle, wave, point; threshold 0.4; temperature 1.5.
        PredictionRule rule = new(SamplePackage.Manifest());
        Assert.Equal((1, true), Answer(rule.Decide([0, 9, 0], probabilities)));
        Assert.Equal((0, false), Answer(rule.Decide([9, 0, 0], probabilities)));
        Assert.Equal((2, false), Answer(rule.Decide([0, 0, 0.1f], probabilities)));
        Assert.Equal((0, false), Answer(rule.Decide([1, 1, 1], probabilities)));
        Assert.Equal((1, true), Answer(new PredictionRule(SamplePackage.Manifest() with { NoAction = new NoActionRule(null, 0) }).Decide([0, 0.1f, 0], probabilities)));
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        PredictionRule rule = new(SamplePackage.Manifest());
        float[] logits = [1, 2, 3];
        Assert.Equal(0, Allocations.Of(() => rule.Decide(logits, probabilities)));
    }

    private static (int, bool) Answer(Prediction prediction) => (prediction.ClassIndex, prediction.IsAction);
}

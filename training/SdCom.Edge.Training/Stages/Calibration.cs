using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Training.Export;

namespace SdCom.Edge.Training.Stages;

/// <summary>Makes probabilities mean what they say, and finds where "no action" begins.</summary>
public static class Calibration
{
    // One in twenty right answers may be lost to the threshold.
    private const double LostShare = 0.05;

    /// <summary>The temperature from 0.25 to 4 at which the labels are likeliest (Guo et al. 2017, section 4.2).</summary>
    public static double Temperature(Outcome outcome) =>
        Enumerable.Range(0, 76).Select(i => 0.25 + (0.05 * i)).MinBy(t => NegativeLogLikelihood(outcome, t));

    /// <summary>Mean of -log p(label).</summary>
    public static double NegativeLogLikelihood(Outcome outcome, double temperature)
    {
        double sum = 0;
        for (int i = 0; i < outcome.Logits.Length; i++)
            sum -= Math.Log(Math.Max(1e-12, Probabilities(outcome.Logits[i], temperature)[outcome.Labels[i]]));
        return sum / Math.Max(1, outcome.Logits.Length);
    }

    /// <summary>The probability under which 5 % of the right answers that name an action lie; 0 when there are none.</summary>
    /// <param name="outcome">Answers on clips that chose nothing else.</param>
    /// <param name="temperature">The calibrated temperature.</param>
    /// <param name="noAction">Label of the class that already means "no action", or -1.</param>
    public static double NoActionThreshold(Outcome outcome, double temperature, int noAction)
    {
        double[] sure = [.. Enumerable.Range(0, outcome.Logits.Length)
            .Where(i => outcome.Labels[i] != noAction && Outcome.Top(outcome.Logits[i]) == outcome.Labels[i])
            .Select(i => (double)Probabilities(outcome.Logits[i], temperature).Max())
            .Order()];
        return sure.Length == 0 ? 0 : Math.Round(sure[(int)(LostShare * sure.Length)], 3);
    }

    /// <summary>What the threshold does to answers; null without clips of both kinds.</summary>
    /// <param name="outcome">Answers on clips that chose nothing.</param>
    /// <param name="temperature">The calibrated temperature.</param>
    /// <param name="threshold">See <see cref="NoActionThreshold"/>.</param>
    /// <param name="noAction">Label of the class that means "no action", or -1.</param>
    public static AbstainResult? Abstain(Outcome outcome, double temperature, double threshold, int noAction)
    {
        int[] still = [.. Enumerable.Range(0, outcome.Logits.Length).Where(i => outcome.Labels[i] == noAction)];
        int[] acting = [.. Enumerable.Range(0, outcome.Logits.Length).Where(i => outcome.Labels[i] != noAction)];
        if (still.Length == 0 || acting.Length == 0)
            return null;
        return new AbstainResult
        {
            Actions = acting.Length,
            ActionsRight = Share(acting, i => Names(i) && Right(i)),
            ActionsRightAndSure = Share(acting, i => Names(i) && Right(i) && Sure(i)),
            ActionsWrong = Share(acting, i => Names(i) && !Right(i)),
            ActionsWrongAndSure = Share(acting, i => Names(i) && !Right(i) && Sure(i)),
            Still = still.Length,
            FalseAlarms = Share(still, Names),
            FalseAlarmsAndSure = Share(still, i => Names(i) && Sure(i)),
        };

        bool Names(int i) => Outcome.Top(outcome.Logits[i]) != noAction;
        bool Right(int i) => Outcome.Top(outcome.Logits[i]) == outcome.Labels[i];
        bool Sure(int i) => Probabilities(outcome.Logits[i], temperature).Max() >= threshold;
        static double Share(int[] clips, Func<int, bool> which) => clips.Count(which) / (double)clips.Length;
    }

    private static float[] Probabilities(float[] logits, double temperature)
    {
        float[] probabilities = new float[logits.Length];
        Softmax.Fill(logits, temperature, probabilities);
        return probabilities;
    }
}

namespace SdCom.Edge.Core.Recognition;

/// <summary>Probabilities from logits.</summary>
public static class Softmax
{
    /// <summary>Writes exp(logit / temperature), scaled to sum 1. Returns false, with <paramref name="probabilities"/> zero, when a logit is not finite.</summary>
    public static bool Fill(ReadOnlySpan<float> logits, double temperature, Span<float> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, logits.Length);
        float top = float.NegativeInfinity;
        foreach (float logit in logits)
        {
            if (!float.IsFinite(logit))
            {
                probabilities.Clear();
                return false;
            }

            top = Math.Max(top, logit);
        }

        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp((logit - top) / temperature);
        for (int i = 0; i < logits.Length; i++)
            probabilities[i] = (float)(Math.Exp((logits[i] - top) / temperature) / sum);
        return true;
    }
}

using System.Xml.Linq;

namespace SdCom.Edge.Training.Reports;

/// <summary>How each stage went: loss, accuracy on training and validation clips, cost and rate, over its epochs.</summary>
internal static class CurveSection
{
    /// <summary>One section for each stage that left metrics.</summary>
    public static IEnumerable<XElement> Write(MetricsLog log) => log.Stages.Select(stage => new XElement(
        "section",
        new XElement("h2", $"Stage {stage}"),
        new XElement("div", new XAttribute("class", "figures"), Figures(log, stage))));

    private static IEnumerable<XElement> Figures(MetricsLog log, string stage)
    {
        yield return Chart.Draw("Loss", "epoch", "mean over the epoch", [new Series("loss", log.Curve(stage, "loss"))]);
        List<Series> right = [new Series("training clips", log.Curve(stage, "top1"))];
        right.AddRange(log.Keys(stage, "validation").Select(width => new Series($"validation, width {width}", log.Curve(stage, "validation", width))));
        yield return Chart.Draw("Accuracy", "epoch", "share of clips answered rightly", right);
        if (log.Curve(stage, "relativeCost") is { Count: > 0 } cost)
            yield return Chart.Draw("Cost that the gate asks for", "epoch", "1 is full width on every frame", [new Series("relative cost", cost)]);
        if (log.Curve(stage, "learningRate") is { Count: > 0 } rate)
            yield return Chart.Draw("Learning rate", "epoch", "at the epoch's last step, in thousandths", [new Series("rate x 1000", [.. rate.Select(p => (p.X, p.Y * 1000))])]);
    }
}

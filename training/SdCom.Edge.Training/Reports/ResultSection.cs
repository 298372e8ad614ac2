using System.Xml.Linq;
using SdCom.Edge.Training.Export;
using static SdCom.Edge.Training.Export.Markdown;

namespace SdCom.Edge.Training.Reports;

/// <summary>What the trained network does on a set of clips: accuracy against MACs beside the baselines, shares of the widths.</summary>
internal static class ResultSection
{
    private static readonly string[] Columns = ["policy", "MACs a frame", "of full", "top-1", "mean over classes"];

    /// <summary>Validation and, when there is one, test.</summary>
    public static IEnumerable<XElement> Write(CardRun run)
    {
        yield return Write("Validation clips", run, run.Evaluation.Validation);
        if (run.Evaluation.Test is { } test)
            yield return Write("Test clips", run, test);
    }

    private static XElement Write(string title, CardRun run, SetEvaluation set)
    {
        PolicyResult gate = set.Priced.FirstOrDefault(p => p.Price == run.Evaluation.DefaultPrice) ?? set.Priced[0], full = set.Fixed[^1];
        return new XElement(
            "section",
            new XElement("h2", title),
            new XElement("p", $"{set.Name}: {set.Clips} clips."),
            new XElement(
                "div",
                new XAttribute("class", "tiles"),
                Tile(Percent(gate.Top1), $"top-1 of the gate at its default price {Number(run.Evaluation.DefaultPrice)}"),
                Tile(Percent(gate.MacsPerFrame / full.MacsPerFrame), $"of the full width's MACs ({Millions(gate.MacsPerFrame)} a frame)"),
                Tile(Percent(full.Top1), $"top-1 of full width on every frame ({Millions(full.MacsPerFrame)} a frame)"),
                Tile(Percent(gate.WidthShare.Take(2).Sum()), "of the frames at the two cheapest widths")),
            new XElement("div", new XAttribute("class", "figures"), Curve(set), Shares(run, set)),
            Policies(run, set, gate),
            ConfusionTable.Write(run.Evaluation.Classes, set.Confusion));
    }

    private static XElement Tile(string value, string what) => new("div", new XElement("b", value), new XElement("span", what));

    private static XElement Curve(SetEvaluation set)
    {
        List<Series> series = [Points("gate, by price", set.Priced), Points("one width on every frame", set.Fixed)];
        if (set.Random is { } random)
            series.Add(Points("the gate's shares, drawn blindly", [random], joined: false));
        if (set.Confident is { Count: > 0 } confident)
            series.Add(Points("skip while the answer is sure", confident));
        if (set.Memoryless is { Count: > 0 } memoryless)
            series.Add(Points("gate without memory", memoryless));
        if (set.Noisy is { } noisy)
            series.Add(Points("published inference", [noisy], joined: false));
        return Chart.Draw("Accuracy against MACs", "MMACs a frame", "top-1", series);
    }

    private static Series Points(string name, IEnumerable<PolicyResult> results, bool joined = true) =>
        new(name, [.. results.Select(r => (r.MacsPerFrame / 1e6, r.Top1)).OrderBy(p => p.Item1)], joined);

    private static XElement Shares(CardRun run, SetEvaluation set) => ShareBars.Draw(
        "Frames at each width",
        "price",
        [.. run.Network.Widths.Select(w => w.IsSkip ? "skip" : $"width {w}")],
        [.. set.Priced.Select(p => (Number(p.Price) + (p.Price == run.Evaluation.DefaultPrice ? " *" : ""), p.WidthShare))]);

    private static XElement Policies(CardRun run, SetEvaluation set, PolicyResult gate)
    {
        List<(string Name, PolicyResult Result)> rows = [("gate at the default price", gate)];
        rows.AddRange(run.Network.Widths.Zip(set.Fixed, (w, r) => (w.IsSkip ? "skip on every frame" : $"width {w} on every frame", r)));
        if (set.Random is { } random)
            rows.Add(("the gate's shares, drawn blindly", random));
        if (set.Noisy is { } noisy)
            rows.Add(("published inference, with noise", noisy));
        return new XElement(
            "table",
            new XElement("thead", new XElement("tr", Columns.Select(h => new XElement("th", h)))),
            new XElement("tbody", rows.Select(r => new XElement(
                "tr",
                new XElement("th", r.Name),
                new[] { Millions(r.Result.MacsPerFrame), Percent(r.Result.MacsPerFrame / set.Fixed[^1].MacsPerFrame), Percent(r.Result.Top1), Percent(r.Result.MacroTop1) }.Select(c => new XElement("td", c))))));
    }
}

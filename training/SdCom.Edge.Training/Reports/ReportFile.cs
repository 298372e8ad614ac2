using System.Globalization;
using System.Xml.Linq;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Reports;

/// <summary>
/// Writes a run folder's <c>report.html</c>: one file that needs nothing else, readable in light and dark. It is well-formed XML too, so that
/// programs can read it.
/// </summary>
public static class ReportFile
{
    /// <summary>Writes the report of what is there so far, aside and then renamed; returns its path.</summary>
    /// <exception cref="InputException">The folder is not a run's, or a file of it cannot be read.</exception>
    public static string Write(string folder)
    {
        Recipe recipe = RunReader.ReadRecipe(folder);
        MetricsLog log = MetricsLog.Read(Path.Combine(folder, "metrics.jsonl"));
        CardRun? run = File.Exists(Path.Combine(folder, "evaluation.json")) ? RunReader.Read(folder, recipe) : null;
        XElement page = new(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", $"{recipe.Name}: training report"),
                new XElement("style", ReportStyle.Sheet)),
            new XElement(
                "body",
                Head(folder, recipe, log, run),
                run is null ? new XElement("p", "Nothing was evaluated yet: that comes after the policy stage.") : ResultSection.Write(run),
                CurveSection.Write(log),
                new XElement("details", new XElement("summary", "The recipe"), new XElement("pre", RunReader.Describe(recipe)))));
        string path = Path.Combine(folder, "report.html");
        RunFolder.WriteWhole(path, "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting) + "\n");
        return path;
    }

    private static XElement Head(string folder, Recipe recipe, MetricsLog log, CardRun? run)
    {
        List<(string Name, string Value)> facts =
        [
            ("static net", recipe.Network.Static),
            ("dynamic net", $"{recipe.Network.Dynamic}, {recipe.Network.InputSize} x {recipe.Network.InputSize} pixels"),
            ("widths", string.Join(", ", recipe.Network.Widths.Select(Chart.Text))),
            ("seed", recipe.Seed.ToString(CultureInfo.InvariantCulture)),
            ("clips", RunReader.Short(recipe.Data.Clips)),
        ];
        if (run is not null)
            facts.Add(("classes", run.Evaluation.Classes.Count.ToString(CultureInfo.InvariantCulture)));
        facts.Add(("training time", TimeSpan.FromSeconds(Math.Round(log.Seconds)).ToString("c", CultureInfo.InvariantCulture)));
        facts.AddRange(RunEnvironment.Read(folder));
        return new XElement(
            "header",
            new XElement("h1", recipe.Name),
            new XElement("p", RunReader.Split(recipe.Data)),
            new XElement("dl", facts.Select(f => new XElement("div", new XElement("dt", f.Name), new XElement("dd", f.Value)))));
    }
}

using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Reports;

namespace SdCom.Edge.Training.Tests.Reports;

public sealed class ReportTests : IDisposable
{
    private const string Metrics = """
        {"stage":"supernet","step":2,"epoch":1,"loss":2.5,"top1":0.25,"learningRate":0.002,"seconds":60,"validation":null}
        {"stage":"supernet","step":4,"epoch":2,"loss":1.125,"top1":0.75,"learningRate":0.001,"seconds":121.4,"validation":{"0":0.5,"0.5":0.625,"1":0.875}}
        {"stage":"supernet","step":4,"loader":{"loadedPicturesPerSecond":100}}
        {"stage":"policy","step":3,"epoch":1,"loss":0.75,"top1":0.8,"relativeCost":0.3,"seconds":9}
        {"stage":"policy","step":6,"ep
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("sdcom-report-").FullName;

    public ReportTests()
    {
        Recipe recipe = new()
        {
            Name = "a & b < c",
            Seed = 41,
            Network = new NetworkDescription
            {
                Static = "mobilenetv2-0.35",
                Dynamic = "mobilenetv2-0.35",
                InputSize = 32,
                Widths = [0, 0.5, 1],
                GateEncoder = 8,
                GateHidden = 8,
                FusionHidden = 16,
                Segments = 3,
            },
            Data = new DataRecipe { Clips = "clips.csv", IntervalMs = 160, CacheSize = 40, CropMin = 32 },
            Supernet = new SupernetRecipe { Epochs = 2, Batch = 2, LearningRate = 0.002 },
            Policy = new PolicyRecipe { Epochs = 1, Batch = 4, LearningRate = 0.01, FeatureDraws = 2 },
        };
        File.WriteAllText(Path.Combine(folder, "recipe.json"), JsonSerializer.Serialize(recipe, RecipeJson.Options));
        File.WriteAllText(Path.Combine(folder, "metrics.jsonl"), Metrics);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_curves_hold_the_numbers_of_the_metrics()
    {
        XElement page = Write();
        Assert.Equal([(1, 2.5), (2, 1.125)], Points(Section(page, "Stage supernet"), "loss"));
        Assert.Equal([(1, 0.25), (2, 0.75)], Points(Section(page, "Stage supernet"), "training clips"));
        Assert.Equal([(2, 0.625)], Points(Section(page, "Stage supernet"), "validation, width 0.5"));
        Assert.Equal([(1, 2), (2, 1)], Points(Section(page, "Stage supernet"), "rate x 1000"));
        Assert.Equal([(1, 0.3)], Points(Section(page, "Stage policy"), "relative cost"));
        Assert.Contains("00:02:10", page.Value, StringComparison.Ordinal); // 121.4 s and 9 s
        Assert.Contains("Nothing was evaluated yet", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_results_hold_the_numbers_of_the_evaluation_beside_the_baselines()
    {
        RunEvaluationFile.Write(Path.Combine(folder, "evaluation.json"), Evaluation());
        XElement section = Section(Write(), "Validation clips");
        Assert.Equal([(2, 0.5), (4, 0.75)], Points(section, "gate, by price"));
        Assert.Equal([(1, 0.25), (3, 0.5), (8, 0.75)], Points(section, "one width on every frame"));
        Assert.Equal([(4, 0.625)], Points(section, "the gate's shares, drawn blindly"));
        Assert.Equal([0.5, 0.5, 1], section.Descendants("rect").Select(r => Number(r, "data-share")));
        XElement table = section.Descendants("table").Single(t => (string?)t.Attribute("class") == "confusion");
        Assert.Equal([["one", "3", "1", "75.0 %"], ["two", "", "2", "100.0 %"]], table.Element("tbody")!.Elements("tr").Select(r => r.Elements().Select(c => c.Value)));
        Assert.Contains("50.0 %", section.Descendants("b").Select(b => b.Value)); // 4 of 8 MMACs
    }

    [Fact]
    public void The_page_needs_nothing_but_itself()
    {
        RunEvaluationFile.Write(Path.Combine(folder, "evaluation.json"), Evaluation());
        XElement page = Write();
        string text = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.StartsWith("<!DOCTYPE html>", text, StringComparison.Ordinal);
        foreach (string sign in new[] { "http:", "https:", "//", "url(", "@import", "<script", "<link", "<img", "src=", "href=" })
            Assert.DoesNotContain(sign, text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("a & b < c", page.Descendants("h1").Single().Value);
        Assert.Contains("prefers-color-scheme: dark", text, StringComparison.Ordinal);
        string[] voids = ["meta", "line", "polyline", "circle", "rect"]; // others may not close themselves in HTML
        Assert.All(page.DescendantsAndSelf().Where(e => e.IsEmpty), e => Assert.Contains(e.Name.LocalName, voids));
        Assert.Empty(Directory.GetFiles(folder, "*.aside"));
    }

    [Fact]
    public void A_folder_that_is_no_runs_is_refused_in_one_line()
    {
        string empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        Assert.DoesNotContain('\n', Assert.Throws<InputException>(() => ReportFile.Write(empty)).Message);
    }

    [Theory]
    [InlineData(0.1, 0.9, 0, 1, 0.2)]
    [InlineData(1, 14, 0, 15, 5)]
    [InlineData(6.7, 104.5, 0, 120, 20)]
    [InlineData(3, 3, 2.7, 3.3, 0.2)]
    public void Axes_begin_and_end_at_round_numbers(double low, double high, double from, double to, double step)
    {
        Scale scale = Scale.Over([low, high]);
        Assert.Equal(step, scale.Step, 1e-9);
        Assert.True(scale.From <= low && scale.To >= high, "all values lie on the axis");
        if (low != high)
            Assert.Equal((from, to), (scale.From, scale.To));
    }

    private static RunEvaluation Evaluation() => new()
    {
        Classes = ["one", "two"],
        Temperature = 1,
        NoActionThreshold = 0.3,
        DefaultPrice = 1,
        Validation = new SetEvaluation
        {
            Name = "S1",
            Clips = 6,
            Fixed = [Result(0.25, 1e6, 1, 0, 0), Result(0.5, 3e6, 0, 1, 0), Result(0.75, 8e6, 0, 0, 1)],
            Priced = [Priced(1, 0.75, 4e6, 0.5, 0, 0.5), Priced(2, 0.5, 2e6, 0, 1, 0)],
            Random = Result(0.625, 4e6, 0.5, 0, 0.5),
            Confusion = [[3, 1], [0, 2]],
        },
    };

    private static PolicyResult Result(double top1, double macs, params double[] shares) =>
        new() { Top1 = top1, MacroTop1 = top1, MacsPerFrame = macs, WidthShare = shares };

    private static PricedResult Priced(double price, double top1, double macs, params double[] shares) =>
        new() { Price = price, Top1 = top1, MacroTop1 = top1, MacsPerFrame = macs, WidthShare = shares };

    private XElement Write() => XElement.Parse(File.ReadAllText(ReportFile.Write(folder)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

    private static XElement Section(XElement page, string title) => page.Descendants("section").Single(s => s.Element("h2")!.Value == title);

    private static (double X, double Y)[] Points(XElement section, string series) =>
        [.. section.Descendants("g").Single(g => (string?)g.Attribute("data-series") == series).Elements("circle").Select(c => (Number(c, "data-x"), Number(c, "data-y")))];

    private static double Number(XElement element, string attribute) => double.Parse((string)element.Attribute(attribute)!, CultureInfo.InvariantCulture);
}

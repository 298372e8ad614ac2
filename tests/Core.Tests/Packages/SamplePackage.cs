using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Core.Tests.Packages;

/// <summary>A small package with made-up graphs in a temporary folder.</summary>
internal sealed class SamplePackage : IDisposable
{
    private readonly DirectoryInfo root = System.IO.Directory.CreateTempSubdirectory("sdcom-package-");

    public SamplePackage()
    {
        Directory = Path.Combine(root.FullName, "sample");
        Package = Write(Manifest());
    }

    public string Directory { get; }

    public string ManifestPath => Path.Combine(Directory, ModelFiles.Manifest);

    public ModelPackage Package { get; }

    public static ModelManifest Manifest(string? fit = null, string? exposure = null)
    {
        NetworkDescription description = new()
        {
            Static = "mobilenetv2-0.35",
            Dynamic = "mobilenetv2-1.0",
            InputSize = 64,
            Glance = 2,
            Widths = [0, 0.25, 1],
            Segments = 4,
            Fit = fit,
            Exposure = exposure,
        };
        NetworkSpec network = NetworkSpec.Create(description, 3);
        CostTable costs = MacCounter.Count(network);
        return new ModelManifest
        {
            FormatVersion = ModelManifest.CurrentFormat,
            Name = "sample",
            Classes = ["idle", "wave", "point"],
            NoAction = new NoActionRule("idle", 0.4),
            Input = PictureInput.Of(network),
            Segments = 4,
            SegmentIntervalMs = 320,
            Network = description,
            Widths = [.. network.Widths],
            Macs = PartNumbers.MacsOf(costs),
            Parameters = PartNumbers.ParametersOf(costs),
            Temperature = 1.5,
            DefaultPrice = 0.5,
            Curve =
            [
                new CurvePoint { Price = 4, MacsPerFrame = costs.Frame(0), Top1 = 0.5, WidthShare = Shares(1, 0, 0) },
                new CurvePoint { Price = 0, MacsPerFrame = (costs.Frame(1) + costs.FullFrame) / 2.0, Top1 = 0.8, WidthShare = Shares(0, 0.5, 0.5) },
            ],
            Baseline = new Baseline(costs.FullFrame, 0.8),
            Provenance = new Provenance
            {
                Data = "none",
                Split = "none",
                Seed = 7,
                Recipe = "none",
                Tool = "test",
                ToolVersion = "0",
                CreatedUtc = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
                Metrics = new Dictionary<string, double> { ["top1"] = 0.8 },
            },
            Parity = new ParityVector
            {
                Seed = 3,
                Frames = 2,
                Tolerance = 1e-3,
                Cases = [.. network.Widths.Select(width => new ParityCase(width, [0.1f, -2.5f, 3f]))],
            },
        };
    }

    public ModelPackage Write(ModelManifest manifest) => ModelPackage.Write(Directory, manifest, folder =>
    {
        foreach (string file in ModelFiles.Graphs(new WidthSet([.. manifest.Widths])))
            File.WriteAllText(Path.Combine(folder, file), $"the graph {file}");
        File.WriteAllText(Path.Combine(folder, ModelFiles.Card), "# sample\n");
    });

    /// <summary>Replaces text in a file of the package.</summary>
    public void Edit(string file, string from, string to)
    {
        string path = Path.Combine(Directory, file);
        string text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose() => root.Delete(recursive: true);

    private static Dictionary<Width, double> Shares(double skip, double quarter, double full) => new()
    {
        [Width.Skip] = skip,
        [new Width(25)] = quarter,
        [Width.Full] = full,
    };
}

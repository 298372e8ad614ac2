using System.Globalization;
using System.Text.Json;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Tests;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Parity.Tests;

/// <summary>A folder like that of a finished training run: recipe, seeded weights, an evaluation with made-up numbers.</summary>
internal sealed class TemporaryRun : IDisposable
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static readonly string[] Classes = ["wave", "point", "turn", "stop", "idle"];

    public TemporaryRun(NetworkSpec spec, int seed = 7)
    {
        Spec = spec;
        Root = Directory.CreateTempSubdirectory("sdcom-export-").FullName;
        Folder = Directory.CreateDirectory(Path.Combine(Root, "run")).FullName;
        File.WriteAllText(Path.Combine(Folder, "recipe.json"), JsonSerializer.Serialize(Recipe(), CamelCase));
        Safetensors.Write(Path.Combine(Folder, "weights.safetensors"), RandomWeights.Create(spec, seed));
        RunEvaluationFile.Write(EvaluationPath, Evaluation());
    }

    public NetworkSpec Spec { get; }

    /// <summary>Where the test may write.</summary>
    public string Root { get; }

    public string Folder { get; }

    public string EvaluationPath => Path.Combine(Folder, "evaluation.json");

    public string Output => Path.Combine(Root, "models", "small");

    public RunEvaluation Evaluation() => new()
    {
        Classes = Classes,
        Temperature = 1.25,
        NoActionClass = "idle",
        NoActionThreshold = 0.4,
        DefaultPrice = 1,
        Validation = Set("subject S1 of train", 20),
        Test = Set("test", 30),
    };

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private SetEvaluation Set(string name, int clips)
    {
        CostTable costs = MacCounter.Count(Spec);
        int widths = Spec.Widths.Count;
        double[] Only(int index) => [.. Enumerable.Range(0, widths).Select(i => i == index ? 1.0 : 0)];
        PolicyResult fixedWidth(int i) => new() { Top1 = 0.5 + (0.1 * i), MacroTop1 = 0.4 + (0.1 * i), MacsPerFrame = costs.Frame(i), WidthShare = Only(i) };
        PricedResult priced(double price, int i) => new() { Price = price, Top1 = 0.5 + (0.1 * i), MacroTop1 = 0.4 + (0.1 * i), MacsPerFrame = costs.Frame(i), WidthShare = Only(i) };
        int[][] confusion = [.. Enumerable.Range(0, Classes.Length).Select(i => Enumerable.Range(0, Classes.Length).Select(j => i == j ? 4 : j == i + 1 ? 2 : 0).ToArray())];
        return new SetEvaluation
        {
            Name = name,
            Clips = clips,
            Fixed = [.. Enumerable.Range(0, widths).Select(fixedWidth)],
            Priced = [priced(0, widths - 1), priced(1, 1), priced(4, 0)],
            Random = fixedWidth(0),
            Confusion = confusion,
        };
    }

    private Recipe Recipe() => new()
    {
        Name = "small",
        Seed = 3,
        Network = Spec.Description,
        Data = new DataRecipe
        {
            // An absolute path, as runs have it: it must not reach the package.
            Clips = Path.Combine(Root, "clips", "split1.csv"),
            ValidationSubjects = ["S1"],
            IntervalMs = 320,
            CacheSize = 72,
            CropMin = 54,
        },
        Supernet = new SupernetRecipe { Epochs = 1, Batch = 2, LearningRate = 0.001 },
        Policy = new PolicyRecipe { Epochs = 1, Batch = 2, LearningRate = 0.001, FeatureDraws = 1 },
    };

    /// <summary>A number as the card writes it.</summary>
    public static string Millions(double value) => (value / 1e6).ToString("0.00", CultureInfo.InvariantCulture) + " M";
}

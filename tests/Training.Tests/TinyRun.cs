using System.Text.Json.Nodes;
using OpenCvSharp;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Tests;

/// <summary>A folder with a few generated clips of three plain colours and a recipe that trains on them in seconds; deleted at the end.</summary>
internal sealed class TinyRun : IDisposable
{
    private static readonly Scalar[] Colours = [new(30, 30, 220), new(30, 220, 30), new(220, 30, 30)]; // BGR
    private static readonly string[] Classes = ["red", "green", "blue"];

    public TinyRun(int clipsPerClass = 4, bool grain = false)
    {
        Folder = Directory.CreateTempSubdirectory("sdcom-tiny-").FullName;
        List<string> lines = ["path,label,subject,subset"];
        for (int label = 0; label < Classes.Length; label++)
        {
            for (int i = 0; i < clipsPerClass; i++)
            {
                string name = $"{Classes[label]}{i}.avi";
                WriteClip(Path.Combine(Folder, name), Colours[label], seed: (label * 10) + i, grain);
                lines.Add($"{name},{Classes[label]},S{i},{(i == clipsPerClass - 1 ? "test" : "train")}");
            }
        }

        File.WriteAllLines(Path.Combine(Folder, "labels.txt"), Classes);
        File.WriteAllLines(List, lines);
        Write(Recipe);
    }

    public string Folder { get; }

    public string List => Path.Combine(Folder, "clips.csv");

    public string RecipeFile => Path.Combine(Folder, "tiny.json");

    public string Cache => Path.Combine(Folder, "cache");

    public Recipe Recipe => new()
    {
        Name = "tiny",
        Seed = 7,
        Folder = Folder,
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
            StaticShift = 0.125,
        },
        Data = new DataRecipe { Clips = "clips.csv", ValidationSubjects = ["S2"], IntervalMs = 160, CacheSize = 40, CropMin = 32 },
        Supernet = new SupernetRecipe { Epochs = 3, Batch = 2, LearningRate = 0.002, WarmupSteps = 2, CalibrationBatches = 2, EvaluateEvery = 2, CheckpointSeconds = 1e-6 },
        Policy = new PolicyRecipe { Epochs = 2, Batch = 4, LearningRate = 0.01, FeatureDraws = 2 },
    };

    /// <summary>Puts another recipe into the recipe file.</summary>
    public void Write(Recipe recipe) => File.WriteAllText(RecipeFile, System.Text.Json.JsonSerializer.Serialize(recipe, RecipeJson.Options));

    /// <summary>What our program is told to train in a folder beside the clips, on one thread.</summary>
    public string[] Train(string stage, string folder, params string[] more) =>
    [
        "train", stage, "--recipe", RecipeFile, "--out", Path.Combine(Folder, folder), "--cache", Cache, "--threads", "1", .. more,
    ];

    /// <summary>The step of a stage's newest checkpoint; 0 without one.</summary>
    public int StepOf(string folder, string stage)
    {
        try
        {
            return (int)JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, folder, $"checkpoint-{stage}.json")))!["step"]!;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // 12 frames at 12.5 a second: the colour with a drifting brightness; with grain, in dots of many shades.
    private static void WriteClip(string path, Scalar colour, int seed, bool grain)
    {
        using VideoWriter writer = new(path, VideoWriter.FourCC('M', 'J', 'P', 'G'), 12.5, new Size(48, 40));
        Random random = new(seed);
        for (int i = 0; i < 12; i++)
        {
            double light = 0.6 + (0.3 * random.NextDouble());
            using Mat frame = new(40, 48, MatType.CV_8UC3, new Scalar(colour.Val0 * light, colour.Val1 * light, colour.Val2 * light));
            for (int y = 0; grain && y < frame.Rows; y++)
            {
                for (int x = 0; x < frame.Cols; x++)
                {
                    Vec3b dot = frame.At<Vec3b>(y, x);
                    int shade = random.Next(-90, 90);
                    frame.Set(y, x, new Vec3b(Lit(dot.Item0), Lit(dot.Item1), Lit(dot.Item2)));

                    byte Lit(byte level) => (byte)Math.Clamp(level + shade, 0, 255);
                }
            }

            writer.Write(frame);
        }
    }
}

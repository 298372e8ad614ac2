using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Stages;

/// <summary>The files of a run: its recipe, metrics line by line, checkpoints, weights and evaluation. A folder belongs to one recipe.</summary>
public sealed class RunFolder
{
    internal const string EvaluationName = "evaluation.json";

    private readonly bool writes;

    /// <summary>Opens the folder for a recipe, making it when it is new. Of several processes only one <paramref name="writes"/>.</summary>
    /// <exception cref="InputException">The folder holds a run of another recipe.</exception>
    public RunFolder(string folder, Recipe recipe, bool writes = true)
    {
        Folder = folder;
        this.writes = writes;
        SupernetDigest = Digest(UpToPolicy(recipe));
        PolicyDigest = Digest(recipe with { Joint = null });
        JointDigest = Digest(recipe);
        if (!writes)
            return;
        Directory.CreateDirectory(folder);
        string copy = Path.Combine(folder, "recipe.json");
        if (File.Exists(copy) && Digest(UpToPolicy(RecipeFile.Load(copy)) with { Folder = recipe.Folder }) != SupernetDigest)
            throw new InputException($"{folder}: holds a run of another recipe than this one; name another folder with --out, or delete it.");
        WriteWhole(copy, Text(recipe));
    }

    public string Folder { get; }

    /// <summary>Identifies the recipe up to its policy, which may be trained again on the same supernet.</summary>
    public string SupernetDigest { get; }

    /// <summary>Identifies the recipe up to its joint stage.</summary>
    public string PolicyDigest { get; }

    /// <summary>Identifies the whole recipe.</summary>
    public string JointDigest { get; }

    /// <summary>The newest finished stage's weights; what export reads.</summary>
    public string Weights => Path.Combine(Folder, "weights.safetensors");

    /// <summary>The weights as the pose stage left them; what the supernet stage starts from when the recipe has one.</summary>
    public string PoseWeights => Path.Combine(Folder, "pose.safetensors");

    /// <summary>The weights as the glance stage left them; what the supernet stage starts from when the recipe has one.</summary>
    public string GlanceWeights => Path.Combine(Folder, "glance.safetensors");

    /// <summary>The weights as the supernet stage left them; what the policy stage starts from.</summary>
    public string SupernetWeights => Path.Combine(Folder, "supernet.safetensors");

    /// <summary>The weights as the policy stage left them; what the joint stage starts from.</summary>
    public string PolicyWeights => Path.Combine(Folder, "policy.safetensors");

    /// <summary>What was measured of the weights; what export reads.</summary>
    public string Evaluation => Path.Combine(Folder, EvaluationName);

    private static PolicyRecipe Anything => new() { Epochs = 1, Batch = 1, LearningRate = 1, FeatureDraws = 1 };

    private string Metrics => Path.Combine(Folder, "metrics.jsonl");

    /// <summary>Whether a stage was stopped in its middle and can go on.</summary>
    public bool IsUnderWay(string stage) => File.Exists(Path.Combine(Folder, $"checkpoint-{stage}.json"));

    /// <summary>Appends one line to metrics.jsonl.</summary>
    public void Log(string stage, int step, params ReadOnlySpan<(string Key, JsonNode? Value)> values)
    {
        if (!writes)
            return;
        JsonObject line = new() { ["stage"] = stage, ["step"] = step };
        foreach ((string key, JsonNode? value) in values)
            line[key] = value;
        File.AppendAllText(Metrics, line.ToJsonString() + "\n");
    }

    /// <summary>Drops the lines of a stage that lie after a step: a run that was killed and goes on from its checkpoint writes them again.</summary>
    public void ForgetAfter(string stage, int step)
    {
        if (!writes || !File.Exists(Metrics))
            return;
        string[] kept = [.. File.ReadLines(Metrics).Where(line => !IsLater(line))];
        WriteWhole(Metrics, string.Concat(kept.Select(line => line + "\n")));

        bool IsLater(string line)
        {
            try
            {
                JsonNode? node = JsonNode.Parse(line);
                return (string?)node?["stage"] == stage && (int?)node?["step"] > step;
            }
            catch (JsonException)
            {
                return true; // half a line, cut off by the kill
            }
        }
    }

    /// <summary>Writes a file aside and renames it, so that a reader never meets half of it.</summary>
    public static void WriteWhole(string path, string text)
    {
        string aside = path + ".aside";
        File.WriteAllText(aside, text);
        File.Move(aside, path, overwrite: true);
    }

    private static Recipe UpToPolicy(Recipe recipe) => recipe with { Fusion = null, Policy = Anything, Joint = null, Published = recipe.Published with { Meta = "off" } };

    private static string Text(Recipe recipe) => JsonSerializer.Serialize(recipe, RecipeJson.Options);

    // Of what the recipe means, not how it writes it: the same file named by another path is the same file, and a key at its default is a key left
    // out, so that a stopped run survives an update that adds options.
    private static string Digest(Recipe recipe)
    {
        Recipe resolved = recipe with
        {
            Data = recipe.Data with
            {
                Clips = recipe.Resolve(recipe.Data.Clips),
                Media = recipe.Data.Media is { } media ? recipe.Resolve(media) : null,
            },
            Pretrained = recipe.Pretrained with
            {
                Static = recipe.Pretrained.Static is { } glance ? recipe.Resolve(glance) : null,
                Dynamic = recipe.Pretrained.Dynamic is { } look ? recipe.Resolve(look) : null,
            },
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(resolved, RecipeJson.WithoutDefaults)));
    }
}

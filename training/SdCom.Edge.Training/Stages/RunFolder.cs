using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Stages;

/// <summary>The files of a run: its recipe, metrics line by line, checkpoints, weights and evaluation. A folder belongs to one recipe.</summary>
public sealed class RunFolder
{
    /// <summary>Opens the folder for a recipe, making it when it is new.</summary>
    /// <exception cref="InputException">The folder holds a run of another recipe.</exception>
    public RunFolder(string folder, Recipe recipe)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        string text = JsonSerializer.Serialize(recipe, RecipeJson.Options);
        RecipeDigest = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
        string copy = Path.Combine(folder, "recipe.json");
        if (!File.Exists(copy))
            WriteWhole(copy, text);
        else if (File.ReadAllText(copy) != text)
            throw new InputException($"{folder}: holds a run of another recipe than this one; name another folder with --out, or delete it.");
    }

    public string Folder { get; }

    /// <summary>Identifies the recipe.</summary>
    public string RecipeDigest { get; }

    /// <summary>The newest finished stage's weights; what export reads.</summary>
    public string Weights => Path.Combine(Folder, "weights.safetensors");

    /// <summary>The weights as the supernet stage left them; what the policy stage starts from.</summary>
    public string SupernetWeights => Path.Combine(Folder, "supernet.safetensors");

    /// <summary>What was measured of the weights; what export reads.</summary>
    public string Evaluation => Path.Combine(Folder, "evaluation.json");

    private string Metrics => Path.Combine(Folder, "metrics.jsonl");

    /// <summary>Appends one line to metrics.jsonl.</summary>
    public void Log(string stage, int step, params ReadOnlySpan<(string Key, JsonNode? Value)> values)
    {
        JsonObject line = new() { ["stage"] = stage, ["step"] = step };
        foreach ((string key, JsonNode? value) in values)
            line[key] = value;
        File.AppendAllText(Metrics, line.ToJsonString() + "\n");
    }

    /// <summary>Drops the lines of a stage that lie after a step: a run that was killed and goes on from its checkpoint writes them again.</summary>
    public void ForgetAfter(string stage, int step)
    {
        if (!File.Exists(Metrics))
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
}

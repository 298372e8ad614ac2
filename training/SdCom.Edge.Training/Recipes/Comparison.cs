using System.Text.Json;
using System.Text.Json.Nodes;
using SdCom.Edge.Core;

namespace SdCom.Edge.Training.Recipes;

/// <summary>What <c>train compare</c> reads: a recipe, and variants of it. With a supernet they differ in fusion and policy only and share its trunks; without one each is trained from its beginning.</summary>
public sealed record Comparison
{
    /// <summary>The recipe that all variants change, relative to this file.</summary>
    public required string Recipe { get; init; }

    /// <summary>The supernet's weights that all variants start from, relative to this file; left out, every variant trains its own with every seed.</summary>
    public string? Supernet { get; init; }

    /// <summary>Every variant is trained once with each.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>By name, the recipe's keys that are other: <c>{"policy": {"cost": "widthSquared"}}</c>; null takes a key away.</summary>
    public required IReadOnlyDictionary<string, JsonObject> Variants { get; init; }

    /// <summary>Reads a comparison and all its recipes, seed by seed within variant by variant.</summary>
    /// <exception cref="InputException">A file is missing, a key is unknown, or a variant is not a sensible recipe.</exception>
    public static (Comparison Comparison, IReadOnlyList<(string Variant, Recipe Recipe)> Recipes) Load(string path)
    {
        if (!File.Exists(path))
            throw new InputException($"{path}: the comparison is not there; training/recipes/ablation.json is one.");
        Comparison read = RecipeJson.Read<Comparison>(path, File.ReadAllBytes(path));
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (read.Seeds.Count == 0 || read.Variants.Count == 0)
            throw new InputException($"{path}: seeds and variants must each have at least one entry, got {read.Seeds.Count} and {read.Variants.Count}.");
        read = read with { Recipe = Path.GetFullPath(read.Recipe, folder), Supernet = read.Supernet is { } supernet ? Path.GetFullPath(supernet, folder) : null };
        Recipe common = RecipeFile.Load(read.Recipe);
        return (read, [.. read.Variants.SelectMany(v => read.Seeds.Select(seed => (v.Key, Change(path, v.Key, read, v.Value, seed, common))))]);
    }

    private static Recipe Change(string path, string variant, Comparison comparison, JsonObject changes, long seed, Recipe common)
    {
        JsonObject changed = JsonNode.Parse(File.ReadAllBytes(comparison.Recipe))!.AsObject();
        Merge(changed, changes);
        changed["seed"] = seed;
        Recipe recipe = RecipeFile.Read($"{path}: variant {variant}", JsonSerializer.SerializeToUtf8Bytes(changed)) with { Folder = common.Folder };
        if (comparison.Supernet is null)
            return recipe;
        Recipe same = recipe with
        {
            Seed = common.Seed,
            Fusion = common.Fusion,
            Policy = common.Policy with { FeatureDraws = recipe.Policy.FeatureDraws },
            Network = recipe.Network with
            {
                GateEncoder = common.Network.GateEncoder,
                GateHidden = common.Network.GateHidden,
                Pooling = common.Network.Pooling,
                Widths = recipe.Network.Widths.Except(common.Network.Widths).Any() ? recipe.Network.Widths : common.Network.Widths,
            },
        };
        if (JsonSerializer.Serialize(same, RecipeJson.Options) != JsonSerializer.Serialize(common, RecipeJson.Options))
            throw new InputException($"{path}: variant {variant} may change fusion, policy without featureDraws, and of network gateEncoder, gateHidden, pooling and which of the widths only: all variants stand on the features of one supernet; without one they may change anything.");
        return recipe;
    }

    private static void Merge(JsonObject into, JsonObject changes)
    {
        foreach ((string key, JsonNode? value) in changes)
        {
            if (value is JsonObject inner && into[key] is JsonObject old)
                Merge(old, inner);
            else if (value is null)
                into.Remove(key);
            else
                into[key] = value.DeepClone();
        }
    }
}

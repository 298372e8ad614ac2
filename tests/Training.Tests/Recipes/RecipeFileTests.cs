using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Tests.Recipes;

public sealed class RecipeFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sdcom-recipe-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("marshalling")]
    [InlineData("marshalling-96")]
    [InlineData("marshalling-128")]
    [InlineData("faithful")]
    [InlineData("smoke")]
    public void The_recipes_of_the_repository_are_sound(string name)
    {
        Recipe recipe = RecipeFile.Load(Shipped(name));
        Assert.Equal(name == "faithful", recipe.Policy.Faithful);
        Assert.EndsWith(Path.Combine("shared", "data", "marshalling", "split1.csv"), recipe.Resolve(recipe.Data.Clips), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fights", "fights/split.csv")]
    [InlineData("arid6", "arid6/split.csv")]
    public void The_recipes_of_real_clips_see_changes(string name, string list)
    {
        Recipe recipe = RecipeFile.Load(Shipped(name));
        Assert.EndsWith(list, recipe.Resolve(recipe.Data.Clips), StringComparison.Ordinal);
        Assert.Equal("changes", recipe.Network.Sees);
    }

    [Fact]
    public void The_comparison_of_the_repository_is_sound()
    {
        (Comparison comparison, IReadOnlyList<(string Variant, Recipe Recipe)> recipes) = Comparison.Load(Shipped("ablation"));
        Assert.Equal(Shipped("marshalling"), comparison.Recipe);
        Assert.Equal(comparison.Variants.Count * 3, recipes.Count);
        Assert.Contains(recipes, r => r.Recipe.Policy.Faithful);
    }

    [Fact]
    public void Faithful_differs_from_its_counterpart_in_its_policy_only()
    {
        Recipe ours = RecipeFile.Load(Shipped("marshalling-128")), faithful = RecipeFile.Load(Shipped("faithful"));
        Assert.Equal(ours.Supernet, faithful.Supernet);
        Assert.Equal(ours.Data with { ValidationSubjects = [] }, faithful.Data with { ValidationSubjects = [] });
        Assert.Equal(ours.Data.ValidationSubjects, faithful.Data.ValidationSubjects);
    }

    [Fact]
    public void Keys_that_are_left_out_keep_their_defaults()
    {
        Recipe recipe = RecipeFile.Load(Shipped("marshalling"));
        Assert.Equal("adamw", recipe.Supernet.Optimizer);
        Assert.Equal(0.15, recipe.Data.IntervalJitter);
    }

    [Theory]
    [InlineData("pose", """{"staticSteps": 1, "dynamicSteps": -1, "batch": 64, "learningRate": 0.1}""", "pose.dynamicSteps must not be negative, got -1")]
    [InlineData("pose", """{"staticSteps": 1, "dynamicSteps": 1, "batch": 1, "learningRate": 0.1}""", "pose.batch must be at least twice the segments")]
    [InlineData("glance", """{"epochs": 0, "batch": 8, "learningRate": 0.1}""", "glance.epochs must be positive, got 0")]
    [InlineData("glance", """{"epochs": 1, "batch": 8}""", "learningRate")]
    public void A_wrong_stage_before_the_supernet_is_named_in_one_line(string section, string value, string expected)
    {
        JsonNode recipe = JsonNode.Parse(File.ReadAllText(Shipped("smoke")))!;
        recipe[section] = JsonNode.Parse(value);
        string path = Path.Combine(folder, "bad.json");
        File.WriteAllText(path, recipe.ToJsonString());
        InputException e = Assert.Throws<InputException>(() => RecipeFile.Load(path));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("supernet", "epoch", "3", "supernet.epoch")]
    [InlineData("supernet", "epochs", "-1", "supernet.epochs must not be negative, got -1")]
    [InlineData("supernet", "epochs", "0", "supernet.epochs may be 0 only with a glance or fusion stage")]
    [InlineData("fusion", "epochs", "0", "fusion.learningRate")]
    [InlineData("policy", "fixedPrice", "-1", "policy.fixedPrice must not be negative, got -1")]
    [InlineData("network", "rounding", "\"ceiling\"", "network: rounding must be multipleOf8 or floor, got 'ceiling'.")]
    [InlineData("network", "sees", "\"differences\"", "network: sees must be pictures or changes, got 'differences'.")]
    [InlineData("network", "pooling", "\"mean\"", "network: pooling must be motion or runningMaximum, got 'mean'.")]
    [InlineData("network", "pooling", "\"runningMaximum\"", "network.pooling may be runningMaximum only where the fusion and policy stages alone teach it")]
    [InlineData("supernet", "batch", "\"8\"", "supernet.batch")]
    [InlineData("supernet", "optimizer", "\"adam\"", "supernet.optimizer must be adamw or sgd, got adam")]
    [InlineData("supernet", "learningRate", "-1", "supernet.learningRate must be positive, got -1")]
    [InlineData("supernet", "emaDecay", "1", "supernet.emaDecay must be 0 to below 1, got 1")]
    [InlineData("supernet", "emaTeacher", "true", "supernet.emaDecay must be above 0 exactly when emaWeights or emaTeacher is true, got 0")]
    [InlineData("supernet", "schedule", "{\"kind\": \"step\"}", "supernet.schedule.kind must be cosine, multistep or plateau, got step")]
    [InlineData("policy", "schedule", "{\"kind\": \"multistep\"}", "policy.schedule.milestones must be given exactly for multistep, got 0 of them")]
    [InlineData("policy", "gradientAccumulation", "0", "policy.gradientAccumulation must be at least 1, got 0")]
    [InlineData("supernet", "smallEpochs", "99", "supernet.smallEpochs must be 0 to epochs")]
    [InlineData("supernet", "smallEpochs", "1", "supernet.smallSize must be a multiple of glance")]
    [InlineData("supernet", "smallSize", "64", "else left out, got 64")]
    [InlineData("data", "cropMin", "400", "data.cropMin must be 16 to cacheSize 72, got 400")]
    [InlineData("network", "static", "\"vgg\"", "network: static must be one of")]
    [InlineData("network", "staticShift", "0.7", "network: staticShift must be 0 to 0.5, got 0.7.")]
    [InlineData("network", "exposure", "\"bright\"", "network: exposure must be asIs or standardised, got 'bright'.")]
    [InlineData("network", "fit", "\"squeeze\"", "network: fit must be crop or stretch, got 'squeeze'.")]
    [InlineData("network", "widths", "[0, 0.5]", "network: widths must end with 1")]
    [InlineData("policy", "featureDraws", "0", "policy.featureDraws must be 1 to 64, got 0")]
    [InlineData("published", "meta", "\"on\"", "published.meta must be one of off, asPublished, gruIncluded, got on")]
    [InlineData("published", "emaDecay", "1", "published.emaDecay must be 0 to below 1, got 1")]
    public void A_wrong_key_or_value_is_named_in_one_line(string section, string key, string value, string expected)
    {
        JsonNode recipe = JsonNode.Parse(File.ReadAllText(Shipped("smoke")))!;
        recipe[section] ??= new JsonObject();
        recipe[section]![key] = JsonNode.Parse(value);
        string path = Path.Combine(folder, "bad.json");
        File.WriteAllText(path, recipe.ToJsonString());
        InputException e = Assert.Throws<InputException>(() => RecipeFile.Load(path));
        Assert.StartsWith(path + ": ", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_precision_that_is_none_is_named()
    {
        JsonNode recipe = JsonNode.Parse(File.ReadAllText(Shipped("smoke")))!;
        recipe["precision"] = "half";
        string path = Path.Combine(folder, "half.json");
        File.WriteAllText(path, recipe.ToJsonString());
        Assert.Equal($"{path}: precision must be float32 or bfloat16, got half.", Assert.Throws<InputException>(() => RecipeFile.Load(path)).Message);
    }

    [Fact]
    public void A_missing_recipe_is_said()
    {
        string path = Path.Combine(folder, "none.json");
        Assert.Equal($"{path}: the recipe is not there; training/recipes holds some to start from.", Assert.Throws<InputException>(() => RecipeFile.Load(path)).Message);
    }

    private static string Shipped(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "training", "recipes", $"{name}.json");
            if (File.Exists(path))
                return path;
        }

        throw new FileNotFoundException($"training/recipes/{name}.json");
    }
}

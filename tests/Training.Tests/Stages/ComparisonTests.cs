using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;

namespace SdCom.Edge.Training.Tests.Stages;

/// <summary><c>train compare</c>: variants on the same trunks.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly TinyRun tiny = new();

    public ComparisonTests() => torch.set_num_threads(1);

    private string File => Path.Combine(tiny.Folder, "variants.json");

    private string Output => Path.Combine(tiny.Folder, "compared");

    [Fact]
    public void Every_variant_is_trained_with_every_seed_and_what_is_done_is_not_done_again()
    {
        tiny.Write(tiny.Recipe with { Supernet = tiny.Recipe.Supernet with { Epochs = 1 }, Policy = tiny.Recipe.Policy with { MemorylessBaseline = false } });
        new TrainingRun(RecipeFile.Load(tiny.RecipeFile), new RunOptions { Folder = Path.Combine(tiny.Folder, "run"), Cache = tiny.Cache }, Reporter.Silent, TimeProvider.System)
            .Execute(new StageChoice(Supernet: true, Policy: false), TestContext.Current.CancellationToken);
        Write("""{"ours": {}, "dear": {"policy": {"fixedPrice": 500, "epochs": 6}}, "wide gate": {"network": {"gateHidden": 16}}}""");

        JsonArray rows = Compare()["rows"]!.AsArray();
        Assert.Equal(["ours", "ours", "dear", "dear", "wide gate", "wide gate"], rows.Select(r => (string)r!["variant"]!));
        Assert.All(rows, r => Assert.InRange((double)r!["top1"]!, 0, 1));
        Assert.Contains("| dear | ", System.IO.File.ReadAllText(Path.Combine(Output, "comparison.md")), StringComparison.Ordinal);

        string[] weights = [.. Directory.EnumerateFiles(Output, "policy.safetensors", SearchOption.AllDirectories).Order()];
        Assert.Equal(6, weights.Length);
        Assert.Equal(6, weights.Select(w => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(w)))).Distinct().Count());
        DateTime[] written = [.. weights.Select(System.IO.File.GetLastWriteTimeUtc)];
        Assert.Equal(rows.ToJsonString(), Compare()["rows"]!.ToJsonString());
        Assert.Equal(written, weights.Select(System.IO.File.GetLastWriteTimeUtc));

        Write("""{"ours": {}, "dear": {"policy": {"fixedPrice": 400, "epochs": 6}}, "wide gate": {"network": {"gateHidden": 16}}}"""); // another variant by the old name
        Compare();
        Assert.Equal(8, Directory.EnumerateFiles(Output, "policy.safetensors", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public void The_published_pooling_and_some_of_the_widths_learn_on_the_same_trunks()
    {
        tiny.Write(tiny.Recipe with
        {
            Supernet = tiny.Recipe.Supernet with { Epochs = 0, CalibrationBatches = 0 },
            Fusion = new FusionRecipe { Epochs = 2, Batch = 4, LearningRate = 0.01 },
            Policy = tiny.Recipe.Policy with { MemorylessBaseline = false },
        });
        new TrainingRun(RecipeFile.Load(tiny.RecipeFile), new RunOptions { Folder = Path.Combine(tiny.Folder, "run"), Cache = tiny.Cache }, Reporter.Silent, TimeProvider.System)
            .Execute(new StageChoice(Supernet: true, Policy: false), TestContext.Current.CancellationToken);
        Write("""{"ours": {}, "no skip": {"network": {"widths": [0.5, 1]}}, "published": {"network": {"pooling": "runningMaximum"}}, "noise": {"policy": {"noise": true}}}""");
        JsonArray rows = Compare()["rows"]!.AsArray();
        Assert.Equal(8, rows.Count);
        RunEvaluation narrow = RunEvaluationFile.Read(Directory.EnumerateFiles(Output, "evaluation.json", SearchOption.AllDirectories).First(f => f.Contains("no-skip-1", StringComparison.Ordinal)));
        Assert.Equal(2, narrow.Validation.Fixed.Count);
        Assert.Equal([0, 1], narrow.Validation.Fixed[^1].WidthShare);
        string published = Directory.EnumerateFiles(Output, "policy.safetensors", SearchOption.AllDirectories).First(f => f.Contains("published-1", StringComparison.Ordinal));
        Assert.Contains("fusion.classifiers.2.weight", Safetensors.Read(published).Names);
    }

    [Fact]
    public void Without_a_supernet_in_the_file_every_variant_trains_its_own()
    {
        tiny.Write(tiny.Recipe with { Supernet = tiny.Recipe.Supernet with { Epochs = 1 }, Policy = tiny.Recipe.Policy with { MemorylessBaseline = false } });
        System.IO.File.WriteAllText(File, """{"recipe": "tiny.json", "seeds": [1, 2], "variants": {"ours": {}, "wide": {"network": {"fusionHidden": 24}, "data": {"flip": 0.5}}}}""");
        JsonArray rows = Compare()["rows"]!.AsArray();
        Assert.Equal(["ours", "ours", "wide", "wide"], rows.Select(r => (string)r!["variant"]!));
        string[] weights = [.. Directory.EnumerateFiles(Output, "supernet.safetensors", SearchOption.AllDirectories)];
        Assert.Equal(4, weights.Select(w => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(w)))).Distinct().Count());
        DateTime[] written = [.. weights.Select(System.IO.File.GetLastWriteTimeUtc)];
        Assert.Equal(rows.ToJsonString(), Compare()["rows"]!.ToJsonString());
        Assert.Equal(written, weights.Select(System.IO.File.GetLastWriteTimeUtc));
    }

    [Fact]
    public void Without_its_supernet_a_comparison_says_how_to_get_one()
    {
        Write("""{"ours": {}}""");
        string supernet = Path.Combine(tiny.Folder, "run", "supernet.safetensors");
        Assert.Equal(
            $"{supernet}: the supernet is not there; train it first: ./sdcom train supernet --recipe {tiny.RecipeFile}",
            Assert.Throws<InputException>(Compare).Message);
    }

    [Theory]
    [InlineData("""{"other data": {"data": {"flip": 0.5}}}""", "variant other data may change fusion, policy without featureDraws, and of network gateEncoder, gateHidden, pooling and which of the widths only")]
    [InlineData("""{"new widths": {"network": {"widths": [0, 0.25, 1]}}}""", "which of the widths only")]
    [InlineData("""{"more draws": {"policy": {"featureDraws": 5}}}""", "variant more draws may change fusion, policy without featureDraws")]
    [InlineData("""{"typo": {"policy": {"epoch": 3}}}""", "variant typo: policy.epoch")]
    [InlineData("{}", "seeds and variants must each have at least one entry, got 2 and 0")]
    public void A_variant_that_cannot_be_compared_is_refused_in_one_line(string variants, string expected)
    {
        Write(variants);
        InputException e = Assert.Throws<InputException>(() => Comparison.Load(File));
        Assert.StartsWith(File + ": ", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    public void Dispose() => tiny.Dispose();

    private void Write(string variants) =>
        System.IO.File.WriteAllText(File, $$"""{"recipe": "tiny.json", "supernet": "run/supernet.safetensors", "seeds": [1, 2], "variants": {{variants}}}""");

    private JsonObject Compare()
    {
        (Comparison comparison, IReadOnlyList<(string, Recipe)> recipes) = Comparison.Load(File);
        return new ComparisonRun(comparison, recipes, new RunOptions { Folder = Output, Cache = tiny.Cache }, Reporter.Silent, TimeProvider.System).Execute(TestContext.Current.CancellationToken);
    }
}

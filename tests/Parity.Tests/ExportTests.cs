using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Tests;
using SdCom.Edge.Training.Commands;
using SdCom.Edge.Training.Export;
using TorchSharp;

namespace SdCom.Edge.Parity.Tests;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryRun run = new(SmallNetworks.MobileNet);

    public ExportTests() => torch.set_num_threads(1);

    public void Dispose() => run.Dispose();

    [Fact]
    public void An_exported_package_loads_and_the_engine_meets_its_parity_vector()
    {
        Export();
        ModelPackage package = ModelPackage.Load(run.Output);
        Assert.Equal("small", package.Manifest.Name);
        Assert.Equal(TemporaryRun.Classes, File.ReadAllLines(package.PathOf(ModelFiles.Labels)));
        Assert.Equal([4.0, 1, 0], package.Manifest.Curve.Select(p => p.Price)); // ascending in MACs
        Assert.Equal(320, package.Manifest.SegmentIntervalMs);
        Assert.InRange(ParityCheck.Worst(package), 0, 1e-4);
    }

    [Fact]
    public void The_same_run_gives_the_same_graphs()
    {
        IReadOnlyDictionary<string, FileDigest> first = Export().Manifest.Files;
        Assert.Equal(first, Export().Manifest.Files); // the second replaces the first
        Assert.Equal(["models", "run"], Directory.GetDirectories(run.Root).Select(Path.GetFileName).Order());
        Assert.Equal(["small"], Directory.GetFileSystemEntries(Path.Combine(run.Root, "models")).Select(Path.GetFileName));
    }

    [Fact]
    public void The_card_tells_the_measured_numbers_and_no_folder_of_this_machine()
    {
        ModelPackage package = Export();
        string card = File.ReadAllText(package.PathOf(ModelFiles.Card));
        Assert.Contains($"| 1 | {TemporaryRun.Millions(package.Costs.FullFrame)} | 100.0 % |", card, StringComparison.Ordinal);
        Assert.Contains("subject S1 of train, 20 clips", card, StringComparison.Ordinal);
        Assert.Contains("| wave | 6 | 66.7 % | point (2) |", card, StringComparison.Ordinal);
        Assert.Contains("`clips/split1.csv`", card, StringComparison.Ordinal);
        Assert.Contains("without S1, which served as validation", card, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", card, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Root, card, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Root, File.ReadAllText(package.PathOf(ModelFiles.Manifest)), StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_and_a_faithful_run_stand_in_the_card()
    {
        using TemporaryRun faithful = new(SmallNetworks.MobileNet, seed: 8);
        RunEvaluation evaluation = faithful.Evaluation();
        PolicyResult noisy = new() { Top1 = 0.123, MacroTop1 = 0.1, MacsPerFrame = 7_000_000, WidthShare = [0.2, 0.2, 0.2, 0.2, 0.2] };
        RunEvaluationFile.Write(faithful.EvaluationPath, evaluation with { Test = evaluation.Test! with { Noisy = noisy } });
        string notes = Path.Combine(run.Root, "notes.md");
        File.WriteAllText(notes, "## Limits\n\nDrawn people only.\n");

        string card = File.ReadAllText(Export(faithful.Folder, notes).PathOf(ModelFiles.Card));
        Assert.Contains("| test: top-1, noisy inference as published | 12.3 % | - |", card, StringComparison.Ordinal);
        Assert.Contains("| test: MACs a frame, noisy inference as published | 7.00 M | - |", card, StringComparison.Ordinal);
        Assert.EndsWith("## Limits\n\nDrawn people only.\n", card, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unfinished_run_is_refused_in_one_line()
    {
        File.Delete(run.EvaluationPath);
        Assert.Contains("evaluation.json", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_network_are_refused_in_one_line_and_the_older_package_stays()
    {
        Export();
        Safetensors.Write(Path.Combine(run.Folder, "weights.safetensors"), RandomWeights.Create(SmallNetworks.ResNet18, 1));
        Assert.Contains("weights.safetensors", Refusal(), StringComparison.Ordinal);
        ModelPackage.Load(run.Output);
    }

    [Fact]
    public void A_run_that_looks_at_the_frame_after_is_refused_in_one_line()
    {
        using TemporaryRun ahead = new(NetworkSpec.Create(SmallNetworks.BothShift.Description with { ShiftMode = "bidirectional" }, SmallNetworks.Classes));
        InputException e = Assert.Throws<InputException>(() => ExportRun(ahead.Folder, ahead.Output));
        Assert.EndsWith("recipe.json: network.shiftMode bidirectional needs the frame after, which a device does not have yet; train with causal to export.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_pools_as_published_is_refused_in_one_line()
    {
        using TemporaryRun published = new(NetworkSpec.Create(SmallNetworks.ResNet18.Description with { Pooling = "runningMaximum" }, SmallNetworks.Classes));
        string file = Path.Combine(published.Folder, "recipe.json");
        JsonNode recipe = JsonNode.Parse(File.ReadAllBytes(file))!;
        recipe["supernet"]!["epochs"] = 0;
        recipe["fusion"] = new JsonObject { ["epochs"] = 1, ["batch"] = 2, ["learningRate"] = 0.1 };
        File.WriteAllText(file, recipe.ToJsonString());
        InputException e = Assert.Throws<InputException>(() => ExportRun(published.Folder, published.Output));
        Assert.EndsWith("recipe.json: network.pooling runningMaximum is to compare with only; train with motion to export.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_with_temporal_shift_loads_and_the_engine_meets_its_parity_vector()
    {
        using TemporaryRun shifting = new(SmallNetworks.BothShift);
        ModelPackage package = ExportRun(shifting.Folder, shifting.Output);
        Assert.Equal((0.125, 0.25), (package.Manifest.Network.StaticShift, package.Manifest.Network.DynamicShift));
        string card = File.ReadAllText(package.PathOf(ModelFiles.Card));
        Assert.Contains("The static net shifts in time: its residual blocks see 12.5 %", card, StringComparison.Ordinal);
        Assert.Contains($"a stream keeps {package.Network.Dynamic.ShiftStateLength(64)} numbers", card, StringComparison.Ordinal);
        Assert.InRange(ParityCheck.Worst(package), 0, 1e-4);
    }

    [Fact]
    public void An_evaluation_without_its_default_price_is_refused_in_one_line()
    {
        RunEvaluationFile.Write(run.EvaluationPath, run.Evaluation() with { DefaultPrice = 2 });
        Assert.Contains("defaultPrice 2", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_verb_leaves_with_0_when_done_and_with_1_and_one_line_when_not()
    {
        using StringWriter error = new();
        Assert.Equal(0, CommandLine.Run(["export", "--run", run.Folder, "--out", run.Output, "--name", "waver"], error));
        Assert.Equal("waver", ModelPackage.Load(run.Output).Manifest.Name);
        Assert.Equal("", error.ToString());

        Assert.Equal(1, CommandLine.Run(["export", "--run", Path.Combine(run.Root, "nothing"), "--out", run.Output], error));
        Assert.Contains("nothing", Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(2, CommandLine.Run(["export", "--run", run.Folder], error));
    }

    private string Refusal()
    {
        string message = Assert.ThrowsAny<InputException>(() => Export()).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static ModelPackage ExportRun(string folder, string output) =>
        PackageExporter.Export(new ExportRequest { Run = folder, Output = output }, TimeProvider.System);

    private ModelPackage Export(string? faithfulRun = null, string? notes = null) =>
        PackageExporter.Export(new ExportRequest { Run = run.Folder, Output = run.Output, FaithfulRun = faithfulRun, Notes = notes }, TimeProvider.System);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// Trains variants of a recipe with several seeds each, and tells mean and spread. Of variants that share a supernet, what takes hours, trunks and features, is
/// done once, so that one takes a minute or two.
/// </summary>
public sealed class ComparisonRun(Comparison comparison, IReadOnlyList<(string Variant, Recipe Recipe)> recipes, RunOptions options, Reporter reporter, TimeProvider time)
{
    private byte[]? digest; // of the supernet

    /// <summary>Budgets that a gate is asked for, as shares of the full width's MACs on every frame.</summary>
    public static readonly double[] Budgets = [0.1, 0.25, 0.5];

    /// <summary>Trains what is not there yet and writes <c>comparison.md</c> and <c>comparison.json</c> into the folder.</summary>
    /// <exception cref="InputException">Data or weights cannot be used.</exception>
    public JsonObject Execute(CancellationToken cancellation)
    {
        string folder = Path.GetFullPath(options.Folder ?? Path.Combine("artifacts", "runs", $"{recipes[0].Recipe.Name}-comparison"));
        if (comparison.Supernet is { } supernet)
            OnSharedTrunks(folder, supernet, cancellation);
        else
            FromTheBeginning(folder, cancellation);

        (string Variant, RunEvaluation)[] results = [.. recipes.Select(r => (r.Variant, RunEvaluationFile.Read(Path.Combine(FolderOf(folder, r), RunFolder.EvaluationName))))];
        string markdown = Table(results);
        RunFolder.WriteWhole(Path.Combine(folder, "comparison.md"), markdown);
        JsonObject summary = new() { ["folder"] = folder, ["rows"] = new JsonArray([.. Rows(results).Select(r => (JsonNode)r)]) };
        RunFolder.WriteWhole(Path.Combine(folder, "comparison.json"), summary.ToJsonString());
        reporter.Line(markdown);
        return summary;
    }

    private void OnSharedTrunks(string folder, string supernet, CancellationToken cancellation)
    {
        if (!File.Exists(supernet))
            throw new InputException($"{supernet}: the supernet is not there; train it first: ./sdcom train supernet --recipe {comparison.Recipe}");
        Recipe common = RecipeFile.Load(comparison.Recipe);
        TorchSharp.torch.Device device = TrainingDevice.Open(options, common);
        using TrainingData data = TrainingData.Open(common, Path.GetFullPath(options.Cache ?? Path.Combine("artifacts", "cache")), reporter, options.Decoding);
        using SdComNetwork trunks = Network(common);
        using FeatureTable table = FeatureTable.OfTraining(common, trunks, data, common.Policy.FeatureDraws, reporter, cancellation);
        using EvaluationSets sets = EvaluationSets.Compute(trunks, data, reporter);
        foreach ((string variant, Recipe recipe) in recipes)
        {
            RunFolder run = new(FolderOf(folder, (variant, recipe)), recipe);
            if (!File.Exists(run.Evaluation))
            {
                using SdComNetwork network = Network(recipe);
                WidthSet all = trunks.Spec.Widths, some = network.Spec.Widths;
                new PolicyStage(recipe, network, data, run, supernet, reporter, time).Run(table.At(all, some), cancellation);
                RunEvaluationFile.Write(run.Evaluation, new EvaluationStage(recipe, network, data, reporter).Run(sets.At(all, some)));
            }

            Tell(variant, recipe);
        }

        SdComNetwork Network(Recipe recipe)
        {
            SdComNetwork network = new(NetworkSpec.Create(recipe.Network, data.Classes.Count), recipe.Seed, device);
            if (network.Spec.PoolsPrefixes)
                network.LoadTrunks(supernet);
            else
                network.LoadSupernet(supernet);
            return network;
        }
    }

    private void FromTheBeginning(string folder, CancellationToken cancellation)
    {
        foreach ((string variant, Recipe recipe) in recipes)
        {
            string run = FolderOf(folder, (variant, recipe));
            if (!File.Exists(Path.Combine(run, RunFolder.EvaluationName)))
                new TrainingRun(recipe, options with { Folder = run }, reporter, time).Execute(StageChoice.Everything, cancellation);
            Tell(variant, recipe);
        }
    }

    private void Tell(string variant, Recipe recipe) => reporter.Line(FormattableString.Invariant($"{variant}, seed {recipe.Seed}: done"));

    // With a fingerprint: a variant that was edited, or a supernet that was trained anew, must not be answered by an older result of the same name.
    private string FolderOf(string folder, (string Variant, Recipe Recipe) run)
    {
        byte[] supernet = comparison.Supernet is { } file ? digest ??= SHA256.HashData(File.ReadAllBytes(file)) : [];
        byte[] print = SHA256.HashData([.. JsonSerializer.SerializeToUtf8Bytes(run.Recipe, RecipeJson.WithoutDefaults), .. supernet]);
        string name = string.Concat(run.Variant.Select(c => char.IsLetterOrDigit(c) ? c : '-'));
        return Path.Combine(folder, FormattableString.Invariant($"{name}-{run.Recipe.Seed}-{Convert.ToHexStringLower(print)[..8]}"));
    }

    /// <summary>What a gate gives within a budget: of the prices whose mean cost on the validation clips keeps it, the one with the most right there; its result on <paramref name="set"/>.</summary>
    internal static PolicyResult? Within(RunEvaluation evaluation, SetEvaluation set, double macs)
    {
        PricedResult[] affordable = [.. evaluation.Validation.Priced.Where(p => p.MacsPerFrame <= macs)];
        return affordable.Length == 0 ? null : set.Priced.First(p => p.Price == affordable.MaxBy(a => (a.Top1, -a.MacsPerFrame))!.Price);
    }

    private static IEnumerable<JsonObject> Rows(IEnumerable<(string Variant, RunEvaluation Evaluation)> results)
    {
        foreach ((string variant, RunEvaluation evaluation) in results)
        {
            SetEvaluation set = evaluation.Test ?? evaluation.Validation;
            double full = set.Fixed[^1].MacsPerFrame;
            JsonObject row = new() { ["variant"] = variant, ["narrowest"] = set.Fixed[0].Top1, ["full"] = set.Fixed[^1].Top1 };
            foreach (double budget in Budgets)
                row[FormattableString.Invariant($"within{budget * 100:0}")] = Within(evaluation, set, budget * full)?.Top1;
            PolicyResult told = set.Noisy ?? set.Priced.First(p => p.Price == evaluation.DefaultPrice);
            row["top1"] = told.Top1;
            row["costShare"] = told.MacsPerFrame / full;
            if (set.Abstain is { } abstain)
            {
                row["right"] = abstain.ActionsRight;
                row["rightSure"] = abstain.ActionsRightAndSure;
                row["wrong"] = abstain.ActionsWrong;
                row["wrongSure"] = abstain.ActionsWrongAndSure;
                row["alarms"] = abstain.FalseAlarms;
                row["alarmsSure"] = abstain.FalseAlarmsAndSure;
            }

            yield return row;
        }
    }

    private static string Table(IReadOnlyList<(string Variant, RunEvaluation Evaluation)> results)
    {
        Markdown page = new();
        Rows(
            ["narrowest", .. Budgets.Select(b => FormattableString.Invariant($"within{b * 100:0}")), "full", "top1", "costShare"],
            ["narrowest width", .. Budgets.Select(b => FormattableString.Invariant($"gate within {b * 100:0} % of MACs")), "full width", "gate by itself", "its share of MACs"]);
        if (results.Any(r => (r.Evaluation.Test ?? r.Evaluation.Validation).Abstain is null))
            return page.ToString();
        page.Paragraph($"With and without the threshold under which an answer counts as no action; shares of the clips that show an action, and of those that show none:");
        Rows(
            ["right", "rightSure", "wrong", "wrongSure", "alarms", "alarmsSure"],
            ["action named", "over threshold", "taken for another", "over threshold", "no action taken for one", "over threshold"]);
        return page.ToString();

        void Rows(string[] keys, string[] heads) => page.Table(
            ["variant", .. heads],
            ComparisonRun.Rows(results).GroupBy(r => (string)r["variant"]!).Select(rows => (IReadOnlyList<string>)[rows.Key, .. keys.Select(k => Spread([.. rows.Select(r => (double?)r[k])]))]));
    }

    // Mean and standard deviation (n - 1) of the seeds.
    private static string Spread(double?[] values)
    {
        double[] known = [.. values.OfType<double>()];
        if (known.Length < values.Length)
            return "never that cheap";
        double mean = known.Average();
        double deviation = known.Length < 2 ? 0 : Math.Sqrt(known.Sum(v => (v - mean) * (v - mean)) / (known.Length - 1));
        return string.Create(CultureInfo.InvariantCulture, $"{mean:.000} ± {deviation:.000}");
    }
}

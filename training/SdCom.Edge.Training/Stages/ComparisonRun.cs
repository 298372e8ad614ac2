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
/// Trains variants of fusion and policy, with several seeds each, on one table of the trunks' features, and tells mean and spread. What takes hours, trunks and
/// features, is done once, so that a variant takes a minute or two.
/// </summary>
public sealed class ComparisonRun(Comparison comparison, IReadOnlyList<(string Variant, Recipe Recipe)> recipes, RunOptions options, Reporter reporter, TimeProvider time)
{
    /// <summary>Budgets that a gate is asked for, as shares of the full width's MACs on every frame.</summary>
    public static readonly double[] Budgets = [0.1, 0.25, 0.5];

    /// <summary>Trains what is not there yet and writes <c>comparison.md</c> and <c>comparison.json</c> into the folder.</summary>
    /// <exception cref="InputException">Data or weights cannot be used.</exception>
    public JsonObject Execute(CancellationToken cancellation)
    {
        if (!File.Exists(comparison.Supernet))
            throw new InputException($"{comparison.Supernet}: the supernet is not there; train it first: ./sdcom train supernet --recipe {comparison.Recipe}");
        Recipe common = recipes[0].Recipe;
        string folder = Path.GetFullPath(options.Folder ?? Path.Combine("artifacts", "runs", $"{common.Name}-comparison"));
        TorchSharp.torch.Device device = TrainingDevice.Open(options, common);
        using TrainingData data = TrainingData.Open(common, Path.GetFullPath(options.Cache ?? Path.Combine("artifacts", "cache")), reporter, options.Decoding);
        using SdComNetwork trunks = Network(common);
        using FeatureTable table = FeatureTable.OfTraining(common, trunks, data, common.Policy.FeatureDraws, reporter, cancellation);
        using EvaluationSets sets = EvaluationSets.Compute(trunks, data, reporter);
        byte[] supernet = SHA256.HashData(File.ReadAllBytes(comparison.Supernet));
        List<(string Variant, RunEvaluation Evaluation)> results = [];
        foreach ((string variant, Recipe recipe) in recipes)
        {
            RunFolder run = new(Path.Combine(folder, NameOf(variant, recipe, supernet)), recipe);
            if (!File.Exists(run.Evaluation))
            {
                using SdComNetwork network = Network(recipe);
                new PolicyStage(recipe, network, data, run, comparison.Supernet, reporter, time).Run(table, cancellation);
                RunEvaluationFile.Write(run.Evaluation, new EvaluationStage(recipe, network, data, reporter).Run(sets));
            }

            results.Add((variant, RunEvaluationFile.Read(run.Evaluation)));
            reporter.Line(FormattableString.Invariant($"{variant}, seed {recipe.Seed}: done"));
        }

        double full = MacCounter.Count(trunks.Spec).FullFrame;
        string markdown = Table(results, full);
        RunFolder.WriteWhole(Path.Combine(folder, "comparison.md"), markdown);
        JsonObject summary = new() { ["folder"] = folder, ["rows"] = new JsonArray([.. Rows(results, full).Select(r => (JsonNode)r)]) };
        RunFolder.WriteWhole(Path.Combine(folder, "comparison.json"), summary.ToJsonString());
        reporter.Line(markdown);
        return summary;

        SdComNetwork Network(Recipe recipe)
        {
            SdComNetwork network = new(NetworkSpec.Create(recipe.Network, data.Classes.Count), recipe.Seed, device);
            network.LoadSupernet(comparison.Supernet);
            return network;
        }
    }

    // With a fingerprint: a variant that was edited, or a supernet that was trained anew, must not be answered by an older result of the same name.
    private static string NameOf(string variant, Recipe recipe, byte[] supernet)
    {
        byte[] print = SHA256.HashData([.. JsonSerializer.SerializeToUtf8Bytes(recipe, RecipeJson.WithoutDefaults), .. supernet]);
        string name = string.Concat(variant.Select(c => char.IsLetterOrDigit(c) ? c : '-'));
        return FormattableString.Invariant($"{name}-{recipe.Seed}-{Convert.ToHexStringLower(print)[..8]}");
    }

    /// <summary>What a gate gives within a budget: of the prices whose mean cost on the validation clips keeps it, the one with the most right there; its result on <paramref name="set"/>.</summary>
    internal static PolicyResult? Within(RunEvaluation evaluation, SetEvaluation set, double macs)
    {
        PricedResult[] affordable = [.. evaluation.Validation.Priced.Where(p => p.MacsPerFrame <= macs)];
        return affordable.Length == 0 ? null : set.Priced.First(p => p.Price == affordable.MaxBy(a => (a.Top1, -a.MacsPerFrame))!.Price);
    }

    private static IEnumerable<JsonObject> Rows(IEnumerable<(string Variant, RunEvaluation Evaluation)> results, double full)
    {
        foreach ((string variant, RunEvaluation evaluation) in results)
        {
            SetEvaluation set = evaluation.Test ?? evaluation.Validation;
            JsonObject row = new() { ["variant"] = variant, ["narrowest"] = set.Fixed[0].Top1, ["full"] = set.Fixed[^1].Top1 };
            foreach (double budget in Budgets)
                row[FormattableString.Invariant($"within{budget * 100:0}")] = Within(evaluation, set, budget * full)?.Top1;
            PolicyResult told = set.Noisy ?? set.Priced.First(p => p.Price == evaluation.DefaultPrice);
            row["top1"] = told.Top1;
            row["costShare"] = told.MacsPerFrame / full;
            yield return row;
        }
    }

    private static string Table(IReadOnlyList<(string Variant, RunEvaluation Evaluation)> results, double full)
    {
        Markdown page = new();
        string[] keys = ["narrowest", .. Budgets.Select(b => FormattableString.Invariant($"within{b * 100:0}")), "full", "top1", "costShare"];
        page.Table(
            ["variant", "narrowest width", .. Budgets.Select(b => FormattableString.Invariant($"gate within {b * 100:0} % of MACs")), "full width", "gate by itself", "its share of MACs"],
            Rows(results, full).GroupBy(r => (string)r["variant"]!).Select(rows => (IReadOnlyList<string>)[rows.Key, .. keys.Select(k => Spread([.. rows.Select(r => (double?)r[k])]))]));
        return page.ToString();
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

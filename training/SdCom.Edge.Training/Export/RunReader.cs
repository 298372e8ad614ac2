using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Export;

/// <summary>Reads what a finished run left in its folder, and checks that its parts belong together.</summary>
internal static class RunReader
{
    /// <summary>The run's recipe.</summary>
    /// <exception cref="InputException">The folder is not a run's.</exception>
    public static Recipe ReadRecipe(string folder) => RecipeFile.Load(Path.Combine(folder, "recipe.json"));

    /// <summary>The run's network and evaluation.</summary>
    /// <exception cref="InputException">A file is missing, or it was measured on another network.</exception>
    public static CardRun Read(string folder, Recipe recipe)
    {
        string path = Path.Combine(folder, "evaluation.json");
        RunEvaluation evaluation = RunEvaluationFile.Read(path);
        CardRun run = new(NetworkSpec.Create(recipe.Network, evaluation.Classes.Count), evaluation);
        foreach (SetEvaluation set in new[] { evaluation.Validation, evaluation.Test }.OfType<SetEvaluation>())
        {
            if (set.Fixed.Count != run.Network.Widths.Count || set.Priced.Count == 0)
                throw new InputException($"{path}: {set.Name} must have a result for each of the {run.Network.Widths.Count} widths and at least one price, got {set.Fixed.Count} and {set.Priced.Count}; evaluate the run again.");
        }

        if (!evaluation.Validation.Priced.Any(p => p.Price == evaluation.DefaultPrice))
            throw new InputException(FormattableString.Invariant($"{path}: validation.priced must have a result at defaultPrice {evaluation.DefaultPrice}; evaluate the run again."));
        return run;
    }

    /// <summary>The recipe as JSON without the machine's own folders: of a file's path the last folder and the name stay.</summary>
    public static string Describe(Recipe recipe) => JsonSerializer.Serialize(
        recipe with
        {
            Data = recipe.Data with { Clips = Short(recipe.Data.Clips) },
            Pretrained = recipe.Pretrained with { Static = recipe.Pretrained.Static is { } glance ? Short(glance) : null, Dynamic = recipe.Pretrained.Dynamic is { } look ? Short(look) : null },
        },
        RecipeJson.Options);

    /// <summary>Which clips did what, in words.</summary>
    public static string Split(DataRecipe data) =>
        $"Trained on subset {data.TrainSubset}"
        + (data.ValidationSubjects.Count > 0 ? $" without {string.Join(", ", data.ValidationSubjects)}, which served as validation" : ", part of which also served as validation")
        + (data.SyntheticClipsPerClass > 0 ? $", and on {data.SyntheticClipsPerClass} rendered clips of each class that the renderer knows" : "")
        + $"; tested on subset {data.TestSubset}.";

    /// <summary>The last folder and the name of a file.</summary>
    public static string Short(string path) => string.Join('/', path.Split('/', '\\').TakeLast(2));
}

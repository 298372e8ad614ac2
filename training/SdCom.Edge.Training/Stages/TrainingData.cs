using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Synthetic;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Stages;

/// <summary>The clips of a recipe, divided: to train on, to choose by, and to test at the very end.</summary>
public sealed class TrainingData : IDisposable
{
    private readonly string cacheRoot;
    private readonly Recipe recipe;
    private readonly Reporter reporter;
    private readonly List<TrainingClip> validation;
    private readonly string list;

    private TrainingData(Recipe recipe, string cacheRoot, Reporter reporter)
    {
        this.recipe = recipe;
        this.cacheRoot = cacheRoot;
        this.reporter = reporter;
        list = recipe.Resolve(recipe.Data.Clips);
        Classes = ReadClasses(list);
        List<TrainingClip> all = Choose(recipe.Data.TrainSubset);
        validation = [.. all.Where(c => recipe.Data.ValidationSubjects.Contains(c.Group))];
        foreach (string subject in recipe.Data.ValidationSubjects.Where(s => validation.TrueForAll(c => c.Group != s)))
            throw new InputException($"{list}: validationSubjects names {subject}, which has no clip in subset {recipe.Data.TrainSubset}.");
        List<TrainingClip> train = [.. all.Except(validation), .. Rendered(Classes, recipe.Data.SyntheticClipsPerClass)];
        Cache = FrameCache.Open(cacheRoot, train, Classes, recipe.Data.CacheSize, interval: null, reporter);
        Train = Cache.Clips;
        if (Train.Count < recipe.Supernet.Batch)
            throw new InputException($"{list}: subset {recipe.Data.TrainSubset} has {Train.Count} readable clips to train on, fewer than supernet.batch {recipe.Supernet.Batch}.");
    }

    /// <summary>Class names by label: labels.txt beside the list, or the labels in the list in alphabetical order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The training pictures.</summary>
    public FrameCache Cache { get; }

    /// <summary>The clips to train on, rendered ones included.</summary>
    public IReadOnlyList<CachedClip> Train { get; }

    /// <summary>Whether clips are held out to choose by.</summary>
    public bool HasValidation => validation.Count > 0;

    /// <summary>The clips to choose by, in words.</summary>
    public string ValidationName => HasValidation
        ? $"{string.Join(", ", recipe.Data.ValidationSubjects)} of {recipe.Data.TrainSubset}, held out"
        : $"every third clip of {recipe.Data.TrainSubset}, not held out";

    /// <summary>Whether the list has clips to test on.</summary>
    public bool HasTest => ClipList.Read(list).Any(c => c.Subset == recipe.Data.TestSubset);

    /// <summary>Reads the clip list of a recipe and opens the frame cache, filling it when needed.</summary>
    /// <exception cref="InputException">The list cannot be used.</exception>
    public static TrainingData Open(Recipe recipe, string cacheRoot, Reporter reporter) => new(recipe, cacheRoot, reporter);

    /// <summary>The held-out clips as the recogniser will see them; without any, every third training clip.</summary>
    public FrameCache OpenValidation() =>
        OpenExact(HasValidation ? validation : [.. Choose(recipe.Data.TrainSubset).Where((_, i) => i % 3 == 0)]);

    /// <summary>The test clips as the recogniser will see them.</summary>
    public FrameCache OpenTest() => OpenExact(Choose(recipe.Data.TestSubset));

    public void Dispose() => Cache.Dispose();

    private static List<string> ReadClasses(string list)
    {
        string labels = Path.Combine(Path.GetDirectoryName(list)!, "labels.txt");
        return File.Exists(labels)
            ? [.. File.ReadLines(labels).Select(l => l.Trim()).Where(l => l.Length > 0)]
            : [.. ClipList.Read(list).Select(c => c.Label).Distinct().Order(StringComparer.Ordinal)];
    }

    private FrameCache OpenExact(List<TrainingClip> clips) =>
        FrameCache.Open(cacheRoot, clips, Classes, recipe.Network.InputSize, TimeSpan.FromMilliseconds(recipe.Data.IntervalMs), reporter);

    private List<TrainingClip> Choose(string subset)
    {
        List<string> classes = [.. Classes];
        string folder = Path.GetDirectoryName(list)!;
        IEnumerable<TrainingClip> clips = ClipList.Read(list, classes, subset)
            .Select(c => new TrainingClip(Path.GetRelativePath(folder, c.Path), c.Path, classes.IndexOf(c.Label), c.Group ?? ""));
        return recipe.Data.MaxClipsPerClass is { } most
            ? [.. clips.GroupBy(c => c.Label).SelectMany(g => g.Take(most))]
            : [.. clips];
    }

    private static IEnumerable<TrainingClip> Rendered(IReadOnlyList<string> classes, int perClass)
    {
        for (int label = 0; label < classes.Count; label++)
        {
            if (!Gestures.TryGet(classes[label], out _))
                continue;
            for (int i = 0; i < perClass; i++)
                yield return new TrainingClip($"synthetic:{classes[label]}:{i}", null, label, "synthetic", (ulong)((label * 1000) + i));
        }
    }
}

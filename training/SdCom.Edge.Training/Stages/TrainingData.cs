using SdCom.Edge.Core;
using SdCom.Edge.Synthetic;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Data.Annotations;
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
    private readonly AnnotatedClips annotated;
    private readonly DecodeOptions? decoding;

    private TrainingData(Recipe recipe, string cacheRoot, Reporter reporter, DecodeOptions? decoding)
    {
        this.decoding = decoding;
        this.recipe = recipe;
        this.cacheRoot = cacheRoot;
        this.reporter = reporter;
        list = recipe.Resolve(recipe.Data.Clips);
        annotated = AnnotationFormats.Read(recipe.Data.Format, list, recipe.Data.Media is { } media ? recipe.Resolve(media) : null);
        if (annotated.Remark is { } remark)
            reporter.Warn($"{list}: {remark}");
        List<TrainingClip> all = Choose(recipe.Data.TrainSubset);
        validation = [.. all.Where(c => recipe.Data.ValidationSubjects.Contains(c.Group)), .. recipe.Data.ValidationSubset is { } apart ? Choose(apart) : []];
        foreach (string subject in recipe.Data.ValidationSubjects.Where(s => all.TrueForAll(c => c.Group != s)))
            throw new InputException($"{list}: validationSubjects names {subject}, which has no clip in subset {recipe.Data.TrainSubset}.");
        List<TrainingClip> train = [.. all.Except(validation), .. Rendered(Classes, recipe.Data.SyntheticClipsPerClass)];
        Cache = FrameCache.Open(cacheRoot, train, Classes, recipe.Data.CacheSize, interval: null, reporter, recipe.Data.MaxBadClips, decoding, recipe.Network.PictureFit, SeesChanges);
        Train = Cache.Clips;
        if (Train.Count < recipe.Supernet.Batch)
            throw new InputException($"{list}: subset {recipe.Data.TrainSubset} has {Train.Count} readable clips to train on, fewer than supernet.batch {recipe.Supernet.Batch}.");
    }

    /// <summary>Class names by label, in the order that the annotation format gives.</summary>
    public IReadOnlyList<string> Classes => annotated.Classes;

    /// <summary>The training pictures.</summary>
    public FrameCache Cache { get; }

    /// <summary>The clips to train on, rendered ones included.</summary>
    public IReadOnlyList<CachedClip> Train { get; }

    /// <summary>Whether clips are held out to choose by.</summary>
    public bool HasValidation => validation.Count > 0;

    /// <summary>The clips to choose by, in words.</summary>
    public string ValidationName => HasValidation
        ? $"{HeldOut}, held out"
        : $"every third clip of {recipe.Data.TrainSubset}, not held out";

    private bool SeesChanges => recipe.Network.Sees is not null;

    private string HeldOut => string.Join(
        " and ",
        new[]
        {
            recipe.Data.ValidationSubjects.Count > 0 ? $"{string.Join(", ", recipe.Data.ValidationSubjects)} of {recipe.Data.TrainSubset}" : null,
            recipe.Data.ValidationSubset is { } apart ? $"subset {apart}" : null,
        }.OfType<string>());

    /// <summary>Whether the list has clips to test on.</summary>
    public bool HasTest => annotated.Clips.Any(c => c.Subset == recipe.Data.TestSubset);

    /// <summary>Reads the clip list of a recipe and opens the frame cache, filling it when needed.</summary>
    /// <exception cref="InputException">The list cannot be used.</exception>
    public static TrainingData Open(Recipe recipe, string cacheRoot, Reporter reporter, DecodeOptions? decoding = null) => new(recipe, cacheRoot, reporter, decoding);

    /// <summary>The held-out clips as the recogniser will see them; without any, every third training clip.</summary>
    public FrameCache OpenValidation() =>
        OpenExact(HasValidation ? validation : [.. Choose(recipe.Data.TrainSubset).Where((_, i) => i % 3 == 0)]);

    /// <summary>The test clips as the recogniser will see them.</summary>
    public FrameCache OpenTest() => OpenExact(Choose(recipe.Data.TestSubset));

    public void Dispose() => Cache.Dispose();

    private FrameCache OpenExact(List<TrainingClip> clips) =>
        FrameCache.Open(cacheRoot, clips, Classes, recipe.Network.InputSize, TimeSpan.FromMilliseconds(recipe.Data.IntervalMs), reporter, recipe.Data.MaxBadClips, decoding, recipe.Network.PictureFit, SeesChanges);

    private List<TrainingClip> Choose(string subset)
    {
        Dictionary<string, int> labels = Classes.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i);
        double rate = recipe.Data.FramesPerSecond ?? annotated.FolderFramesPerSecond;
        List<TrainingClip> clips = [.. annotated.Clips.Where(c => c.Subset == subset)
            .Select(c => new TrainingClip(Path.GetRelativePath(annotated.Folder, c.Path), c.Path, labels[c.Label], c.Group ?? "", FolderFramesPerSecond: rate))];
        if (clips.Count == 0)
            throw new InputException($"{list}: no clip has the subset '{subset}'; there are {string.Join(", ", annotated.Clips.Select(c => c.Subset ?? "none").Distinct())}.");
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

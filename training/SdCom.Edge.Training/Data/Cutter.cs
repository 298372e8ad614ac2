using SdCom.Edge.Core;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Data;

/// <summary>
/// Draws the cuts of training clips by a recipe. What a recipe leaves off draws nothing, so that switching one augmentation on
/// leaves the others' chances as they were.
/// </summary>
public sealed class Cutter
{
    private readonly DataRecipe recipe;
    private readonly int cachedSide;
    private readonly HashSet<int> unflippable;
    private readonly Dictionary<int, int> mirrors;
    private readonly MultiScaleCrop multiScale;

    /// <summary>Creates a cutter of square pictures of <paramref name="cachedSide"/> pixels a side.</summary>
    /// <exception cref="InputException">The recipe names a class that does not exist.</exception>
    public Cutter(DataRecipe recipe, IReadOnlyList<string> classes, int cachedSide)
    {
        this.recipe = recipe;
        this.cachedSide = cachedSide;
        multiScale = new MultiScaleCrop(cachedSide, cachedSide, cachedSide / 256.0);
        List<string> names = [.. classes];
        unflippable = [.. recipe.NoFlipClasses.Select(c => names.IndexOf(c))];
        if (unflippable.Contains(-1))
            throw new InputException($"data.noFlipClasses must name classes of the data, got '{recipe.NoFlipClasses.First(c => !names.Contains(c))}'; there are {string.Join(", ", classes)}.");
        mirrors = recipe.FlipClasses.ToDictionary(pair => names.IndexOf(pair.Key), pair => names.IndexOf(pair.Value));
        if (mirrors.ContainsKey(-1) || mirrors.ContainsValue(-1))
            throw new InputException($"data.flipClasses must name classes of the data, got '{recipe.FlipClasses.SelectMany(pair => new[] { pair.Key, pair.Value }).First(c => !names.Contains(c))}'; there are {string.Join(", ", classes)}.");
    }

    /// <summary>The clip as its cut shows it: mirrored, it may be of another class.</summary>
    public CachedClip Seen(CachedClip clip, Cut cut) => cut.Mirrored && mirrors.TryGetValue(clip.Label, out int other) ? clip with { Label = other } : clip;

    /// <summary>Draws a cut of <paramref name="frames"/> frames.</summary>
    public Cut Draw(CachedClip clip, int frames, Random random)
    {
        int[] numbers = FrameSampling.Draw(recipe, clip, frames, random);
        CropPlace? published = recipe.Crop == DataRecipe.MultiScale ? multiScale.Draw(random) : null;
        int side = published is null ? random.Next(recipe.CropMin, cachedSide + 1) : 0;
        double contrast = FrameSampling.Around(1, recipe.Contrast, random);
        return new Cut
        {
            Frames = numbers,
            Left = published?.Left ?? random.Next(cachedSide - side + 1),
            Top = published?.Top ?? random.Next(cachedSide - side + 1),
            Width = published?.Width ?? side,
            Height = published?.Height ?? side,
            Gain =
            [
                (float)(contrast * FrameSampling.Around(1, recipe.ColourCast, random)),
                (float)(contrast * FrameSampling.Around(1, recipe.ColourCast, random)),
                (float)(contrast * FrameSampling.Around(1, recipe.ColourCast, random)),
            ],
            Shift = (float)FrameSampling.Around(0, recipe.Brightness, random),
            Mirrored = recipe.Flip > 0 && random.NextDouble() < recipe.Flip && !unflippable.Contains(clip.Label),
            Degrees = recipe.Rotation > 0 ? FrameSampling.Around(0, recipe.Rotation, random) : 0,
        };
    }
}

using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Data;

/// <summary>How a clip is seen once: which frames, which square of them, which light. All frames of a clip share square and light, as one camera would see them.</summary>
public sealed record Cut
{
    /// <summary>Frame numbers, ascending.</summary>
    public required int[] Frames { get; init; }

    public required int Left { get; init; }

    public required int Top { get; init; }

    /// <summary>Pixels a side of the square, resized to the network's input.</summary>
    public required int Side { get; init; }

    /// <summary>Per colour plane: normalised value times gain plus shift, clamped to -1 and 1.</summary>
    public required float[] Gain { get; init; }

    public required float Shift { get; init; }

    /// <summary>Draws a cut for training. Never mirrored: to the left would become to the right.</summary>
    public static Cut Draw(CachedClip clip, DataRecipe recipe, int cachedSide, int frames, Random random)
    {
        double step = recipe.IntervalMs / clip.PeriodMs * Around(1, recipe.IntervalJitter, random);
        double span = step * (frames - 1);
        double offset = random.NextDouble() * Math.Max(0, clip.Frames - 1 - span);
        int side = random.Next(recipe.CropMin, cachedSide + 1);
        double contrast = Around(1, recipe.Contrast, random);
        return new Cut
        {
            Frames = Spread(clip, frames, offset, step),
            Side = side,
            Left = random.Next(cachedSide - side + 1),
            Top = random.Next(cachedSide - side + 1),
            Gain =
            [
                (float)(contrast * Around(1, recipe.ColourCast, random)),
                (float)(contrast * Around(1, recipe.ColourCast, random)),
                (float)(contrast * Around(1, recipe.ColourCast, random)),
            ],
            Shift = (float)Around(0, recipe.Brightness, random),
        };
    }

    /// <summary>The whole picture as it is, of every cached frame.</summary>
    public static Cut Whole(CachedClip clip, int cachedSide) => new()
    {
        Frames = [.. Enumerable.Range(0, clip.Frames)],
        Side = cachedSide,
        Left = 0,
        Top = 0,
        Gain = [1, 1, 1],
        Shift = 0,
    };

    private static int[] Spread(CachedClip clip, int frames, double offset, double step)
    {
        int[] numbers = new int[frames];
        for (int i = 0; i < frames; i++)
            numbers[i] = Math.Clamp((int)Math.Round(offset + (step * i)), 0, clip.Frames - 1);
        return numbers;
    }

    private static double Around(double centre, double reach, Random random) => centre + (reach * ((2 * random.NextDouble()) - 1));
}

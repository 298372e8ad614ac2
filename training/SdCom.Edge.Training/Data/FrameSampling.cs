using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Data;

/// <summary>Which frames of a clip the network sees in training.</summary>
public static class FrameSampling
{
    /// <summary>The names that a recipe's <c>sampling</c> may have.</summary>
    public static IReadOnlyList<string> Names { get; } = ["interval", "global", "random", "uniform"];

    /// <summary>Draws <paramref name="count"/> ascending frame numbers by the recipe's rule.</summary>
    public static int[] Draw(DataRecipe recipe, CachedClip clip, int count, Random random) => recipe.Sampling switch
    {
        "global" => Global(clip.Frames, count, random),
        "random" => Scattered(clip.Frames, count, random),
        "uniform" => Uniform(clip.Frames, count),
        _ => Interval(recipe, clip, count, random),
    };

    /// <summary>One random frame in each of <paramref name="count"/> equal segments of the clip, as published (after temporal segment networks, Wang et al. 2016).</summary>
    public static int[] Global(int frames, int count, Random random)
    {
        double tick = (double)frames / count;
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++)
            numbers[i] = Math.Min((int)(tick * (i + random.NextDouble())), frames - 1);
        return numbers;
    }

    /// <summary>The middle frame of each of <paramref name="count"/> equal segments: the published validation positions, int(tick / 2 + tick i).</summary>
    public static int[] Uniform(int frames, int count)
    {
        double tick = (double)frames / count;
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (int)((tick / 2) + (tick * i));
        return numbers;
    }

    /// <summary>Frames from anywhere in the clip, none twice unless the clip is shorter than <paramref name="count"/>.</summary>
    public static int[] Scattered(int frames, int count, Random random)
    {
        int[] numbers = [.. Enumerable.Range(0, Math.Max(frames, count)).Select(i => i % frames)];
        random.Shuffle(numbers);
        Array.Resize(ref numbers, count);
        Array.Sort(numbers);
        return numbers;
    }

    /// <summary>Frames one interval apart from a random start on, the interval jittered: what the recogniser sees of a running camera, a little slower or faster.</summary>
    public static int[] Interval(DataRecipe recipe, CachedClip clip, int count, Random random)
    {
        double step = recipe.IntervalMs / clip.PeriodMs * Around(1, recipe.IntervalJitter, random);
        double span = step * (count - 1);
        double offset = random.NextDouble() * Math.Max(0, clip.Frames - 1 - span);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++)
            numbers[i] = Math.Clamp((int)Math.Round(offset + (step * i)), 0, clip.Frames - 1);
        return numbers;
    }

    /// <summary>A number within <paramref name="reach"/> around <paramref name="centre"/>.</summary>
    internal static double Around(double centre, double reach, Random random) => centre + (reach * ((2 * random.NextDouble()) - 1));
}

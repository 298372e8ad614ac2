using System.Text.RegularExpressions;
using SdCom.Edge.Core.Weights;

namespace SdCom.Edge.Training.Data;

/// <summary>Poses of some frames of clips, as a teacher saw them.</summary>
public sealed class ClipPoses
{
    private const string Prefix = "poses/";

    private readonly Dictionary<string, float[]> poses = new(StringComparer.Ordinal);

    /// <summary>Every how many frames there is one, from the first on.</summary>
    public required int Stride { get; init; }

    /// <summary>How many frames of a clip have a pose.</summary>
    public int CountOf(CachedClip clip) => poses[clip.Name].Length / Poses.Length;

    /// <summary>The pose number <paramref name="index"/> of a clip, of its frame index x <see cref="Stride"/>.</summary>
    public ReadOnlySpan<float> Of(CachedClip clip, int index) => poses[clip.Name].AsSpan(index * Poses.Length, Poses.Length);

    /// <summary>Adds a clip's poses, one behind the other.</summary>
    public void Add(string clip, float[] values) => poses.Add(clip, values);

    /// <summary>
    /// Lets clips that show one motion in several looks agree: they are turned to lie on each other, every number becomes the median of all, and each is turned back.
    /// Then all are smoothed in time.
    /// </summary>
    /// <param name="looks">What in a clip's name tells its look; null: every clip is a motion of its own.</param>
    /// <returns>How far a number was from what was agreed on, in the mean.</returns>
    public double Agree(string? looks)
    {
        double moved = 0;
        long numbers = 0;
        IEnumerable<IGrouping<string, string>> motions = poses.Keys.GroupBy(name => looks is null ? name : Regex.Replace(name, looks, "", RegexOptions.CultureInvariant));
        foreach (string[] motion in motions.Select(m => m.Order(StringComparer.Ordinal).ToArray()))
        {
            float[][] seen = [.. motion.Select(name => poses[name])];
            foreach (float[] one in seen)
                Poses.Smooth(one);
            if (seen.Length < 2 || seen.Any(one => one.Length != seen[0].Length))
                continue; // of another length it is another motion
            double[] angles = [.. seen.Select(one => Poses.AngleTo(one, seen[0]))];
            double middle = angles.Average(); // of the looks, not the first one's
            for (int i = 0; i < seen.Length; i++)
                Poses.Turn(seen[i], angles[i] - middle);
            float[] agreed = Median(seen);
            for (int i = 0; i < seen.Length; i++)
            {
                moved += seen[i].Zip(agreed, (own, common) => Math.Abs(own - common)).Sum();
                numbers += agreed.Length;
                agreed.CopyTo(seen[i], 0);
                Poses.Turn(seen[i], middle - angles[i]);
            }
        }

        return numbers > 0 ? moved / numbers : 0;
    }

    /// <summary>Adds all poses by clip: a tensor [frames, numbers] for each.</summary>
    public void CopyTo(WeightSet file)
    {
        foreach ((string name, float[] values) in poses)
            file.Add(Prefix + name, [values.Length / Poses.Length, Poses.Length], values);
    }

    /// <summary>Reads what <see cref="CopyTo"/> wrote.</summary>
    public static ClipPoses Of(WeightSet file, int stride)
    {
        ClipPoses read = new() { Stride = stride };
        foreach (string name in file.Names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
            read.Add(name[Prefix.Length..], file[name].Values);
        return read;
    }

    private static float[] Median(float[][] seen)
    {
        float[] median = new float[seen[0].Length];
        float[] column = new float[seen.Length];
        int half = seen.Length / 2;
        for (int i = 0; i < median.Length; i++)
        {
            for (int j = 0; j < seen.Length; j++)
                column[j] = seen[j][i];
            Array.Sort(column);
            median[i] = seen.Length % 2 == 1 ? column[half] : (column[half - 1] + column[half]) / 2;
        }

        return median;
    }
}

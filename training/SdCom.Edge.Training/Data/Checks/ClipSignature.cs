using System.Numerics;

namespace SdCom.Edge.Training.Data.Checks;

/// <summary>
/// A small description of a clip that encoding again hardly changes: the mean picture and how the picture departs from it over time, on a grid of 12 x 12 cells at
/// eight moments. Clips of one fixed camera share the first but not the second.
/// </summary>
internal sealed class ClipSignature
{
    public const int Side = 12;
    private const int Cells = Side * Side;
    private const int Moments = 8;
    private const double SameLook = 0.985;
    private const double SameStillLook = 0.9995;
    private const double SameMotion = 0.9;
    private const double Still = 0.5; // grey levels; below this the rest is coding noise
    private const int MostOtherBits = 10;
    private readonly float[] look; // unit length, mean taken off
    private readonly float[] motion; // unit length
    private readonly double strength; // root mean square of the motion, in grey levels
    private readonly ulong hash;

    /// <summary>Describes a clip by its grey cells [frames][Cells].</summary>
    public ClipSignature(IReadOnlyList<byte[]> frames)
    {
        byte[][] chosen = [.. FrameSampling.Uniform(frames.Count, Moments).Select(i => frames[i])];
        float[] mean = [.. Enumerable.Range(0, Cells).Select(c => (float)chosen.Average(f => f[c]))];
        float level = mean.Average();
        look = [.. mean.Select(m => m - level)];
        motion = [.. chosen.SelectMany(f => f.Select((value, c) => value - mean[c]))];
        strength = Length(motion) / Math.Sqrt(motion.Length);
        Normalise(look);
        Normalise(motion);
        hash = Hash(mean);
    }

    /// <summary>Whether both look and move alike.</summary>
    public bool IsLike(ClipSignature other)
    {
        if (BitOperations.PopCount(hash ^ other.hash) > MostOtherBits) // most pairs end here
            return false;
        double sameness = Dot(look, other.look);
        if (Math.Max(strength, other.strength) < Still)
            return sameness >= SameStillLook;
        return sameness >= SameLook && Math.Min(strength, other.strength) > 0.5 * Math.Max(strength, other.strength) && Dot(motion, other.motion) >= SameMotion;
    }

    // A bit for each of 8 x 8 places: brighter than the middle of all of them?
    private static ulong Hash(float[] mean)
    {
        float[] places = new float[64];
        for (int i = 0; i < 64; i++)
            places[i] = mean[((i / 8 * Side / 8) * Side) + (i % 8 * Side / 8)];
        float median = places.Order().ElementAt(32);
        ulong bits = 0;
        for (int i = 0; i < 64; i++)
            bits |= places[i] > median ? 1UL << i : 0;
        return bits;
    }

    private static double Dot(float[] a, float[] b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double Length(float[] values) => Math.Sqrt(values.Sum(v => (double)v * v));

    private static void Normalise(float[] values)
    {
        double length = Length(values);
        for (int i = 0; length > 0 && i < values.Length; i++)
            values[i] = (float)(values[i] / length);
    }
}

/// <summary>Collects the grey cells of a clip's frames.</summary>
internal sealed class SignatureBuilder
{
    private const int Samples = 8; // a side of a cell: enough to average noise away, few enough for large frames
    private readonly List<byte[]> frames = [];

    /// <summary>Adds a frame of BGR bytes.</summary>
    public void Add(ReadOnlySpan<byte> bgr, int width, int height, int stride)
    {
        byte[] cells = new byte[ClipSignature.Side * ClipSignature.Side];
        int across = ClipSignature.Side * Samples;
        Span<int> sums = stackalloc int[ClipSignature.Side * ClipSignature.Side];
        sums.Clear();
        for (int y = 0; y < across; y++)
        {
            ReadOnlySpan<byte> row = bgr[((int)((y + 0.5) * height / across) * stride)..];
            Span<int> cellRow = sums.Slice(y / Samples * ClipSignature.Side, ClipSignature.Side);
            for (int x = 0; x < across; x++)
            {
                int at = (int)((x + 0.5) * width / across) * 3;
                cellRow[x / Samples] += row[at] + (2 * row[at + 1]) + row[at + 2];
            }
        }

        for (int c = 0; c < cells.Length; c++)
            cells[c] = (byte)(sums[c] / (4 * Samples * Samples));
        frames.Add(cells);
    }

    /// <summary>The signature of what was added, at least one frame.</summary>
    public ClipSignature Build() => new(frames);
}

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
    // Between 24 clips of three kinds and copies of them at 0.7 of the size and a third of the bytes, the motion differed by 0.34 grey levels and up to a
    // tenth of its strength more; different gestures of one drawn actor before a swaying camera differ by a third of it.
    private const double SameLook = 0.985;
    private const double SameStillLook = 0.996; // clips that hardly move have only their look to differ in
    private const double Still = 1.6; // grey levels of motion
    private const double CodingNoise = 0.75; // grey levels
    private const double CodingShare = 0.1; // of the motion
    private const int MostOtherBits = 10;
    private readonly float[] look; // unit length, mean taken off
    private readonly float[] motion; // grey levels
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
        hash = Hash(mean);
    }

    /// <summary>Whether both look and move alike.</summary>
    public bool IsLike(ClipSignature other)
    {
        if (BitOperations.PopCount(hash ^ other.hash) > MostOtherBits) // most pairs end here
            return false;
        double stronger = Math.Max(strength, other.strength);
        return Dot(look, other.look) >= (stronger < Still ? SameStillLook : SameLook) && Distance(motion, other.motion) <= CodingNoise + (CodingShare * stronger);
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

    // Root mean square, in grey levels.
    private static double Distance(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum / a.Length);
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

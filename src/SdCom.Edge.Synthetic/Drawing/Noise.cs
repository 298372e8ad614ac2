using System.Runtime.CompilerServices;

namespace SdCom.Edge.Synthetic.Drawing;

/// <summary>Random values that belong to a place instead of an order: a hash of whole coordinates, and smooth noise over it.</summary>
internal static class Noise
{
    /// <summary>A value in [0, 1) for a lattice point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float At(int x, int y)
    {
        uint h = (uint)x * 0x85EBCA6B ^ (uint)y * 0xC2B2AE35;
        h = (h ^ (h >> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >> 12)) * 0x297A2D39;
        return ((h ^ (h >> 15)) >> 8) * (1f / (1 << 24));
    }

    /// <summary>Smooth noise in [0, 1) over several octaves, each half as strong and twice as fine as the last.</summary>
    public static float Cloud(float x, float y, int octaves, int salt)
    {
        float sum = 0, weight = 1, total = 0;
        for (int i = 0; i < octaves; i++)
        {
            sum += weight * Smooth(x, y, salt + i * 101);
            total += weight;
            (x, y, weight) = (x * 2 + 17.3f, y * 2 + 5.7f, weight * 0.55f);
        }

        return sum / total;
    }

    private static float Smooth(float x, float y, int salt)
    {
        int ix = (int)MathF.Floor(x), iy = (int)MathF.Floor(y);
        float fx = x - ix, fy = y - iy;
        (fx, fy) = (fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy));
        ix += salt * 7919;
        float top = At(ix, iy) + (At(ix + 1, iy) - At(ix, iy)) * fx;
        float bottom = At(ix, iy + 1) + (At(ix + 1, iy + 1) - At(ix, iy + 1)) * fx;
        return top + (bottom - top) * fy;
    }
}

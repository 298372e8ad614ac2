using System.Numerics;
using System.Runtime.InteropServices;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>
/// What the trunks see where <c>network.sees</c> is <c>changes</c>: c = 128 + <see cref="Gain"/> (x_t - x_t-1) for every pixel and colour, kept within a byte, where x_t-1 is
/// the processed frame before. What stands still is grey, so that a network cannot learn places by heart. A stream's first frame has changed nothing: all 128.
/// </summary>
/// <param name="length">Bytes of a picture.</param>
public sealed class PictureChanges(int length)
{
    /// <summary>How much a change is amplified.</summary>
    public const int Gain = 3;

    /// <summary>The byte of no change.</summary>
    public const byte Still = 128;

    private readonly byte[] before = new byte[length];
    private bool begun;

    /// <summary>Keeps a picture for the next call and puts the changes in its place. Allocates nothing.</summary>
    /// <param name="picture">As many bytes as <c>length</c>.</param>
    public void Replace(Span<byte> picture)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(picture.Length, before.Length);
        if (!begun)
        {
            picture.CopyTo(before);
            picture.Fill(Still);
            begun = true;
            return;
        }

        int at = 0;
        Span<Vector<byte>> now = MemoryMarshal.Cast<byte, Vector<byte>>(picture), then = MemoryMarshal.Cast<byte, Vector<byte>>(before.AsSpan());
        for (int i = 0; i < now.Length; i++, at += Vector<byte>.Count)
        {
            Vector<byte> x = now[i];
            Vector.Widen(x, out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(then[i], out Vector<ushort> lowBefore, out Vector<ushort> highBefore);
            now[i] = Vector.Narrow(Change(low, lowBefore), Change(high, highBefore));
            then[i] = x;
        }

        for (; at < picture.Length; at++)
            (picture[at], before[at]) = ((byte)Math.Clamp(Still + (Gain * (picture[at] - before[at])), 0, 255), picture[at]);
    }

    /// <summary>Forgets the picture before: another clip or another scene begins.</summary>
    public void Reset() => begun = false;

    private static Vector<ushort> Change(Vector<ushort> now, Vector<ushort> before)
    {
        Vector<short> change = ((now.As<ushort, short>() - before.As<ushort, short>()) * Gain) + new Vector<short>(Still);
        return Vector.Min(Vector.Max(change, Vector<short>.Zero), new Vector<short>(255)).As<short, ushort>();
    }
}

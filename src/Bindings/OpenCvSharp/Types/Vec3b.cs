using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Three bytes: one pixel of a CV_8UC3 picture, blue first.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec3b(byte item0, byte item1, byte item2) : IEquatable<Vec3b>
{
    public byte Item0 = item0;
    public byte Item1 = item1;
    public byte Item2 = item2;

    public byte this[int i]
    {
        readonly get => i switch
        {
            0 => Item0,
            1 => Item1,
            2 => Item2,
            _ => throw new ArgumentOutOfRangeException(nameof(i)),
        };
        set
        {
            switch (i)
            {
                case 0: Item0 = value; break;
                case 1: Item1 = value; break;
                case 2: Item2 = value; break;
                default: throw new ArgumentOutOfRangeException(nameof(i));
            }
        }
    }

    public static bool operator ==(Vec3b a, Vec3b b) => a.Equals(b);

    public static bool operator !=(Vec3b a, Vec3b b) => !a.Equals(b);

    public readonly bool Equals(Vec3b other) => Item0 == other.Item0 && Item1 == other.Item1 && Item2 == other.Item2;

    public override readonly bool Equals(object? obj) => obj is Vec3b other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2);

    public override readonly string ToString() => $"({Item0}, {Item1}, {Item2})";
}

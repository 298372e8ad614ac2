using System.Numerics;
using System.Runtime.InteropServices;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>Small checks over many numbers.</summary>
internal static class Numbers
{
    /// <summary>Whether no element is NaN or infinite. x - x is 0 for a finite x and NaN for any other.</summary>
    public static bool AllFinite(ReadOnlySpan<float> numbers)
    {
        Vector<float> rest = Vector<float>.Zero;
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        foreach (Vector<float> vector in vectors)
            rest += vector - vector;
        float sum = Vector.Sum(rest);
        foreach (float number in numbers[(vectors.Length * Vector<float>.Count)..])
            sum += number - number;
        return sum == 0;
    }
}

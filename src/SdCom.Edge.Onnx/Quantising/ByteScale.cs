namespace SdCom.Edge.Onnx.Quantising;

/// <summary>How a byte stands for a number: real = <paramref name="Scale"/> x (byte - <paramref name="Zero"/>) + <paramref name="Offset"/>.</summary>
/// <param name="Scale">The distance of two neighbours.</param>
/// <param name="Zero">The byte of zero, so that a convolution's padding is exact.</param>
/// <param name="Offset">What ONNX's operators cannot say and a bias has to make up for: only a picture's half level, else 0.</param>
public readonly record struct ByteScale(float Scale, byte Zero, float Offset = 0)
{
    /// <summary>256 levels over a range, which is widened to hold zero; zero falls on a level.</summary>
    public static ByteScale Covering(ValueRange range)
    {
        if (!float.IsFinite(range.Low) || !float.IsFinite(range.High) || range.Low > range.High)
            throw new ArgumentException(FormattableString.Invariant($"a range must be finite and ascending, got {range.Low} to {range.High}."), nameof(range));
        double low = Math.Min(range.Low, 0.0);
        double high = Math.Max(range.High, 0.0);
        if (high == low)
            return new ByteScale(1, 0); // always zero
        double scale = Math.Max((high - low) / byte.MaxValue, 1e-30);
        return new ByteScale((float)scale, (byte)Math.Clamp(Math.Round(-low / scale), 0, byte.MaxValue));
    }
}

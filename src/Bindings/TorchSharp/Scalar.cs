using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number of any element type, as an argument of tensor operations.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly NativeScalar Value;

    private Scalar(NativeScalar value, torch.ScalarType type)
    {
        Value = value;
        Type = type;
    }

    internal Scalar(NativeScalar value)
        : this(value, value.Kind switch { 1 => torch.ScalarType.Bool, 2 => torch.ScalarType.Int64, _ => torch.ScalarType.Float64 })
    {
    }

    /// <summary>Element type that the number was made from.</summary>
    public torch.ScalarType Type { get; }

    public static implicit operator Scalar(byte value) => new((long)value, torch.ScalarType.Byte);

    public static implicit operator Scalar(sbyte value) => new((long)value, torch.ScalarType.Int8);

    public static implicit operator Scalar(short value) => new((long)value, torch.ScalarType.Int16);

    public static implicit operator Scalar(int value) => new((long)value, torch.ScalarType.Int32);

    public static implicit operator Scalar(long value) => new(value, torch.ScalarType.Int64);

    public static implicit operator Scalar(float value) => new((double)value, torch.ScalarType.Float32);

    public static implicit operator Scalar(double value) => new(value, torch.ScalarType.Float64);

    public static implicit operator Scalar(bool value) => new(value, torch.ScalarType.Bool);

    /// <summary>Does nothing here: the number lives in managed memory.</summary>
    public void Dispose()
    {
    }
}

/// <summary>Conversions between numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static bool ToBoolean(this Scalar value) => value.Value.AsDouble != 0;

    public static byte ToByte(this Scalar value) => (byte)value.Value.AsLong;

    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Value.AsLong;

    public static short ToInt16(this Scalar value) => (short)value.Value.AsLong;

    public static int ToInt32(this Scalar value) => (int)value.Value.AsLong;

    public static long ToInt64(this Scalar value) => value.Value.AsLong;

    public static float ToSingle(this Scalar value) => (float)value.Value.AsDouble;

    public static double ToDouble(this Scalar value) => value.Value.AsDouble;

    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;
}

using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>A number with its kind: 0 none, 1 boolean, 2 integer, 3 real.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeScalar
{
    internal readonly long Kind;
    internal readonly long Integer;
    internal readonly double Real;

    private NativeScalar(long kind, long integer, double real)
    {
        Kind = kind;
        Integer = integer;
        Real = real;
    }

    internal double AsDouble => Kind == 3 ? Real : Integer;

    internal long AsLong => Kind == 3 ? (long)Real : Integer;

    public static implicit operator NativeScalar(bool value) => new(1, value ? 1 : 0, 0);

    public static implicit operator NativeScalar(long value) => new(2, value, value);

    public static implicit operator NativeScalar(double value) => new(3, 0, value);

    public static implicit operator NativeScalar(Scalar? value) => value is null ? default : value.Value;
}

/// <summary>Type, place and gradient wish of a new tensor; -1 means unset.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeOptions(torch.ScalarType? dtype, torch.Device? device, bool requiresGrad = false)
{
    internal readonly int Dtype = dtype is null ? -1 : (int)dtype.Value;
    internal readonly int DeviceType = device is null ? -1 : (int)device.type;
    internal readonly int DeviceIndex = device is null ? -1 : device.index;
    internal readonly int RequiresGrad = requiresGrad ? 1 : 0;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeInfo
{
    internal int Dtype;
    internal int DeviceType;
    internal int DeviceIndex;
    internal int ElementSize;
    internal long Dimensions;
    internal long Elements;
}

/// <summary>One position of an index expression: 0 new axis, 1 ellipsis, 2 integer, 3 slice, 4 boolean, 5 tensor.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeIndex
{
    internal long Kind;
    internal long Start;
    internal long Stop;
    internal long Step;
    internal nint Tensor;
}

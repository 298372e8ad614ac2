using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>Conversions of one-element tensors to numbers, and of arrays to tensors.</summary>
public static class TensorExtensionMethods
{
    public static bool ToBoolean(this torch.Tensor value) => value.OneNumber().AsDouble != 0;

    public static byte ToByte(this torch.Tensor value) => (byte)value.OneNumber().AsLong;

    public static sbyte ToSByte(this torch.Tensor value) => (sbyte)value.OneNumber().AsLong;

    public static short ToInt16(this torch.Tensor value) => (short)value.OneNumber().AsLong;

    public static int ToInt32(this torch.Tensor value) => (int)value.OneNumber().AsLong;

    public static long ToInt64(this torch.Tensor value) => value.OneNumber().AsLong;

    public static float ToSingle(this torch.Tensor value) => (float)value.OneNumber().AsDouble;

    public static double ToDouble(this torch.Tensor value) => value.OneNumber().AsDouble;

    /// <summary>Makes a parameter of the tensor, which is invalid afterwards.</summary>
    public static Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false) where T : unmanaged =>
        torch.Make<T>(rawArray, dimensions, null, null, requires_grad);

    public static torch.Tensor ToTensor<T>(this T scalar, torch.Device? device = null, bool requires_grad = false) where T : unmanaged =>
        torch.Make<T>([scalar], [], null, device, requires_grad);

    /// <summary>Writes type, sizes and row-major bytes: the record of one tensor in a .dat file.</summary>
    public static void Save(this torch.Tensor tensor, BinaryWriter writer) => Utils.TensorRecord.Write(writer, tensor);

    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    public static void Save(this torch.Tensor tensor, string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        tensor.Save(writer);
    }

    /// <summary>Fills the tensor from a record of the same type and sizes; skip reads over it.</summary>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false) => Utils.TensorRecord.ReadInto(reader, tensor, skip);
}

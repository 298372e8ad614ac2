using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The one element of the tensor; T must be its element type exactly.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException($"item() needs exactly one element, got {NumberOfElements}");
            if (TypeOf<T>() != dtype)
                throw new ArgumentException($"item<{typeof(T).Name}>() on a tensor of type {dtype}");
            Native.Check(Native.ts_item(Handle, out NativeScalar value));
            object boxed = default(T) switch
            {
                byte => (byte)value.AsLong,
                sbyte => (sbyte)value.AsLong,
                short => (short)value.AsLong,
                int => (int)value.AsLong,
                long => value.AsLong,
                Half => (Half)value.AsDouble,
                float => (float)value.AsDouble,
                double => value.AsDouble,
                _ => value.AsLong != 0,
            };
            return (T)boxed;
        }

        /// <summary>The one element of the tensor with its kind.</summary>
        public Scalar ToScalar() => new(OneNumber());

        /// <summary>Reads and writes the elements of a CPU tensor; T must be its element type exactly.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (TypeOf<T>() != dtype)
                throw new ArgumentException($"data<{typeof(T).Name}>() on a tensor of type {dtype}");
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException($"the tensor is on {device}; call cpu() before reading its numbers");
            return new TensorAccessor<T>(this);
        }

        /// <summary>The memory of a contiguous CPU tensor; valid while the tensor lives. Setting copies bytes in.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                    throw new NotSupportedException("the tensor is not contiguous; call contiguous() before reading its bytes");
                if (device_type != DeviceType.CPU)
                    throw new InvalidOperationException($"the tensor is on {device}; call cpu() before reading its numbers");
                Native.Check(Native.ts_data(Handle, out nint pointer));
                return new Span<byte>((void*)pointer, checked((int)(NumberOfElements * ElementSize)));
            }

            set => Native.Check(Native.ts_copy_bytes_in(Handle, value, value.Length));
        }

        /// <summary>Element i of a contiguous float32 tensor on the CPU.</summary>
        public float ReadCpuSingle(long i) => MemoryMarshal.Cast<byte, float>(bytes)[checked((int)i)];

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            byte[] copy = new byte[NumberOfElements * ElementSize];
            Native.Check(Native.ts_copy_bytes_out(Handle, copy, copy.Length));
            stream.Write(copy);
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            byte[] copy = new byte[NumberOfElements * ElementSize];
            stream.ReadExactly(copy);
            Native.Check(Native.ts_copy_bytes_in(Handle, copy, copy.Length));
        }

        internal NativeScalar OneNumber()
        {
            Native.Check(Native.ts_item(Handle, out NativeScalar value));
            return value;
        }

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        public static implicit operator Tensor(byte value) => tensor(value);

        public static implicit operator Tensor(sbyte value) => tensor(value);

        public static implicit operator Tensor(short value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor(byte[] value) => tensor(value);

        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        public static implicit operator Tensor(short[] value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        public static implicit operator Tensor(Scalar scalar) => full([], scalar, scalar.Type);
    }
}

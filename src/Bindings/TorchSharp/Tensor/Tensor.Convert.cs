using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A copy with memory of its own; gradients flow through it.</summary>
        public Tensor clone() => New(Native.ts_clone(Handle, out TensorHandle r), r);

        /// <summary>The same memory, cut from the graph.</summary>
        public Tensor detach() => New(Native.ts_detach(Handle, out TensorHandle r), r);

        /// <summary>Another object over the same tensor, to be disposed by itself.</summary>
        public Tensor alias() => New(Native.ts_alias(Handle, out TensorHandle r), r);

        /// <summary>Elements in row-major order, copied only where needed.</summary>
        public Tensor contiguous() => New(Native.ts_contiguous(Handle, out TensorHandle r), r);

        /// <summary>
        /// The same values in another type. Always a new object; when nothing changes and no copy is asked for, over the same numbers.
        /// </summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Convert(type, null, copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Convert(null, device, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Convert(null, new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Convert(null, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Convert(type, device, copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => Convert(other.dtype, other.device, false, false, non_blocking);

        /// <summary>The same values in another type.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        /// <summary>The same values in another type.</summary>
        public Tensor type(ScalarType dtype) => to(dtype);

        /// <summary>The same values in the type of another tensor.</summary>
        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        /// <summary>On the CPU.</summary>
        public Tensor cpu() => to(CPU);

        /// <summary>On a CUDA device.</summary>
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor @bool() => to(ScalarType.Bool);

        public Tensor @byte() => to(ScalarType.Byte);

        public Tensor @int() => to(ScalarType.Int32);

        public Tensor @long() => to(ScalarType.Int64);

        public Tensor half() => to(ScalarType.Float16);

        public Tensor bfloat16() => to(ScalarType.BFloat16);

        public Tensor @float() => to(ScalarType.Float32);

        public Tensor @double() => to(ScalarType.Float64);

        private Tensor Convert(ScalarType? type, Device? device, bool copy, bool disposeAfter, bool nonBlocking)
        {
            Tensor result = New(Native.ts_to(Handle, type is null ? -1 : (int)type.Value, device is null ? -1 : (int)device.type, device?.index ?? -1,
                nonBlocking ? 1 : 0, copy ? 1 : 0, out TensorHandle r), r);
            if (disposeAfter)
                Dispose();
            return result;
        }
    }
}

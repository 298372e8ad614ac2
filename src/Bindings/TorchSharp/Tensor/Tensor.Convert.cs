using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor clone() => New(Native.ts_clone(Handle, out TensorHandle r), r);

        public Tensor detach() => New(Native.ts_detach(Handle, out TensorHandle r), r);

        public Tensor alias() => New(Native.ts_alias(Handle, out TensorHandle r), r);

        public Tensor contiguous() => New(Native.ts_contiguous(Handle, out TensorHandle r), r);

        /// <summary>The same values in another type; the tensor itself when nothing changes and no copy is asked for.</summary>
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

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        public Tensor cpu() => to(CPU);

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
            NativeInfo info = Info();
            bool sameType = type is null || (int)type.Value == info.Dtype;
            bool samePlace = device is null || ((int)device.type == info.DeviceType && (device.index < 0 || device.index == info.DeviceIndex));
            if (sameType && samePlace && !copy)
                return this;
            Tensor result = New(Native.ts_to(Handle, type is null ? -1 : (int)type.Value, device is null ? -1 : (int)device.type, device?.index ?? -1,
                nonBlocking ? 1 : 0, copy ? 1 : 0, out TensorHandle r), r);
            if (disposeAfter)
                Dispose();
            return result;
        }
    }
}

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Zeros in the shape, type and memory layout of this tensor.</summary>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            New(Native.ts_zeros_like(Handle, new NativeOptions(dtype, device, requires_grad), out TensorHandle r), r);

        /// <summary>Ones in the shape, type and memory layout of this tensor.</summary>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            New(Native.ts_ones_like(Handle, new NativeOptions(dtype, device, requires_grad), out TensorHandle r), r);

        /// <summary>Unset memory in the shape, type and layout of this tensor.</summary>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            New(Native.ts_empty_like(Handle, new NativeOptions(dtype, device, requires_grad), out TensorHandle r), r);

        /// <summary>One value in the shape, type and layout of this tensor.</summary>
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            New(Native.ts_full_like(Handle, value, new NativeOptions(dtype, device, requires_grad), out TensorHandle r), r);

        /// <summary>Uniform numbers in the shape of this tensor.</summary>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            New(Native.ts_rand_like(Handle, new NativeOptions(dtype, device, requires_grad), out TensorHandle r), r);

        /// <summary>Normal numbers in the shape of this tensor.</summary>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            New(Native.ts_randn_like(Handle, new NativeOptions(dtype, device, requires_grad), out TensorHandle r), r);

        /// <summary>Zeros in the type and on the device of this tensor.</summary>
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            zeros(size, dtype ?? this.dtype, device ?? this.device, requires_grad);

        /// <summary>Ones in the type and on the device of this tensor.</summary>
        public Tensor new_ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            ones(size, dtype ?? this.dtype, device ?? this.device, requires_grad);

        /// <summary>Unset memory in the type and on the device of this tensor.</summary>
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            empty(size, dtype ?? this.dtype, device ?? this.device, requires_grad);

        /// <summary>One value in the type and on the device of this tensor.</summary>
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            full(size, value, dtype ?? this.dtype, device ?? this.device, requires_grad);
    }
}

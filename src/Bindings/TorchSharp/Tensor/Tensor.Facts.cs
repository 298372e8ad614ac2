using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Element type.</summary>
        public ScalarType dtype => (ScalarType)Info().Dtype;

        /// <summary>Where the numbers are.</summary>
        public Device device
        {
            get
            {
                NativeInfo info = Info();
                return new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        /// <summary>Kind of device.</summary>
        public DeviceType device_type => (DeviceType)Info().DeviceType;

        /// <summary>Number of the device, -1 on the CPU.</summary>
        public int device_index => Info().DeviceIndex;

        /// <summary>True on a CUDA device.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Number of dimensions.</summary>
        public long Dimensions => Info().Dimensions;

        /// <summary>Number of dimensions.</summary>
        public long ndim => Dimensions;

        /// <summary>Number of elements.</summary>
        public long NumberOfElements => Info().Elements;

        /// <summary>Bytes per element.</summary>
        public long ElementSize => Info().ElementSize;

        /// <summary>Size of every dimension, as a new array.</summary>
        public long[] shape => Sizes(strides: false);

        /// <summary>True when operations on the tensor are recorded for gradients; can be set on leaves.</summary>
        public bool requires_grad
        {
            get
            {
                Native.Check(Native.ts_requires_grad(Handle, out int result));
                return result != 0;
            }
            set => Native.Check(Native.ts_set_requires_grad(Handle, value ? 1 : 0));
        }

        /// <summary>True when the tensor was not computed by a recorded operation.</summary>
        public bool is_leaf
        {
            get
            {
                Native.Check(Native.ts_is_leaf(Handle, out int result));
                return result != 0;
            }
        }

        /// <summary>Number of dimensions.</summary>
        public long dim() => Dimensions;

        /// <summary>Number of elements.</summary>
        public long numel() => NumberOfElements;

        /// <summary>Bytes per element.</summary>
        public long element_size() => ElementSize;

        /// <summary>Sizes of all dimensions or of one; negative counts from the last.</summary>
        public long[] size() => shape;

        public long size(int dim)
        {
            Native.Check(Native.ts_size(Handle, dim, out long result));
            return result;
        }

        /// <summary>Elements between neighbours along every dimension.</summary>
        public long[] stride() => Sizes(strides: true);

        public long stride(int dim)
        {
            long[] all = stride();
            return all[dim < 0 ? all.Length + dim : dim];
        }

        /// <summary>True when elements lie in row-major order without gaps.</summary>
        public bool is_contiguous()
        {
            Native.Check(Native.ts_is_contiguous(Handle, out int result));
            return result != 0;
        }

        /// <summary>True for real element types.</summary>
        public bool is_floating_point() => IsFloating(dtype);

        /// <summary>True for whole-number and boolean element types.</summary>
        public bool is_integral() => dtype is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;

        /// <summary>Sets requires_grad and returns the tensor.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        internal NativeInfo Info()
        {
            Native.Check(Native.ts_info(Handle, out NativeInfo info));
            return info;
        }

        private long[] Sizes(bool strides)
        {
            Span<long> few = stackalloc long[8];
            int count = Fill(few);
            if (count <= few.Length)
                return few[..count].ToArray();
            var many = new long[count];
            Fill(many);
            return many;

            int Fill(Span<long> to)
            {
                Native.Check(strides
                    ? Native.ts_strides(Handle, to, to.Length, out int dimensions)
                    : Native.ts_sizes(Handle, to, to.Length, out dimensions));
                return dimensions;
            }
        }
    }
}

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Means over as many cells as output_size says.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Tensor.New(Native.ts_adaptive_avg_pool2d(input.Handle, output_size, output_size.Length, out TensorHandle r), r);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                adaptive_avg_pool2d(input, [output_size.Item1, output_size.Item2]);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size, output_size]);

            /// <summary>Means of windows; the stride is the kernel size unless given.</summary>
            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null)
            {
                stride ??= kernel_size;
                padding ??= ZeroZero;
                return Tensor.New(Native.ts_avg_pool2d(input.Handle, kernel_size, kernel_size.Length, stride, stride.Length, padding, padding.Length,
                    ceil_mode ? 1 : 0, count_include_pad ? 1 : 0, divisor_override ?? 0, out TensorHandle r), r);
            }

            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size, kernel_size], Twice(stride), [padding, padding], ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Both(kernel_size)!, Both(stride), Both(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>Maxima of windows; the stride is the kernel size unless given.</summary>
            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false)
            {
                strides ??= kernel_size;
                padding ??= ZeroZero;
                dilation ??= OneOne;
                return Tensor.New(Native.ts_max_pool2d(input.Handle, kernel_size, kernel_size.Length, strides, strides.Length, padding, padding.Length,
                    dilation, dilation.Length, ceil_mode ? 1 : 0, out TensorHandle r), r);
            }

            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null,
                bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size, kernel_size], Twice(stride), Twice(padding), Twice(dilation), ceil_mode);

            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Both(kernel_size)!, Both(stride), Both(padding), Both(dilation), ceil_mode);

            internal static long[]? Twice(long? value) => value is null ? null : [value.Value, value.Value];

            internal static long[]? Both((long, long)? pair) => pair is null ? null : [pair.Value.Item1, pair.Value.Item2];
        }
    }
}

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Layers as functions: weights are arguments, nothing is remembered.</summary>
        public static partial class functional
        {
            private static readonly long[] OneOne = [1, 1];
            private static readonly long[] ZeroZero = [0, 0];

            /// <summary>Convolution of input [N, C, H, W] with weight [O, C / groups, kH, kW].</summary>
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, long groups = 1)
            {
                strides ??= OneOne;
                padding ??= ZeroZero;
                dilation ??= OneOne;
                return Tensor.New(Native.ts_conv2d(input.Handle, weight.Handle, Optional(bias), strides, strides.Length, padding, padding.Length,
                    dilation, dilation.Length, groups, out TensorHandle r), r);
            }

            /// <summary>Convolution of input [N, C, L] with weight [O, C / groups, k].</summary>
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null,
                long? dilation = null, long groups = 1) =>
                Tensor.New(Native.ts_conv1d(input.Handle, weight.Handle, Optional(bias), stride ?? 1, padding ?? 0, dilation ?? 1, groups, out TensorHandle r), r);

            /// <summary>input [.., I] times weights [O, I] transposed, plus bias [O].</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Tensor.New(Native.ts_linear(input.Handle, weights.Handle, Optional(bias), out TensorHandle r), r);

            internal static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias, long[] strides, Padding padding, long[] dilation, long groups) =>
                Tensor.New(Native.ts_conv2d_named(input.Handle, weight.Handle, Optional(bias), strides, strides.Length, (int)padding, dilation,
                    dilation.Length, groups, out TensorHandle r), r);

            private static TensorHandle Optional(Tensor? tensor) => tensor?.Handle ?? TensorHandle.None;
        }
    }
}

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Adds elements around the last dimensions; pad counts from the last one: left, right, top, bottom.</summary>
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Constant or PaddingModes.Zeros =>
                    Tensor.New(Native.ts_constant_pad(input.Handle, pad, pad.Length, value, out TensorHandle r), r),
                PaddingModes.Reflect => Named(input, pad, "reflect"),
                PaddingModes.Replicate => Named(input, pad, "replicate"),
                _ => Named(input, pad, "circular"),
            };

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (ReadOnlySpan<long>)pad, mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>The picture [N, C, H, W] at another size; nearest and bilinear.</summary>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if (size is null == scale_factor is null)
                    throw new ArgumentException("exactly one of size and scale_factor is needed");
                long[] to = size ?? Scaled(x, scale_factor!);
                int corners = align_corners == true ? 1 : 0;
                return mode switch
                {
                    InterpolationMode.Nearest => Tensor.New(Native.ts_upsample_nearest2d(x.Handle, to, to.Length, out TensorHandle n), n),
                    InterpolationMode.Bilinear when antialias =>
                        Tensor.New(Native.ts_upsample_bilinear2d_aa(x.Handle, to, to.Length, corners, out TensorHandle a), a),
                    InterpolationMode.Bilinear => Tensor.New(Native.ts_upsample_bilinear2d(x.Handle, to, to.Length, corners, out TensorHandle b), b),
                    _ => throw new NotSupportedException($"interpolate knows Nearest and Bilinear here, not {mode}"),
                };
            }

            private static Tensor Named(Tensor input, ReadOnlySpan<long> pad, string mode) =>
                Tensor.New(Native.ts_pad_mode(input.Handle, pad, pad.Length, mode, out TensorHandle r), r);

            private static long[] Scaled(Tensor x, double[] factor)
            {
                long[] shape = x.shape;
                return [(long)(shape[^2] * factor[0]), (long)(shape[^1] * factor[^1])];
            }
        }
    }
}

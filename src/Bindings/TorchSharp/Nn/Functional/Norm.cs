using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// Normalises every channel. In training by the batch's own mean and variance, and the running ones move towards them by
            /// momentum (the unbiased variance); otherwise by the running ones.
            /// </summary>
            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null,
                bool training = false, double momentum = 0.1, double eps = 1E-05) =>
                Tensor.New(Native.ts_batch_norm(input.Handle, Optional(weight), Optional(bias), Optional(running_mean), Optional(running_var),
                    training ? 1 : 0, momentum, eps, out TensorHandle r), r);

            /// <summary>Normalises over the last dimensions, which are given by their sizes.</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Tensor.New(Native.ts_layer_norm(input.Handle, normalized_shape, normalized_shape.Length, Optional(weight), Optional(bias), eps, out TensorHandle r), r);

            /// <summary>input divided by its p-norm along dim, which is taken to be at least eps.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1E-12)
            {
                using Tensor norm = Tensor.New(Native.ts_norm_dim(input.Handle, p, dim, 1, out TensorHandle r), r);
                using Tensor bounded = norm.clamp_min(eps);
                return input / bounded;
            }
        }
    }
}

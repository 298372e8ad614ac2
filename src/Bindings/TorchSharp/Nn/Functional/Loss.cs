using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// Cross entropy of logits [N, C] with class numbers [N] (int64) or class probabilities [N, C]. Label smoothing mixes the target
            /// with the uniform distribution (Szegedy et al. 2016, section 7).
            /// </summary>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                Tensor.New(Native.ts_cross_entropy(input.Handle, target.Handle, Optional(weight), (long)reduction, ignore_index, label_smoothing, out TensorHandle r), r);

            /// <summary>Minus the logarithm of the probability of each class number; input holds logarithms [N, C].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Tensor.New(Native.ts_nll_loss(input.Handle, target.Handle, Optional(weight), (long)reduction, -100, out TensorHandle r), r);

            /// <summary>Squared difference.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Tensor.New(Native.ts_mse_loss(input.Handle, target.Handle, (long)reduction, out TensorHandle r), r);

            /// <summary>Absolute difference.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Tensor.New(Native.ts_l1_loss(input.Handle, target.Handle, (long)reduction, out TensorHandle r), r);

            /// <summary>Squared below beta, linear beyond.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                Tensor.New(Native.ts_smooth_l1_loss(input.Handle, target.Handle, (long)reduction, beta, out TensorHandle r), r);

            /// <summary>Kullback-Leibler divergence; input holds logarithms, and so does target unless log_target is false.</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Tensor.New(Native.ts_kl_div(input.Handle, target.Handle, (long)reduction, log_target ? 1 : 0, out TensorHandle r), r);

            /// <summary>Cross entropy of probabilities with targets between 0 and 1.</summary>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Tensor.New(Native.ts_bce(input.Handle, target.Handle, Optional(weight), (long)reduction, out TensorHandle r), r);

            /// <summary>The same of logits.</summary>
            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Tensor.New(Native.ts_bce_with_logits(input.Handle, target.Handle, Optional(weight), Optional(pos_weights), (long)reduction, out TensorHandle r), r);

            /// <summary>Cosine of the angle between vectors along dim.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1E-08) =>
                Tensor.New(Native.ts_cosine_similarity(x1.Handle, x2.Handle, dim, eps, out TensorHandle r), r);
        }
    }
}

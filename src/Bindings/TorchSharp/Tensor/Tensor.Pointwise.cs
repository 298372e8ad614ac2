using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => New(Native.ts_abs(Handle, out TensorHandle r), r);

        public Tensor neg() => New(Native.ts_neg(Handle, out TensorHandle r), r);

        public Tensor exp() => New(Native.ts_exp(Handle, out TensorHandle r), r);

        public Tensor log() => New(Native.ts_log(Handle, out TensorHandle r), r);

        public Tensor log1p() => New(Native.ts_log1p(Handle, out TensorHandle r), r);

        public Tensor log2() => New(Native.ts_log2(Handle, out TensorHandle r), r);

        public Tensor sqrt() => New(Native.ts_sqrt(Handle, out TensorHandle r), r);

        public Tensor rsqrt() => New(Native.ts_rsqrt(Handle, out TensorHandle r), r);

        public Tensor square() => New(Native.ts_square(Handle, out TensorHandle r), r);

        public Tensor reciprocal() => New(Native.ts_reciprocal(Handle, out TensorHandle r), r);

        public Tensor sin() => New(Native.ts_sin(Handle, out TensorHandle r), r);

        public Tensor cos() => New(Native.ts_cos(Handle, out TensorHandle r), r);

        public Tensor erf() => New(Native.ts_erf(Handle, out TensorHandle r), r);

        public Tensor floor() => New(Native.ts_floor(Handle, out TensorHandle r), r);

        public Tensor sign() => New(Native.ts_sign(Handle, out TensorHandle r), r);

        public Tensor sigmoid() => New(Native.ts_sigmoid(Handle, out TensorHandle r), r);

        public Tensor tanh() => New(Native.ts_tanh(Handle, out TensorHandle r), r);

        public Tensor relu() => New(Native.ts_relu(Handle, out TensorHandle r), r);

        public Tensor relu6() => New(Native.ts_relu6(Handle, out TensorHandle r), r);

        public Tensor silu() => New(Native.ts_silu(Handle, out TensorHandle r), r);

        public Tensor gelu() => New(Native.ts_gelu(Handle, out TensorHandle r), r);

        public Tensor hardswish() => New(Native.ts_hardswish(Handle, out TensorHandle r), r);

        public Tensor hardsigmoid() => New(Native.ts_hardsigmoid(Handle, out TensorHandle r), r);

        public Tensor isnan() => New(Native.ts_isnan(Handle, out TensorHandle r), r);

        public Tensor isinf() => New(Native.ts_isinf(Handle, out TensorHandle r), r);

        public Tensor isfinite() => New(Native.ts_isfinite(Handle, out TensorHandle r), r);

        public Tensor logical_not() => New(Native.ts_logical_not(Handle, out TensorHandle r), r);

        public Tensor round(long decimals = 0)
        {
            if (decimals == 0)
                return New(Native.ts_round(Handle, out TensorHandle r), r);
            double scale = Math.Pow(10, decimals);
            using Tensor scaled = this * scale;
            using Tensor rounded = scaled.round();
            return rounded / scale;
        }

        public Tensor relu_() => This(Native.ts_relu_(Handle));

        public Tensor relu6_() => This(Native.ts_relu6_(Handle));

        public Tensor abs_() => This(Native.ts_abs_(Handle));

        public Tensor detach_() => This(Native.ts_detach_(Handle));

        public Tensor eq(Tensor target) => New(Native.ts_eq(Handle, target.Handle, out TensorHandle r), r);

        public Tensor eq(Scalar target) => New(Native.ts_eq_scalar(Handle, target, out TensorHandle r), r);

        public Tensor ne(Tensor target) => New(Native.ts_ne(Handle, target.Handle, out TensorHandle r), r);

        public Tensor ne(Scalar target) => New(Native.ts_ne_scalar(Handle, target, out TensorHandle r), r);

        public Tensor lt(Tensor target) => New(Native.ts_lt(Handle, target.Handle, out TensorHandle r), r);

        public Tensor lt(Scalar target) => New(Native.ts_lt_scalar(Handle, target, out TensorHandle r), r);

        public Tensor le(Tensor target) => New(Native.ts_le(Handle, target.Handle, out TensorHandle r), r);

        public Tensor le(Scalar target) => New(Native.ts_le_scalar(Handle, target, out TensorHandle r), r);

        public Tensor gt(Tensor target) => New(Native.ts_gt(Handle, target.Handle, out TensorHandle r), r);

        public Tensor gt(Scalar target) => New(Native.ts_gt_scalar(Handle, target, out TensorHandle r), r);

        public Tensor ge(Tensor target) => New(Native.ts_ge(Handle, target.Handle, out TensorHandle r), r);

        public Tensor ge(Scalar target) => New(Native.ts_ge_scalar(Handle, target, out TensorHandle r), r);

        public Tensor logical_and(Tensor other) => New(Native.ts_logical_and(Handle, other.Handle, out TensorHandle r), r);

        public Tensor logical_or(Tensor other) => New(Native.ts_logical_or(Handle, other.Handle, out TensorHandle r), r);

        public Tensor xlogy(Tensor y) => New(Native.ts_xlogy(Handle, y.Handle, out TensorHandle r), r);

        public Tensor leaky_relu(Scalar negative_slope) => New(Native.ts_leaky_relu(Handle, negative_slope, out TensorHandle r), r);

        public Tensor hardtanh(Scalar min, Scalar max) => New(Native.ts_hardtanh(Handle, min, max, out TensorHandle r), r);

        /// <summary>This where the condition holds, y elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => New(Native.ts_where(condition.Handle, Handle, y.Handle, out TensorHandle r), r);

        public Tensor masked_fill(Tensor mask, Scalar value) => New(Native.ts_masked_fill(Handle, mask.Handle, value, out TensorHandle r), r);

        public Tensor masked_fill_(Tensor mask, Scalar value) => This(Native.ts_masked_fill_(Handle, mask.Handle, value));

        public Tensor softmax(long dim, ScalarType? dtype = null) => New(Native.ts_softmax(Handle, dim, DtypeOr(dtype), out TensorHandle r), r);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => New(Native.ts_log_softmax(Handle, dim, DtypeOr(dtype), out TensorHandle r), r);

        private static int DtypeOr(ScalarType? dtype) => dtype is null ? -1 : (int)dtype.Value;
    }
}

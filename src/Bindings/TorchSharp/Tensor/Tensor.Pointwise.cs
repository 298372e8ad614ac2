using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Size without sign.</summary>
        public Tensor abs() => New(Native.ts_abs(Handle, out TensorHandle r), r);

        /// <summary>Negative.</summary>
        public Tensor neg() => New(Native.ts_neg(Handle, out TensorHandle r), r);

        /// <summary>e to the power of each element.</summary>
        public Tensor exp() => New(Native.ts_exp(Handle, out TensorHandle r), r);

        /// <summary>Natural logarithm.</summary>
        public Tensor log() => New(Native.ts_log(Handle, out TensorHandle r), r);

        /// <summary>Natural logarithm of 1 + x.</summary>
        public Tensor log1p() => New(Native.ts_log1p(Handle, out TensorHandle r), r);

        /// <summary>Logarithm to base 2.</summary>
        public Tensor log2() => New(Native.ts_log2(Handle, out TensorHandle r), r);

        /// <summary>Square root.</summary>
        public Tensor sqrt() => New(Native.ts_sqrt(Handle, out TensorHandle r), r);

        /// <summary>1 / square root.</summary>
        public Tensor rsqrt() => New(Native.ts_rsqrt(Handle, out TensorHandle r), r);

        /// <summary>x * x.</summary>
        public Tensor square() => New(Native.ts_square(Handle, out TensorHandle r), r);

        /// <summary>1 / x.</summary>
        public Tensor reciprocal() => New(Native.ts_reciprocal(Handle, out TensorHandle r), r);

        /// <summary>Sine.</summary>
        public Tensor sin() => New(Native.ts_sin(Handle, out TensorHandle r), r);

        /// <summary>Cosine.</summary>
        public Tensor cos() => New(Native.ts_cos(Handle, out TensorHandle r), r);

        /// <summary>Error function.</summary>
        public Tensor erf() => New(Native.ts_erf(Handle, out TensorHandle r), r);

        /// <summary>Rounded down.</summary>
        public Tensor floor() => New(Native.ts_floor(Handle, out TensorHandle r), r);

        /// <summary>-1, 0 or 1.</summary>
        public Tensor sign() => New(Native.ts_sign(Handle, out TensorHandle r), r);

        /// <summary>1 / (1 + e^-x).</summary>
        public Tensor sigmoid() => New(Native.ts_sigmoid(Handle, out TensorHandle r), r);

        /// <summary>Hyperbolic tangent.</summary>
        public Tensor tanh() => New(Native.ts_tanh(Handle, out TensorHandle r), r);

        /// <summary>x where positive, else 0.</summary>
        public Tensor relu() => New(Native.ts_relu(Handle, out TensorHandle r), r);

        /// <summary>x kept between 0 and 6.</summary>
        public Tensor relu6() => New(Native.ts_relu6(Handle, out TensorHandle r), r);

        /// <summary>x * sigmoid(x).</summary>
        public Tensor silu() => New(Native.ts_silu(Handle, out TensorHandle r), r);

        /// <summary>x times the normal distribution function of x.</summary>
        public Tensor gelu() => New(Native.ts_gelu(Handle, out TensorHandle r), r);

        /// <summary>x * relu6(x + 3) / 6.</summary>
        public Tensor hardswish() => New(Native.ts_hardswish(Handle, out TensorHandle r), r);

        /// <summary>relu6(x + 3) / 6.</summary>
        public Tensor hardsigmoid() => New(Native.ts_hardsigmoid(Handle, out TensorHandle r), r);

        /// <summary>True where not a number.</summary>
        public Tensor isnan() => New(Native.ts_isnan(Handle, out TensorHandle r), r);

        /// <summary>True where infinite.</summary>
        public Tensor isinf() => New(Native.ts_isinf(Handle, out TensorHandle r), r);

        /// <summary>True where neither infinite nor NaN.</summary>
        public Tensor isfinite() => New(Native.ts_isfinite(Handle, out TensorHandle r), r);

        /// <summary>True where 0.</summary>
        public Tensor logical_not() => New(Native.ts_logical_not(Handle, out TensorHandle r), r);

        /// <summary>Rounded half to even, to so many decimals.</summary>
        public Tensor round(long decimals = 0)
        {
            if (decimals == 0)
                return New(Native.ts_round(Handle, out TensorHandle r), r);
            double scale = Math.Pow(10, decimals);
            using Tensor scaled = this * scale;
            using Tensor rounded = scaled.round();
            return rounded / scale;
        }

        /// <summary>relu in place.</summary>
        public Tensor relu_() => This(Native.ts_relu_(Handle));

        /// <summary>relu6 in place.</summary>
        public Tensor relu6_() => This(Native.ts_relu6_(Handle));

        /// <summary>abs in place.</summary>
        public Tensor abs_() => This(Native.ts_abs_(Handle));

        /// <summary>Cuts the tensor from the graph that made it.</summary>
        public Tensor detach_() => This(Native.ts_detach_(Handle));

        /// <summary>True where equal.</summary>
        public Tensor eq(Tensor target) => New(Native.ts_eq(Handle, target.Handle, out TensorHandle r), r);

        public Tensor eq(Scalar target) => New(Native.ts_eq_scalar(Handle, target, out TensorHandle r), r);

        /// <summary>True where different.</summary>
        public Tensor ne(Tensor target) => New(Native.ts_ne(Handle, target.Handle, out TensorHandle r), r);

        public Tensor ne(Scalar target) => New(Native.ts_ne_scalar(Handle, target, out TensorHandle r), r);

        /// <summary>True where less.</summary>
        public Tensor lt(Tensor target) => New(Native.ts_lt(Handle, target.Handle, out TensorHandle r), r);

        public Tensor lt(Scalar target) => New(Native.ts_lt_scalar(Handle, target, out TensorHandle r), r);

        /// <summary>True where less or equal.</summary>
        public Tensor le(Tensor target) => New(Native.ts_le(Handle, target.Handle, out TensorHandle r), r);

        public Tensor le(Scalar target) => New(Native.ts_le_scalar(Handle, target, out TensorHandle r), r);

        /// <summary>True where greater.</summary>
        public Tensor gt(Tensor target) => New(Native.ts_gt(Handle, target.Handle, out TensorHandle r), r);

        public Tensor gt(Scalar target) => New(Native.ts_gt_scalar(Handle, target, out TensorHandle r), r);

        /// <summary>True where greater or equal.</summary>
        public Tensor ge(Tensor target) => New(Native.ts_ge(Handle, target.Handle, out TensorHandle r), r);

        public Tensor ge(Scalar target) => New(Native.ts_ge_scalar(Handle, target, out TensorHandle r), r);

        /// <summary>True where both are not 0.</summary>
        public Tensor logical_and(Tensor other) => New(Native.ts_logical_and(Handle, other.Handle, out TensorHandle r), r);

        /// <summary>True where one is not 0.</summary>
        public Tensor logical_or(Tensor other) => New(Native.ts_logical_or(Handle, other.Handle, out TensorHandle r), r);

        /// <summary>this * log(y), 0 where this is 0.</summary>
        public Tensor xlogy(Tensor y) => New(Native.ts_xlogy(Handle, y.Handle, out TensorHandle r), r);

        /// <summary>x where positive, else slope * x.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => New(Native.ts_leaky_relu(Handle, negative_slope, out TensorHandle r), r);

        /// <summary>x kept between min and max.</summary>
        public Tensor hardtanh(Scalar min, Scalar max) => New(Native.ts_hardtanh(Handle, min, max, out TensorHandle r), r);

        /// <summary>This where the condition holds, y elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => New(Native.ts_where(condition.Handle, Handle, y.Handle, out TensorHandle r), r);

        /// <summary>A copy with value where the mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => New(Native.ts_masked_fill(Handle, mask.Handle, value, out TensorHandle r), r);

        /// <summary>Writes value where the mask is true.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => This(Native.ts_masked_fill_(Handle, mask.Handle, value));

        /// <summary>e^x divided by its sum along dim.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => New(Native.ts_softmax(Handle, dim, DtypeOr(dtype), out TensorHandle r), r);

        /// <summary>Logarithm of softmax along dim.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => New(Native.ts_log_softmax(Handle, dim, DtypeOr(dtype), out TensorHandle r), r);

        private static int DtypeOr(ScalarType? dtype) => dtype is null ? -1 : (int)dtype.Value;
    }
}

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly NativeScalar One = 1L;

        /// <summary>this + alpha * target, sizes broadcast.</summary>
        public Tensor add(Tensor target) => New(Native.ts_add(Handle, target.Handle, One, out TensorHandle r), r);

        public Tensor add(Tensor target, Scalar alpha) => New(Native.ts_add(Handle, target.Handle, alpha, out TensorHandle r), r);

        public Tensor add(Scalar scalar) => AddNumber(scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => New(Native.ts_add_scalar(Handle, scalar, alpha, out TensorHandle r), r);

        /// <summary>Adds in place.</summary>
        public Tensor add_(Tensor target) => This(Native.ts_add_(Handle, target.Handle, One));

        public Tensor add_(Tensor target, Scalar alpha) => This(Native.ts_add_(Handle, target.Handle, alpha));

        public Tensor add_(Scalar scalar) => This(Native.ts_add_scalar_(Handle, scalar, One));

        public Tensor add_(Scalar scalar, Scalar alpha) => This(Native.ts_add_scalar_(Handle, scalar, alpha));

        /// <summary>this - target, sizes broadcast.</summary>
        public Tensor sub(Tensor target) => New(Native.ts_sub(Handle, target.Handle, One, out TensorHandle r), r);

        public Tensor sub(Scalar target) => SubtractNumber(target);

        /// <summary>Subtracts in place.</summary>
        public Tensor sub_(Tensor target) => This(Native.ts_sub_(Handle, target.Handle, One));

        public Tensor sub_(Scalar target) => This(Native.ts_sub_scalar_(Handle, target, One));

        /// <summary>Product element by element, sizes broadcast.</summary>
        public Tensor mul(Tensor target) => New(Native.ts_mul(Handle, target.Handle, out TensorHandle r), r);

        public Tensor mul(Scalar target) => MultiplyNumber(target);

        /// <summary>Multiplies in place.</summary>
        public Tensor mul_(Tensor target) => This(Native.ts_mul_(Handle, target.Handle));

        public Tensor mul_(Scalar target) => This(Native.ts_mul_scalar_(Handle, target));

        /// <summary>Quotient element by element, sizes broadcast.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            New(Native.ts_div(Handle, target.Handle, (int)rounding_mode, out TensorHandle r), r);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            New(Native.ts_div_scalar(Handle, target, (int)rounding_mode, out TensorHandle r), r);

        /// <summary>Divides in place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            if (rounding_mode == RoundingMode.None)
                return This(Native.ts_div_(Handle, target.Handle));
            using Tensor quotient = div(target, rounding_mode);
            return copy_(quotient);
        }

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            if (rounding_mode == RoundingMode.None)
                return This(Native.ts_div_scalar_(Handle, target));
            using Tensor quotient = div(target, rounding_mode);
            return copy_(quotient);
        }

        /// <summary>Power element by element.</summary>
        public Tensor pow(Tensor exponent) => New(Native.ts_pow(Handle, exponent.Handle, out TensorHandle r), r);

        public Tensor pow(Scalar exponent) => New(Native.ts_pow_scalar(Handle, exponent, out TensorHandle r), r);

        internal Tensor remainder(Tensor other) => New(Native.ts_remainder(Handle, other.Handle, out TensorHandle r), r);

        internal Tensor remainder(Scalar other) => New(Native.ts_remainder_scalar(Handle, other, out TensorHandle r), r);

        /// <summary>Remainder with the sign of this.</summary>
        public Tensor fmod(Tensor target) => New(Native.ts_fmod(Handle, target.Handle, out TensorHandle r), r);

        public Tensor fmod(Scalar scalar) => New(Native.ts_fmod_scalar(Handle, scalar, out TensorHandle r), r);

        /// <summary>Quotient rounded down.</summary>
        public Tensor floor_divide(Tensor other) => New(Native.ts_floor_divide(Handle, other.Handle, out TensorHandle r), r);

        public Tensor floor_divide(Scalar other) => New(Native.ts_floor_divide_scalar(Handle, other, out TensorHandle r), r);

        /// <summary>this + value * tensor1 * tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            New(Native.ts_addcmul(Handle, tensor1.Handle, tensor2.Handle, value, out TensorHandle r), r);

        /// <summary>Adds value * tensor1 * tensor2 in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            This(Native.ts_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value));

        /// <summary>this + value * tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            New(Native.ts_addcdiv(Handle, tensor1.Handle, tensor2.Handle, value, out TensorHandle r), r);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdiv(tensor1, tensor2, 1);

        /// <summary>Adds value * tensor1 / tensor2 in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            This(Native.ts_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, 1);

        /// <summary>this + weight * (end - this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => New(Native.ts_lerp(Handle, end.Handle, weight.Handle, out TensorHandle r), r);

        /// <summary>Moves towards end by weight, in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => This(Native.ts_lerp_(Handle, end.Handle, weight.Handle));

        /// <summary>Sets all elements to 0.</summary>
        public Tensor zero_() => This(Native.ts_zero_(Handle));

        /// <summary>Sets all elements to one value.</summary>
        public Tensor fill_(Scalar value) => This(Native.ts_fill_(Handle, value));

        /// <summary>Copies values (converted, broadcast) into this tensor.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => This(Native.ts_copy_(Handle, source.Handle, nonBlocking ? 1 : 0));

        /// <summary>The larger of two, element by element.</summary>
        public Tensor maximum(Tensor other) => New(Native.ts_maximum(Handle, other.Handle, out TensorHandle r), r);

        /// <summary>The smaller of two, element by element.</summary>
        public Tensor minimum(Tensor other) => New(Native.ts_minimum(Handle, other.Handle, out TensorHandle r), r);

        /// <summary>The larger of two, element by element.</summary>
        public Tensor max(Tensor other) => maximum(other);

        /// <summary>The smaller of two, element by element.</summary>
        public Tensor min(Tensor other) => minimum(other);

        /// <summary>Elements kept between min and max; an absent bound is open.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => New(Native.ts_clamp_scalar(Handle, min, max, out TensorHandle r), r);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) =>
            New(Native.ts_clamp(Handle, min?.Handle ?? TensorHandle.None, max?.Handle ?? TensorHandle.None, out TensorHandle r), r);

        /// <summary>Bounds elements in place.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => This(Native.ts_clamp_scalar_(Handle, min, max));

        /// <summary>Elements kept at most max.</summary>
        public Tensor clamp_max(Scalar max) => clamp(null, max);

        /// <summary>Elements kept at least min.</summary>
        public Tensor clamp_min(Scalar min) => clamp(min, null);

        internal Tensor AddNumber(NativeScalar value) => New(Native.ts_add_scalar(Handle, value, One, out TensorHandle r), r);

        internal Tensor SubtractNumber(NativeScalar value) => New(Native.ts_sub_scalar(Handle, value, One, out TensorHandle r), r);

        internal Tensor SubtractFromNumber(NativeScalar value) => New(Native.ts_rsub_scalar(Handle, value, out TensorHandle r), r);

        internal Tensor MultiplyNumber(NativeScalar value) => New(Native.ts_mul_scalar(Handle, value, out TensorHandle r), r);

        internal Tensor DivideByNumber(NativeScalar value) => New(Native.ts_div_scalar(Handle, value, 0, out TensorHandle r), r);

        internal Tensor DivideNumber(NativeScalar value)
        {
            using Tensor inverse = reciprocal();
            return inverse.MultiplyNumber(value);
        }

        internal Tensor RemainderOfNumber(NativeScalar value) => New(Native.ts_remainder_scalar(Handle, value, out TensorHandle r), r);
    }
}

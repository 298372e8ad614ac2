using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        public static Tensor operator +(Tensor left, Scalar right) => left.AddNumber(right);

        public static Tensor operator +(Scalar left, Tensor right) => right.AddNumber(left);

        public static Tensor operator -(Tensor left, Scalar right) => left.SubtractNumber(right);

        public static Tensor operator -(Scalar left, Tensor right) => right.SubtractFromNumber(left);

        public static Tensor operator *(Tensor left, Scalar right) => left.MultiplyNumber(right);

        public static Tensor operator *(Scalar left, Tensor right) => right.MultiplyNumber(left);

        public static Tensor operator /(Tensor left, Scalar right) => left.DivideByNumber(right);

        public static Tensor operator /(Scalar left, Tensor right) => right.DivideNumber(left);

        public static Tensor operator %(Tensor left, Scalar right) => left.RemainderOfNumber(right);

        public static Tensor operator +(Tensor left, int right) => left.AddNumber((long)right);

        public static Tensor operator +(int left, Tensor right) => right.AddNumber((long)left);

        public static Tensor operator -(Tensor left, int right) => left.SubtractNumber((long)right);

        public static Tensor operator -(int left, Tensor right) => right.SubtractFromNumber((long)left);

        public static Tensor operator *(Tensor left, int right) => left.MultiplyNumber((long)right);

        public static Tensor operator *(int left, Tensor right) => right.MultiplyNumber((long)left);

        public static Tensor operator /(Tensor left, int right) => left.DivideByNumber((long)right);

        public static Tensor operator /(int left, Tensor right) => right.DivideNumber((long)left);

        public static Tensor operator %(Tensor left, int right) => left.RemainderOfNumber((long)right);

        public static Tensor operator +(Tensor left, long right) => left.AddNumber(right);

        public static Tensor operator +(long left, Tensor right) => right.AddNumber(left);

        public static Tensor operator -(Tensor left, long right) => left.SubtractNumber(right);

        public static Tensor operator -(long left, Tensor right) => right.SubtractFromNumber(left);

        public static Tensor operator *(Tensor left, long right) => left.MultiplyNumber(right);

        public static Tensor operator *(long left, Tensor right) => right.MultiplyNumber(left);

        public static Tensor operator /(Tensor left, long right) => left.DivideByNumber(right);

        public static Tensor operator /(long left, Tensor right) => right.DivideNumber(left);

        public static Tensor operator %(Tensor left, long right) => left.RemainderOfNumber(right);

        public static Tensor operator +(Tensor left, float right) => left.AddNumber((double)right);

        public static Tensor operator +(float left, Tensor right) => right.AddNumber((double)left);

        public static Tensor operator -(Tensor left, float right) => left.SubtractNumber((double)right);

        public static Tensor operator -(float left, Tensor right) => right.SubtractFromNumber((double)left);

        public static Tensor operator *(Tensor left, float right) => left.MultiplyNumber((double)right);

        public static Tensor operator *(float left, Tensor right) => right.MultiplyNumber((double)left);

        public static Tensor operator /(Tensor left, float right) => left.DivideByNumber((double)right);

        public static Tensor operator /(float left, Tensor right) => right.DivideNumber((double)left);

        public static Tensor operator %(Tensor left, float right) => left.RemainderOfNumber((double)right);

        public static Tensor operator +(Tensor left, double right) => left.AddNumber(right);

        public static Tensor operator +(double left, Tensor right) => right.AddNumber(left);

        public static Tensor operator -(Tensor left, double right) => left.SubtractNumber(right);

        public static Tensor operator -(double left, Tensor right) => right.SubtractFromNumber(left);

        public static Tensor operator *(Tensor left, double right) => left.MultiplyNumber(right);

        public static Tensor operator *(double left, Tensor right) => right.MultiplyNumber(left);

        public static Tensor operator /(Tensor left, double right) => left.DivideByNumber(right);

        public static Tensor operator /(double left, Tensor right) => right.DivideNumber(left);

        public static Tensor operator %(Tensor left, double right) => left.RemainderOfNumber(right);

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator ~(Tensor left) => New(Native.ts_bitwise_not(left.Handle, out TensorHandle r), r);

        public static Tensor operator &(Tensor left, Tensor right) => New(Native.ts_bitwise_and(left.Handle, right.Handle, out TensorHandle r), r);

        public static Tensor operator |(Tensor left, Tensor right) => New(Native.ts_bitwise_or(left.Handle, right.Handle, out TensorHandle r), r);

        public static Tensor operator ^(Tensor left, Tensor right) => New(Native.ts_bitwise_xor(left.Handle, right.Handle, out TensorHandle r), r);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);
    }
}

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum of all elements, or along dimensions.</summary>
        public Tensor sum(ScalarType? type = null) => New(Native.ts_sum(Handle, DtypeOr(type), out TensorHandle r), r);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            New(Native.ts_sum_dims(Handle, dim, dim.Length, keepdim ? 1 : 0, DtypeOr(type), out TensorHandle r), r);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);

        /// <summary>Product of all elements.</summary>
        public Tensor prod(ScalarType? type = null) => New(Native.ts_prod(Handle, DtypeOr(type), out TensorHandle r), r);

        /// <summary>Mean of all elements, or along dimensions.</summary>
        public Tensor mean() => New(Native.ts_mean(Handle, out TensorHandle r), r);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            New(Native.ts_mean_dims(Handle, dimensions, dimensions.Length, keepdim ? 1 : 0, DtypeOr(type), out TensorHandle r), r);

        /// <summary>Largest element, or largest along dim with its position.</summary>
        public Tensor max() => New(Native.ts_max(Handle, out TensorHandle r), r);

        /// <summary>Smallest element, or smallest along dim with its position.</summary>
        public Tensor min() => New(Native.ts_min(Handle, out TensorHandle r), r);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            NewPair(Native.ts_max_dim(Handle, dim, keepdim ? 1 : 0, out TensorHandle v, out TensorHandle i), v, i);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            NewPair(Native.ts_min_dim(Handle, dim, keepdim ? 1 : 0, out TensorHandle v, out TensorHandle i), v, i);

        /// <summary>Largest along dimensions; ties share the gradient.</summary>
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, New(Native.ts_amax(Handle, dims, dims.Length, keepdim ? 1 : 0, out TensorHandle r), r));

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amax(params long[] dims) => amax((ReadOnlySpan<long>)dims);

        /// <summary>Smallest along dimensions; ties share the gradient.</summary>
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, New(Native.ts_amin(Handle, dims, dims.Length, keepdim ? 1 : 0, out TensorHandle r), r));

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => amin((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amin(params long[] dims) => amin((ReadOnlySpan<long>)dims);

        /// <summary>Position of the largest element (int64).</summary>
        public Tensor argmax() => New(Native.ts_argmax(Handle, 0, 0, 0, out TensorHandle r), r);

        public Tensor argmax(long dim, bool keepdim = false) => New(Native.ts_argmax(Handle, 1, dim, keepdim ? 1 : 0, out TensorHandle r), r);

        /// <summary>Position of the smallest element (int64).</summary>
        public Tensor argmin() => New(Native.ts_argmin(Handle, 0, 0, 0, out TensorHandle r), r);

        public Tensor argmin(long dim, bool keepdim = false) => New(Native.ts_argmin(Handle, 1, dim, keepdim ? 1 : 0, out TensorHandle r), r);

        /// <summary>Positions that would sort along dim (int64).</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => New(Native.ts_argsort(Handle, dim, descending ? 1 : 0, out TensorHandle r), r);

        /// <summary>Sorted values along dim and their positions.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            NewPair(Native.ts_sort(Handle, dim, descending ? 1 : 0, stable ? 1 : 0, out TensorHandle v, out TensorHandle i), v, i);

        /// <summary>The k largest (or smallest) along dim and their positions.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            NewPair(Native.ts_topk(Handle, k, dim, largest ? 1 : 0, sorted ? 1 : 0, out TensorHandle v, out TensorHandle i), v, i);

        /// <summary>Running sums along dim.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => New(Native.ts_cumsum(Handle, dim, DtypeOr(type), out TensorHandle r), r);

        /// <summary>log of the sum of e^x along dim, without overflow.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => New(Native.ts_logsumexp(Handle, dim, keepdim ? 1 : 0, out TensorHandle r), r);

        /// <summary>True when no element is 0.</summary>
        public Tensor all() => New(Native.ts_all(Handle, out TensorHandle r), r);

        public Tensor all(long dim, bool keepdim = false) => New(Native.ts_all_dim(Handle, dim, keepdim ? 1 : 0, out TensorHandle r), r);

        /// <summary>True when some element is not 0.</summary>
        public Tensor any() => New(Native.ts_any(Handle, out TensorHandle r), r);

        public Tensor any(long dim, bool keepdim = false) => New(Native.ts_any_dim(Handle, dim, keepdim ? 1 : 0, out TensorHandle r), r);

        /// <summary>Middle element, the lower of two.</summary>
        public Tensor median() => New(Native.ts_median(Handle, out TensorHandle r), r);

        /// <summary>Positions of elements that are not 0, [count, dimensions].</summary>
        public Tensor nonzero() => New(Native.ts_nonzero(Handle, out TensorHandle r), r);

        /// <summary>Sum of the diagonal.</summary>
        public Tensor trace() => New(Native.ts_trace(Handle, out TensorHandle r), r);

        /// <summary>Value below which a share q of the elements along dim lies, linear between elements.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) =>
            New(Native.ts_quantile(Handle, q.Handle, dim, keepdim ? 1 : 0, out TensorHandle r), r);

        /// <summary>Standard deviation of all elements; unbiased divides by n - 1.</summary>
        public Tensor std(bool unbiased = true) => New(Native.ts_std(Handle, unbiased ? 1 : 0, out TensorHandle r), r);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(type, New(Native.ts_std_dims(Handle, dimensions, dimensions.Length, unbiased ? 1 : 0, keepdim ? 1 : 0, out TensorHandle r), r));

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim], unbiased, keepdim, type);

        /// <summary>Variance of all elements; unbiased divides by n - 1.</summary>
        public Tensor var(bool unbiased = true) => New(Native.ts_var(Handle, unbiased ? 1 : 0, out TensorHandle r), r);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(type, New(Native.ts_var_dims(Handle, dimensions, dimensions.Length, unbiased ? 1 : 0, keepdim ? 1 : 0, out TensorHandle r), r));

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim], unbiased, keepdim, type);

        /// <summary>p-norm of all elements, or along dim.</summary>
        public Tensor norm(float p = 2f) => New(Native.ts_norm(Handle, p, out TensorHandle r), r);

        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => New(Native.ts_norm_dim(Handle, p, dim, keepdim ? 1 : 0, out TensorHandle r), r);

        /// <summary>True when all |this - target| are at most atol + rtol * |target|.</summary>
        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false)
        {
            Native.Check(Native.ts_allclose(Handle, target.Handle, rtol, atol, equal_nan ? 1 : 0, out int result));
            return result != 0;
        }

        /// <summary>A one-element boolean tensor: same shape and same values.</summary>
        public Tensor equal(Tensor target)
        {
            Native.Check(Native.ts_equal(Handle, target.Handle, out int result));
            return tensor(result != 0);
        }

        /// <summary>Matrix product; leading dimensions are batches and broadcast.</summary>
        public Tensor matmul(Tensor target) => New(Native.ts_matmul(Handle, target.Handle, out TensorHandle r), r);

        /// <summary>Product of two matrices.</summary>
        public Tensor mm(Tensor target) => New(Native.ts_mm(Handle, target.Handle, out TensorHandle r), r);

        /// <summary>Products of two batches of matrices [B, n, m] and [B, m, p].</summary>
        public Tensor bmm(Tensor batch2) => New(Native.ts_bmm(Handle, batch2.Handle, out TensorHandle r), r);

        /// <summary>Sum of products of two vectors.</summary>
        public Tensor dot(Tensor target) => New(Native.ts_dot(Handle, target.Handle, out TensorHandle r), r);

        /// <summary>beta * this + alpha * mat1 mat2.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            New(Native.ts_addmm(Handle, mat1.Handle, mat2.Handle, beta, alpha, out TensorHandle r), r);

        private static Tensor Into(Tensor? destination, Tensor value)
        {
            if (destination is null)
                return value;
            destination.copy_(value);
            value.Dispose();
            return destination;
        }

        private static Tensor Typed(ScalarType? type, Tensor value)
        {
            if (type is null || value.dtype == type)
                return value;
            Tensor converted = value.to(type.Value);
            value.Dispose();
            return converted;
        }
    }
}

using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/reduce.cpp
internal static partial class Native
{
    [LibraryImport(Library)] internal static partial int ts_mean(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_max(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_min(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_all(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_any(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_median(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_nonzero(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_trace(TensorHandle self, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_sum(TensorHandle self, int dtype, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_prod(TensorHandle self, int dtype, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_sum_dims(TensorHandle self, ReadOnlySpan<long> dims, int n, int keepdim, int dtype, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_mean_dims(TensorHandle self, ReadOnlySpan<long> dims, int n, int keepdim, int dtype, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_amax(TensorHandle self, ReadOnlySpan<long> dims, int n, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_amin(TensorHandle self, ReadOnlySpan<long> dims, int n, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_all_dim(TensorHandle self, long dim, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_any_dim(TensorHandle self, long dim, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_logsumexp(TensorHandle self, long dim, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_cumsum(TensorHandle self, long dim, int dtype, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_max_dim(TensorHandle self, long dim, int keepdim, out TensorHandle values, out TensorHandle indexes);
    [LibraryImport(Library)] internal static partial int ts_min_dim(TensorHandle self, long dim, int keepdim, out TensorHandle values, out TensorHandle indexes);
    [LibraryImport(Library)] internal static partial int ts_topk(TensorHandle self, long k, long dim, int largest, int sorted, out TensorHandle values, out TensorHandle indexes);
    [LibraryImport(Library)] internal static partial int ts_sort(TensorHandle self, long dim, int descending, int stable, out TensorHandle values, out TensorHandle indexes);
    [LibraryImport(Library)] internal static partial int ts_argsort(TensorHandle self, long dim, int descending, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_argmax(TensorHandle self, int hasDim, long dim, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_argmin(TensorHandle self, int hasDim, long dim, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_std(TensorHandle self, int unbiased, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_var(TensorHandle self, int unbiased, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_std_dims(TensorHandle self, ReadOnlySpan<long> dims, int n, int unbiased, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_var_dims(TensorHandle self, ReadOnlySpan<long> dims, int n, int unbiased, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_norm(TensorHandle self, double p, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_norm_dim(TensorHandle self, double p, long dim, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_quantile(TensorHandle self, TensorHandle q, long dim, int keepdim, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_allclose(TensorHandle self, TensorHandle other, double rtol, double atol, int equalNan, out int result);
    [LibraryImport(Library)] internal static partial int ts_equal(TensorHandle self, TensorHandle other, out int result);
    [LibraryImport(Library)] internal static partial int ts_bincount(TensorHandle self, TensorHandle weights, long minlength, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_matmul(TensorHandle self, TensorHandle other, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_mm(TensorHandle self, TensorHandle other, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_bmm(TensorHandle self, TensorHandle other, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_dot(TensorHandle self, TensorHandle other, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_addmm(TensorHandle self, TensorHandle a, TensorHandle b, double beta, double alpha, out TensorHandle result);
}

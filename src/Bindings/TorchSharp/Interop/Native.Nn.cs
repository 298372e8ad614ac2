using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

// native/nn.cpp
internal static partial class Native
{
    [LibraryImport(Library)] internal static partial int ts_conv2d(TensorHandle input, TensorHandle weight, TensorHandle bias, ReadOnlySpan<long> stride, int ns, ReadOnlySpan<long> padding, int np, ReadOnlySpan<long> dilation, int nd, long groups, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_conv2d_named(TensorHandle input, TensorHandle weight, TensorHandle bias, ReadOnlySpan<long> stride, int ns, int padding, ReadOnlySpan<long> dilation, int nd, long groups, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_conv1d(TensorHandle input, TensorHandle weight, TensorHandle bias, long stride, long padding, long dilation, long groups, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_linear(TensorHandle input, TensorHandle weight, TensorHandle bias, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_batch_norm(TensorHandle input, TensorHandle weight, TensorHandle bias, TensorHandle mean, TensorHandle var, int training, double momentum, double eps, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_layer_norm(TensorHandle input, ReadOnlySpan<long> shape, int n, TensorHandle weight, TensorHandle bias, double eps, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_adaptive_avg_pool2d(TensorHandle input, ReadOnlySpan<long> size, int n, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_avg_pool2d(TensorHandle input, ReadOnlySpan<long> kernel, int nk, ReadOnlySpan<long> stride, int ns, ReadOnlySpan<long> padding, int np, int ceilMode, int countIncludePad, long divisor, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_max_pool2d(TensorHandle input, ReadOnlySpan<long> kernel, int nk, ReadOnlySpan<long> stride, int ns, ReadOnlySpan<long> padding, int np, ReadOnlySpan<long> dilation, int nd, int ceilMode, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_constant_pad(TensorHandle input, ReadOnlySpan<long> pad, int n, double value, out TensorHandle result);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int ts_pad_mode(TensorHandle input, ReadOnlySpan<long> pad, int n, string mode, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_upsample_bilinear2d(TensorHandle input, ReadOnlySpan<long> size, int n, int alignCorners, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_upsample_bilinear2d_aa(TensorHandle input, ReadOnlySpan<long> size, int n, int alignCorners, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_upsample_nearest2d(TensorHandle input, ReadOnlySpan<long> size, int n, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_softmax(TensorHandle self, long dim, int dtype, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_log_softmax(TensorHandle self, long dim, int dtype, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_softplus(TensorHandle self, double beta, double threshold, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_dropout(TensorHandle self, double p, int training, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_dropout_(TensorHandle self, double p, int training);
    [LibraryImport(Library)] internal static partial int ts_cross_entropy(TensorHandle input, TensorHandle target, TensorHandle weight, long reduction, long ignoreIndex, double smoothing, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_nll_loss(TensorHandle input, TensorHandle target, TensorHandle weight, long reduction, long ignoreIndex, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_mse_loss(TensorHandle input, TensorHandle target, long reduction, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_l1_loss(TensorHandle input, TensorHandle target, long reduction, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_smooth_l1_loss(TensorHandle input, TensorHandle target, long reduction, double beta, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_kl_div(TensorHandle input, TensorHandle target, long reduction, int logTarget, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_bce(TensorHandle input, TensorHandle target, TensorHandle weight, long reduction, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_bce_with_logits(TensorHandle input, TensorHandle target, TensorHandle weight, TensorHandle posWeight, long reduction, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_cosine_similarity(TensorHandle a, TensorHandle b, long dim, double eps, out TensorHandle result);
    [LibraryImport(Library)] internal static partial int ts_gru(TensorHandle input, TensorHandle h0, ReadOnlySpan<nint> weights, int n, int biases, long layers, double dropout, int training, int bidirectional, int batchFirst, out TensorHandle output, out TensorHandle hN);
    [LibraryImport(Library)] internal static partial int ts_gru_cell(TensorHandle input, TensorHandle h, TensorHandle wIh, TensorHandle wHh, TensorHandle bIh, TensorHandle bHh, out TensorHandle result);
}

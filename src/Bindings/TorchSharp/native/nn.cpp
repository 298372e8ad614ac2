// Layers as functions.
#include "shim.h"

API ts_conv2d(Tensor* input, Tensor* weight, Tensor* bias, const int64_t* stride, int32_t ns, const int64_t* padding, int32_t np,
              const int64_t* dilation, int32_t nd, int64_t groups, Tensor** out)
    BODY(give(out, at::conv2d(*input, *weight, optional_tensor(bias), ints(stride, ns), ints(padding, np), ints(dilation, nd), groups)))
// Padding by name: 0 valid, 1 same.
API ts_conv2d_named(Tensor* input, Tensor* weight, Tensor* bias, const int64_t* stride, int32_t ns, int32_t padding,
                    const int64_t* dilation, int32_t nd, int64_t groups, Tensor** out)
    BODY(give(out, at::conv2d(*input, *weight, optional_tensor(bias), ints(stride, ns), c10::string_view(padding ? "same" : "valid"), ints(dilation, nd), groups)))
API ts_conv1d(Tensor* input, Tensor* weight, Tensor* bias, int64_t stride, int64_t padding, int64_t dilation, int64_t groups, Tensor** out)
    BODY(give(out, at::conv1d(*input, *weight, optional_tensor(bias), at::IntArrayRef(&stride, 1), at::IntArrayRef(&padding, 1), at::IntArrayRef(&dilation, 1), groups)))
API ts_linear(Tensor* input, Tensor* weight, Tensor* bias, Tensor** out) BODY(give(out, at::linear(*input, *weight, optional_tensor(bias))))
API ts_batch_norm(Tensor* input, Tensor* weight, Tensor* bias, Tensor* mean, Tensor* var, int32_t training, double momentum, double eps, Tensor** out)
    BODY(give(out, at::batch_norm(*input, optional_tensor(weight), optional_tensor(bias), optional_tensor(mean), optional_tensor(var), training != 0, momentum, eps, true)))
API ts_layer_norm(Tensor* input, const int64_t* shape, int32_t n, Tensor* weight, Tensor* bias, double eps, Tensor** out)
    BODY(give(out, at::layer_norm(*input, ints(shape, n), optional_tensor(weight), optional_tensor(bias), eps)))

API ts_adaptive_avg_pool2d(Tensor* input, const int64_t* size, int32_t n, Tensor** out) BODY(give(out, at::adaptive_avg_pool2d(*input, ints(size, n))))
API ts_avg_pool2d(Tensor* input, const int64_t* kernel, int32_t nk, const int64_t* stride, int32_t ns, const int64_t* padding, int32_t np,
                  int32_t ceil_mode, int32_t count_include_pad, int64_t divisor, Tensor** out)
    BODY(give(out, at::avg_pool2d(*input, ints(kernel, nk), ints(stride, ns), ints(padding, np), ceil_mode != 0, count_include_pad != 0,
                                  divisor == 0 ? Optional<int64_t>() : Optional<int64_t>(divisor))))
API ts_max_pool2d(Tensor* input, const int64_t* kernel, int32_t nk, const int64_t* stride, int32_t ns, const int64_t* padding, int32_t np,
                  const int64_t* dilation, int32_t nd, int32_t ceil_mode, Tensor** out)
    BODY(give(out, at::max_pool2d(*input, ints(kernel, nk), ints(stride, ns), ints(padding, np), ints(dilation, nd), ceil_mode != 0)))
API ts_constant_pad(Tensor* input, const int64_t* pad, int32_t n, double value, Tensor** out) BODY(give(out, at::constant_pad_nd(*input, ints(pad, n), value)))
API ts_pad_mode(Tensor* input, const int64_t* pad, int32_t n, const char* mode, Tensor** out) BODY(give(out, at::pad(*input, ints(pad, n), mode)))
API ts_upsample_bilinear2d(Tensor* input, const int64_t* size, int32_t n, int32_t align_corners, Tensor** out)
    BODY(give(out, at::upsample_bilinear2d(*input, ints(size, n), align_corners != 0)))
API ts_upsample_bilinear2d_aa(Tensor* input, const int64_t* size, int32_t n, int32_t align_corners, Tensor** out)
    BODY(give(out, at::_upsample_bilinear2d_aa(*input, ints(size, n), align_corners != 0)))
API ts_upsample_nearest2d(Tensor* input, const int64_t* size, int32_t n, Tensor** out) BODY(give(out, at::upsample_nearest2d(*input, ints(size, n))))

API ts_softmax(Tensor* self, int64_t dim, int32_t dtype, Tensor** out) BODY(give(out, self->softmax(dim, optional_dtype(dtype))))
API ts_log_softmax(Tensor* self, int64_t dim, int32_t dtype, Tensor** out) BODY(give(out, self->log_softmax(dim, optional_dtype(dtype))))
API ts_softplus(Tensor* self, double beta, double threshold, Tensor** out) BODY(give(out, at::softplus(*self, beta, threshold)))
API ts_dropout(Tensor* self, double p, int32_t training, Tensor** out) BODY(give(out, at::dropout(*self, p, training != 0)))
API ts_dropout_(Tensor* self, double p, int32_t training) BODY(at::dropout_(*self, p, training != 0))

// reduction: 0 none, 1 mean, 2 sum
API ts_cross_entropy(Tensor* input, Tensor* target, Tensor* weight, int64_t reduction, int64_t ignore_index, double smoothing, Tensor** out)
    BODY(give(out, at::cross_entropy_loss(*input, *target, optional_tensor(weight), reduction, ignore_index, smoothing)))
API ts_nll_loss(Tensor* input, Tensor* target, Tensor* weight, int64_t reduction, int64_t ignore_index, Tensor** out)
    BODY(give(out, at::nll_loss_nd(*input, *target, optional_tensor(weight), reduction, ignore_index)))
API ts_mse_loss(Tensor* input, Tensor* target, int64_t reduction, Tensor** out) BODY(give(out, at::mse_loss(*input, *target, reduction)))
API ts_l1_loss(Tensor* input, Tensor* target, int64_t reduction, Tensor** out) BODY(give(out, at::l1_loss(*input, *target, reduction)))
API ts_smooth_l1_loss(Tensor* input, Tensor* target, int64_t reduction, double beta, Tensor** out)
    BODY(give(out, at::smooth_l1_loss(*input, *target, reduction, beta)))
API ts_kl_div(Tensor* input, Tensor* target, int64_t reduction, int32_t log_target, Tensor** out)
    BODY(give(out, at::kl_div(*input, *target, reduction, log_target != 0)))
API ts_bce(Tensor* input, Tensor* target, Tensor* weight, int64_t reduction, Tensor** out)
    BODY(give(out, at::binary_cross_entropy(*input, *target, optional_tensor(weight), reduction)))
API ts_bce_with_logits(Tensor* input, Tensor* target, Tensor* weight, Tensor* pos_weight, int64_t reduction, Tensor** out)
    BODY(give(out, at::binary_cross_entropy_with_logits(*input, *target, optional_tensor(weight), optional_tensor(pos_weight), reduction)))
API ts_cosine_similarity(Tensor* a, Tensor* b, int64_t dim, double eps, Tensor** out) BODY(give(out, at::cosine_similarity(*a, *b, dim, eps)))

API ts_gru(Tensor* input, Tensor* h0, Tensor* const* weights, int32_t n, int32_t biases, int64_t layers, double dropout, int32_t training,
           int32_t bidirectional, int32_t batch_first, Tensor** output, Tensor** h_n) BODY(
    auto result = at::gru(*input, *h0, list(weights, n), biases != 0, layers, dropout, training != 0, bidirectional != 0, batch_first != 0);
    give(output, std::get<0>(result));
    give(h_n, std::get<1>(result)))
API ts_gru_cell(Tensor* input, Tensor* h, Tensor* w_ih, Tensor* w_hh, Tensor* b_ih, Tensor* b_hh, Tensor** out)
    BODY(give(out, at::gru_cell(*input, *h, *w_ih, *w_hh, optional_tensor(b_ih), optional_tensor(b_hh))))

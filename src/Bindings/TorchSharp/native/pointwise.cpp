// Element by element: arithmetic, comparisons, functions of one value, and their in-place forms.
#include "shim.h"

#define UNARY(name) API ts_##name(Tensor* self, Tensor** out) BODY(give(out, self->name()))
#define UNARY_FREE(name) API ts_##name(Tensor* self, Tensor** out) BODY(give(out, at::name(*self)))
#define UNARY_INPLACE(name) API ts_##name(Tensor* self) BODY(self->name())
#define BINARY(name) API ts_##name(Tensor* self, Tensor* other, Tensor** out) BODY(give(out, self->name(*other)))
#define BINARY_SCALAR(name) API ts_##name##_scalar(Tensor* self, ScalarArg other, Tensor** out) BODY(give(out, self->name(scalar(other))))
#define BINARY_BOTH(name) BINARY(name) BINARY_SCALAR(name)

UNARY(abs) UNARY(neg) UNARY(exp) UNARY(log) UNARY(log1p) UNARY(log2) UNARY(sqrt) UNARY(rsqrt) UNARY(square) UNARY(reciprocal)
UNARY(sin) UNARY(cos) UNARY(erf) UNARY(floor) UNARY(round) UNARY(sign) UNARY(sigmoid) UNARY(tanh) UNARY(relu)
UNARY(isnan) UNARY(isinf) UNARY(isfinite) UNARY(logical_not) UNARY(bitwise_not)
UNARY_FREE(relu6) UNARY_FREE(silu) UNARY_FREE(gelu) UNARY_FREE(hardswish) UNARY_FREE(hardsigmoid)

UNARY_INPLACE(zero_) UNARY_INPLACE(relu_) UNARY_INPLACE(abs_) UNARY_INPLACE(detach_)
API ts_relu6_(Tensor* self) BODY(at::relu6_(*self))

BINARY_BOTH(mul) BINARY_BOTH(pow) BINARY_BOTH(remainder) BINARY_BOTH(fmod) BINARY_BOTH(floor_divide)
BINARY_BOTH(eq) BINARY_BOTH(ne) BINARY_BOTH(lt) BINARY_BOTH(le) BINARY_BOTH(gt) BINARY_BOTH(ge)
BINARY(maximum) BINARY(minimum) BINARY(logical_and) BINARY(logical_or)
BINARY(bitwise_and) BINARY(bitwise_or) BINARY(bitwise_xor) BINARY(xlogy)

API ts_add(Tensor* self, Tensor* other, ScalarArg alpha, Tensor** out) BODY(give(out, self->add(*other, scalar(alpha))))
API ts_sub(Tensor* self, Tensor* other, ScalarArg alpha, Tensor** out) BODY(give(out, self->sub(*other, scalar(alpha))))
API ts_add_scalar(Tensor* self, ScalarArg other, ScalarArg alpha, Tensor** out) BODY(give(out, self->add(scalar(other), scalar(alpha))))
API ts_sub_scalar(Tensor* self, ScalarArg other, ScalarArg alpha, Tensor** out) BODY(give(out, self->sub(scalar(other), scalar(alpha))))
API ts_rsub_scalar(Tensor* self, ScalarArg other, Tensor** out) BODY(give(out, at::rsub(*self, scalar(other), 1)))

// Rounding of a division: 0 none, 1 towards zero, 2 down.
static Tensor divide(const Tensor& a, const Tensor& b, int32_t rounding) {
    return rounding == 0 ? a.div(b) : a.div(b, c10::string_view(rounding == 1 ? "trunc" : "floor"));
}
static Tensor divide(const Tensor& a, const at::Scalar& b, int32_t rounding) {
    return rounding == 0 ? a.div(b) : a.div(b, c10::string_view(rounding == 1 ? "trunc" : "floor"));
}
API ts_div(Tensor* self, Tensor* other, int32_t rounding, Tensor** out) BODY(give(out, divide(*self, *other, rounding)))
API ts_div_scalar(Tensor* self, ScalarArg other, int32_t rounding, Tensor** out) BODY(give(out, divide(*self, scalar(other), rounding)))

API ts_add_(Tensor* self, Tensor* other, ScalarArg alpha) BODY(self->add_(*other, scalar(alpha)))
API ts_sub_(Tensor* self, Tensor* other, ScalarArg alpha) BODY(self->sub_(*other, scalar(alpha)))
API ts_mul_(Tensor* self, Tensor* other) BODY(self->mul_(*other))
API ts_div_(Tensor* self, Tensor* other) BODY(self->div_(*other))
API ts_add_scalar_(Tensor* self, ScalarArg other, ScalarArg alpha) BODY(self->add_(scalar(other), scalar(alpha)))
API ts_sub_scalar_(Tensor* self, ScalarArg other, ScalarArg alpha) BODY(self->sub_(scalar(other), scalar(alpha)))
API ts_mul_scalar_(Tensor* self, ScalarArg other) BODY(self->mul_(scalar(other)))
API ts_div_scalar_(Tensor* self, ScalarArg other) BODY(self->div_(scalar(other)))
API ts_fill_(Tensor* self, ScalarArg value) BODY(self->fill_(scalar(value)))
API ts_copy_(Tensor* self, Tensor* source, int32_t non_blocking) BODY(self->copy_(*source, non_blocking != 0))

API ts_addcmul(Tensor* self, Tensor* a, Tensor* b, ScalarArg value, Tensor** out) BODY(give(out, self->addcmul(*a, *b, scalar(value))))
API ts_addcmul_(Tensor* self, Tensor* a, Tensor* b, ScalarArg value) BODY(self->addcmul_(*a, *b, scalar(value)))
API ts_addcdiv(Tensor* self, Tensor* a, Tensor* b, ScalarArg value, Tensor** out) BODY(give(out, self->addcdiv(*a, *b, scalar(value))))
API ts_addcdiv_(Tensor* self, Tensor* a, Tensor* b, ScalarArg value) BODY(self->addcdiv_(*a, *b, scalar(value)))
API ts_lerp(Tensor* self, Tensor* end, Tensor* weight, Tensor** out) BODY(give(out, self->lerp(*end, *weight)))
API ts_lerp_(Tensor* self, Tensor* end, Tensor* weight) BODY(self->lerp_(*end, *weight))

API ts_clamp_scalar(Tensor* self, ScalarArg min, ScalarArg max, Tensor** out)
    BODY(give(out, self->clamp(optional_scalar(min), optional_scalar(max))))
API ts_clamp_scalar_(Tensor* self, ScalarArg min, ScalarArg max) BODY(self->clamp_(optional_scalar(min), optional_scalar(max)))
API ts_clamp(Tensor* self, Tensor* min, Tensor* max, Tensor** out) BODY(
    Optional<Tensor> low = min ? Optional<Tensor>(*min) : Optional<Tensor>();
    Optional<Tensor> high = max ? Optional<Tensor>(*max) : Optional<Tensor>();
    give(out, self->clamp(low, high)))

API ts_leaky_relu(Tensor* self, ScalarArg slope, Tensor** out) BODY(give(out, at::leaky_relu(*self, scalar(slope))))
API ts_hardtanh(Tensor* self, ScalarArg min, ScalarArg max, Tensor** out) BODY(give(out, at::hardtanh(*self, scalar(min), scalar(max))))
API ts_where(Tensor* condition, Tensor* x, Tensor* y, Tensor** out) BODY(give(out, at::where(*condition, *x, *y)))
API ts_masked_fill(Tensor* self, Tensor* mask, ScalarArg value, Tensor** out) BODY(give(out, self->masked_fill(*mask, scalar(value))))
API ts_masked_fill_(Tensor* self, Tensor* mask, ScalarArg value) BODY(self->masked_fill_(*mask, scalar(value)))
API ts_nan_to_num(Tensor* self, double nan, Tensor** out) BODY(give(out, self->nan_to_num(nan)))

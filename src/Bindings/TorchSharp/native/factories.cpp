// New tensors from sizes, numbers and bytes.
#include "shim.h"

#include <cstring>

API ts_zeros(const int64_t* size, int32_t n, Options o, Tensor** out) BODY(give_leaf(out, at::zeros(ints(size, n), options(o)), o))
API ts_ones(const int64_t* size, int32_t n, Options o, Tensor** out) BODY(give_leaf(out, at::ones(ints(size, n), options(o)), o))
API ts_empty(const int64_t* size, int32_t n, Options o, Tensor** out) BODY(give_leaf(out, at::empty(ints(size, n), options(o)), o))
API ts_full(const int64_t* size, int32_t n, ScalarArg value, Options o, Tensor** out)
    BODY(give_leaf(out, at::full(ints(size, n), scalar(value), options(o)), o))
API ts_arange(ScalarArg start, ScalarArg stop, ScalarArg step, Options o, Tensor** out)
    BODY(give_leaf(out, at::arange(scalar(start), scalar(stop), scalar(step), options(o)), o))
API ts_linspace(double start, double end, int64_t steps, Options o, Tensor** out)
    BODY(give_leaf(out, at::linspace(start, end, steps, options(o)), o))
API ts_eye(int64_t rows, int64_t columns, Options o, Tensor** out) BODY(give_leaf(out, at::eye(rows, columns, options(o)), o))

// Copies `bytes` from managed memory, whose element type is `source_dtype`.
API ts_from_bytes(const void* data, int64_t bytes, const int64_t* size, int32_t n, int32_t source_dtype, Options o, Tensor** out) BODY(
    Tensor plain = at::empty(ints(size, n), at::TensorOptions().dtype(static_cast<at::ScalarType>(source_dtype)));
    TORCH_CHECK(static_cast<int64_t>(plain.nbytes()) == bytes, "the sizes ", ints(size, n), " need ", plain.nbytes(), " bytes, got ", bytes);
    if (bytes > 0) std::memcpy(plain.data_ptr(), data, static_cast<size_t>(bytes));
    at::ScalarType type = o.dtype < 0 ? plain.scalar_type() : static_cast<at::ScalarType>(o.dtype);
    give_leaf(out, plain.to(device_of(o.device_type, o.device_index), type), o))

// The *_like family: an unset type or device is taken from the model tensor.
static at::TensorOptions like(const Tensor& model, Options o) {
    at::TensorOptions result = model.options().requires_grad(false);
    if (o.dtype >= 0) result = result.dtype(static_cast<at::ScalarType>(o.dtype));
    if (o.device_type >= 0) result = result.device(device_of(o.device_type, o.device_index));
    return result;
}

API ts_zeros_like(Tensor* self, Options o, Tensor** out) BODY(give_leaf(out, at::zeros_like(*self, like(*self, o)), o))
API ts_ones_like(Tensor* self, Options o, Tensor** out) BODY(give_leaf(out, at::ones_like(*self, like(*self, o)), o))
API ts_empty_like(Tensor* self, Options o, Tensor** out) BODY(give_leaf(out, at::empty_like(*self, like(*self, o)), o))
API ts_full_like(Tensor* self, ScalarArg value, Options o, Tensor** out) BODY(give_leaf(out, at::full_like(*self, scalar(value), like(*self, o)), o))
API ts_rand_like(Tensor* self, Options o, Tensor** out) BODY(give_leaf(out, at::rand_like(*self, like(*self, o)), o))
API ts_randn_like(Tensor* self, Options o, Tensor** out) BODY(give_leaf(out, at::randn_like(*self, like(*self, o)), o))

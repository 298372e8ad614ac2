// Lifetime, facts about a tensor, and bytes in and out.
#include "shim.h"

#include <ATen/Parallel.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <cstring>

static thread_local std::string last_error;

void remember_error(const char* message) noexcept {
    try {
        last_error = message;
    } catch (...) {
        last_error.clear();
    }
}

extern "C" __attribute__((visibility("default"))) const char* ts_last_error() { return last_error.c_str(); }

extern "C" __attribute__((visibility("default"))) void ts_free(Tensor* t) { delete t; }
extern "C" __attribute__((visibility("default"))) void ts_free_array(Tensor** array) { delete[] array; }

struct Info {
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int32_t element_size;
    int64_t dimensions;
    int64_t elements;
};

API ts_info(Tensor* self, Info* out) BODY(
    out->dtype = static_cast<int32_t>(self->scalar_type());
    out->device_type = static_cast<int32_t>(self->device().type());
    out->device_index = self->device().index();
    out->element_size = static_cast<int32_t>(self->element_size());
    out->dimensions = self->dim();
    out->elements = self->numel())

// Writes at most `capacity` sizes and always the true number of dimensions.
static void copy_sizes(at::IntArrayRef sizes, int64_t* to, int32_t capacity, int32_t* dimensions) {
    *dimensions = static_cast<int32_t>(sizes.size());
    for (int32_t i = 0; i < *dimensions && i < capacity; i++) to[i] = sizes[static_cast<size_t>(i)];
}

API ts_sizes(Tensor* self, int64_t* to, int32_t capacity, int32_t* dimensions) BODY(copy_sizes(self->sizes(), to, capacity, dimensions))
API ts_strides(Tensor* self, int64_t* to, int32_t capacity, int32_t* dimensions) BODY(copy_sizes(self->strides(), to, capacity, dimensions))
API ts_size(Tensor* self, int64_t dim, int64_t* out) BODY(*out = self->size(dim))

API ts_is_contiguous(Tensor* self, int32_t* out) BODY(*out = self->is_contiguous())
API ts_requires_grad(Tensor* self, int32_t* out) BODY(*out = self->requires_grad())
API ts_is_leaf(Tensor* self, int32_t* out) BODY(*out = self->is_leaf())
API ts_set_requires_grad(Tensor* self, int32_t value) BODY(self->set_requires_grad(value != 0))
API ts_data(Tensor* self, void** out) BODY(*out = self->data_ptr())

API ts_item(Tensor* self, ScalarArg* out) BODY(
    at::Scalar value = self->item();
    if (value.isBoolean()) {
        *out = ScalarArg{1, value.toBool(), value.toBool() ? 1.0 : 0.0};
    } else if (value.isIntegral(false)) {
        *out = ScalarArg{2, value.toLong(), static_cast<double>(value.toLong())};
    } else {
        // The integer half is only a convenience and undefined for values beyond its range, so it is left at 0.
        *out = ScalarArg{3, 0, value.toDouble()};
    })

API ts_copy_bytes_out(Tensor* self, void* to, int64_t bytes) BODY(
    Tensor plain = self->detach().to(at::kCPU).contiguous();
    TORCH_CHECK(static_cast<int64_t>(plain.nbytes()) == bytes, "expected room for ", plain.nbytes(), " bytes, got ", bytes);
    if (bytes > 0) std::memcpy(to, plain.data_ptr(), static_cast<size_t>(bytes)))

API ts_copy_bytes_in(Tensor* self, const void* from, int64_t bytes) BODY(
    TORCH_CHECK(static_cast<int64_t>(self->nbytes()) == bytes, "expected ", self->nbytes(), " bytes, got ", bytes);
    at::NoGradGuard quiet;
    Tensor source = at::empty(self->sizes(), self->options().device(at::kCPU).memory_format(at::MemoryFormat::Contiguous).requires_grad(false));
    if (bytes > 0) std::memcpy(source.data_ptr(), from, static_cast<size_t>(bytes));
    self->copy_(source))

API ts_clone(Tensor* self, Tensor** out) BODY(give(out, self->clone()))
API ts_detach(Tensor* self, Tensor** out) BODY(give(out, self->detach()))
API ts_alias(Tensor* self, Tensor** out) BODY(give(out, *self))
API ts_contiguous(Tensor* self, Tensor** out) BODY(give(out, self->contiguous()))
API ts_set_data(Tensor* self, Tensor* data) BODY(self->set_data(*data))

API ts_to(Tensor* self, int32_t dtype, int32_t device_type, int32_t device_index, int32_t non_blocking, int32_t copy, Tensor** out) BODY(
    at::Device device = device_type < 0 ? self->device() : device_of(device_type, device_index);
    at::ScalarType type = dtype < 0 ? self->scalar_type() : static_cast<at::ScalarType>(dtype);
    give(out, self->to(device, type, non_blocking != 0, copy != 0)))

API ts_set_num_threads(int32_t threads) BODY(at::set_num_threads(threads))
API ts_get_num_threads(int32_t* out) BODY(*out = at::get_num_threads())
API ts_cuda_device_count(int32_t* out)
    BODY(*out = at::hasCUDA() ? static_cast<int32_t>(c10::impl::VirtualGuardImpl(c10::DeviceType::CUDA).deviceCount()) : 0)
API ts_set_default_dtype(int32_t dtype) BODY(at::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<at::ScalarType>(dtype))))

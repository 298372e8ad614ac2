// What every file of the shim shares: the export macro, the error wall and the types that cross it.
// Rules: a function returns 0 or 1 (1: read ts_last_error), nothing is ever thrown across, results go through out parameters,
// a Tensor* that is handed out is owned by the caller (ts_free).
#pragma once

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorIndexing.h>
#include <torch/csrc/autograd/autograd.h>

#include <string>
#include <utility>
#include <vector>

using at::Tensor;

#define API extern "C" __attribute__((visibility("default"))) int

// The optional type of this libtorch (its own class in 1.13, std::optional later), found without naming it.
template <class> struct OptionalFamily;
template <template <class...> class O, class T> struct OptionalFamily<O<T>> {
    template <class U> using Of = O<U>;
};
template <class T> using Optional = typename OptionalFamily<decltype(at::TensorOptions().device_opt())>::template Of<T>;

struct ScalarArg {
    int64_t kind; // 0 none, 1 bool, 2 integer, 3 real
    int64_t integer;
    double real;
};

struct Options {
    int32_t dtype;        // -1: default
    int32_t device_type;  // -1: CPU
    int32_t device_index; // -1: current
    int32_t requires_grad;
};

void remember_error(const char* message) noexcept;

template <class F> int guarded(F&& body) noexcept {
    try {
        body();
        return 0;
    } catch (const c10::Error& e) {
        remember_error(e.what_without_backtrace());
    } catch (const std::exception& e) {
        remember_error(e.what());
    } catch (...) {
        remember_error("unknown native error");
    }
    return 1;
}

#define BODY(...) { return guarded([&] { __VA_ARGS__; }); }

inline void give(Tensor** out, Tensor value) { *out = new Tensor(std::move(value)); }

inline Tensor optional_tensor(const Tensor* t) { return t ? *t : Tensor(); }

inline at::IntArrayRef ints(const int64_t* values, int32_t count) { return at::IntArrayRef(values, static_cast<size_t>(count)); }

inline at::Scalar scalar(ScalarArg s) {
    switch (s.kind) {
        case 1: return at::Scalar(s.integer != 0);
        case 2: return at::Scalar(s.integer);
        default: return at::Scalar(s.real);
    }
}

inline Optional<at::Scalar> optional_scalar(ScalarArg s) {
    return s.kind == 0 ? Optional<at::Scalar>() : Optional<at::Scalar>(scalar(s));
}

inline Optional<at::ScalarType> optional_dtype(int32_t dtype) {
    return dtype < 0 ? Optional<at::ScalarType>() : Optional<at::ScalarType>(static_cast<at::ScalarType>(dtype));
}

inline Optional<at::Generator> optional_generator(const at::Generator* g) {
    return g ? Optional<at::Generator>(*g) : Optional<at::Generator>();
}

inline at::Device device_of(int32_t type, int32_t index) {
    return at::Device(static_cast<at::DeviceType>(type < 0 ? 0 : type), static_cast<at::DeviceIndex>(index));
}

inline at::TensorOptions options(Options o) {
    at::TensorOptions result = at::TensorOptions().device(device_of(o.device_type, o.device_index));
    return o.dtype < 0 ? result : result.dtype(static_cast<at::ScalarType>(o.dtype));
}

// A new tensor leaves a factory as a leaf that asks for gradients when the caller wanted that.
inline void give_leaf(Tensor** out, Tensor value, Options o) {
    if (o.requires_grad) value.set_requires_grad(true);
    give(out, std::move(value));
}

inline std::vector<Tensor> list(Tensor* const* tensors, int32_t count) {
    std::vector<Tensor> result;
    result.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; i++) result.push_back(optional_tensor(tensors[i]));
    return result;
}

// Hands out an array of tensors; undefined ones become null. The array itself is freed with ts_free_array.
inline void give_list(Tensor*** out, int32_t* count, const std::vector<Tensor>& values) {
    Tensor** array = new Tensor*[values.size() + 1];
    for (size_t i = 0; i < values.size(); i++) array[i] = values[i].defined() ? new Tensor(values[i]) : nullptr;
    *out = array;
    *count = static_cast<int32_t>(values.size());
}

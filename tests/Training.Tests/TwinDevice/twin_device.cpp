// A device for tests that is not the CPU but computes as the CPU does: libtorch treats its tensors as a CUDA device's, so that a tensor which was
// left on the CPU, or read without being fetched, is an error here as it is there, while every number stays the CPU's to the last bit. Its memory is
// the host's; an operation runs on CPU tensors over the same memory.
#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <vector>

using at::Tensor;
constexpr c10::DeviceType kind = c10::DeviceType::PrivateUse1;

C10_REGISTER_GUARD_IMPL(PrivateUse1, c10::impl::NoOpDeviceGuardImpl<kind>);

static void drop(void* held) { delete static_cast<Tensor*>(held); }

// The same numbers as a tensor of this device; it keeps the CPU's alive.
static Tensor twin_of(const Tensor& cpu) {
    c10::DataPtr data(cpu.data_ptr(), new Tensor(cpu), &drop, c10::Device(kind, 0));
    int64_t bytes = 0;
    for (int64_t d = 0; d < cpu.dim(); d++) bytes += cpu.numel() == 0 ? 0 : (cpu.size(d) - 1) * cpu.stride(d);
    bytes = cpu.numel() == 0 ? 0 : (bytes + 1) * static_cast<int64_t>(cpu.element_size());
    c10::Storage storage(c10::Storage::use_byte_size_t(), static_cast<size_t>(bytes), std::move(data), nullptr, false);
    Tensor result = at::detail::make_tensor<c10::TensorImpl>(std::move(storage), c10::DispatchKeySet(c10::DispatchKey::PrivateUse1), cpu.dtype());
    result.unsafeGetTensorImpl()->set_sizes_and_strides(cpu.sizes(), cpu.strides());
    return result;
}

// The same numbers as a tensor of the CPU.
static Tensor cpu_of(const Tensor& twin) {
    at::TensorOptions options = at::TensorOptions().dtype(twin.dtype()).device(at::kCPU);
    if (twin.numel() == 0) return at::empty_strided(twin.sizes(), twin.strides(), options);
    return at::from_blob(twin.data_ptr(), twin.sizes(), twin.strides(), [twin](void*) {}, options);
}

static bool is_twin(const Tensor& t) { return t.defined() && t.device().type() == kind; }

// Runs any operation; registered for all that have no kernel of their own here.
static void run(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
    size_t count = op.schema().arguments().size(), first = stack->size() - count;
    std::vector<std::pair<Tensor, Tensor>> pairs; // twin, cpu
    bool stray = false;
    auto bring = [&](const Tensor& t) {
        if (!is_twin(t)) {
            stray |= t.defined() && t.dim() > 0;
            return t;
        }
        pairs.emplace_back(t, cpu_of(t));
        return pairs.back().second;
    };
    for (size_t i = first; i < stack->size(); i++) {
        c10::IValue& value = (*stack)[i];
        if (value.isTensor()) {
            value = bring(value.toTensor());
        } else if (value.isTensorList()) {
            c10::List<Tensor> list;
            for (const Tensor& t : value.toTensorVector()) list.push_back(bring(t));
            value = list;
        } else if (value.isOptionalTensorList()) {
            auto list = value.toOptionalTensorList();
            auto brought = list.copy();
            for (size_t k = 0; k < list.size(); k++) {
                auto entry = list.get(k);
                if (entry) brought.set(k, bring(*entry));
            }
            value = brought;
        } else if (value.isDevice()) {
            value = c10::Device(at::kCPU);
        }
    }
    TORCH_CHECK(!stray || pairs.empty(), op.schema().name(), ": expected all tensors to be on the same device, but found the twin device and the CPU");
    op.callBoxed(stack);
    auto back = [&](const Tensor& t) {
        if (!t.defined() || t.device().type() != at::kCPU) return t;
        for (auto& [twin, cpu] : pairs) {
            if (cpu.is_same(t)) return twin;
        }
        return twin_of(t);
    };
    for (auto& [twin, cpu] : pairs) { // what was empty and has been given a size
        if (twin.sizes() == cpu.sizes()) continue;
        Tensor grown = twin_of(cpu);
        twin.unsafeGetTensorImpl()->set_storage_keep_dtype(grown.storage());
        twin.unsafeGetTensorImpl()->set_sizes_and_strides(cpu.sizes(), cpu.strides());
    }
    for (size_t i = stack->size() - op.schema().returns().size(); i < stack->size(); i++) {
        c10::IValue& value = (*stack)[i];
        if (value.isTensor()) {
            value = back(value.toTensor());
        } else if (value.isTensorList()) {
            c10::List<Tensor> list;
            for (const Tensor& t : value.toTensorVector()) list.push_back(back(t));
            value = list;
        }
    }
}

// Copies are the one operation where both sides may lie anywhere.
static Tensor copy_from(const Tensor& from, const Tensor& to, bool) {
    Tensor target = is_twin(to) ? cpu_of(to) : to;
    target.copy_(is_twin(from) ? cpu_of(from) : from);
    return to;
}

// The optional type of this libtorch is not named, as in the shim.
using DtypeOption = decltype(at::TensorOptions().dtype_opt());
template <class> struct Family;
template <template <class...> class O, class T> struct Family<O<T>> {
    template <class U> using Of = O<U>;
};
template <class T> using Optional = typename Family<DtypeOption>::template Of<T>;

static at::TensorOptions host(Optional<at::ScalarType> dtype) { return at::TensorOptions().device(at::kCPU).dtype(dtype ? *dtype : at::kFloat); }

static Tensor empty(at::IntArrayRef size, Optional<at::ScalarType> dtype, Optional<at::Layout>, Optional<at::Device>, Optional<bool>, Optional<at::MemoryFormat> format) {
    return twin_of(at::empty(size, host(dtype), format));
}

static Tensor empty_strided(at::IntArrayRef size, at::IntArrayRef stride, Optional<at::ScalarType> dtype, Optional<at::Layout>, Optional<at::Device>, Optional<bool>) {
    return twin_of(at::empty_strided(size, stride, host(dtype)));
}

TORCH_LIBRARY_IMPL(_, PrivateUse1, m) { m.fallback(torch::CppFunction::makeFromBoxedFunction<&run>()); }

TORCH_LIBRARY_IMPL(aten, PrivateUse1, m) {
    m.impl("empty.memory_format", &empty);
    m.impl("empty_strided", &empty_strided);
    m.impl("_copy_from", &copy_from);
    // These have a kernel for all devices that refuses, or computes in another order than the CPU's own.
    for (const char* name : {"convolution", "convolution_backward", "native_layer_norm"}) m.impl(name, torch::CppFunction::makeFromBoxedFunction<&run>());
}

extern "C" __attribute__((visibility("default"))) int twin_device_type() { return static_cast<int>(kind); }

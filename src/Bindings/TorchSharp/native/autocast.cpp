// Autocast: convolutions and matrix products of one kind of device compute in a shorter number type on this thread; see TorchExtras.Autocast.
#include "shim.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

// Since 2.4 one family of functions serves all kinds of devices; before, the CPU and CUDA had one each.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
static bool is_on(at::DeviceType device) { return at::autocast::is_autocast_enabled(device); }
static void turn(at::DeviceType device, bool on) { at::autocast::set_autocast_enabled(device, on); }
static at::ScalarType type_of(at::DeviceType device) { return at::autocast::get_autocast_dtype(device); }
static void set_type(at::DeviceType device, at::ScalarType type) { at::autocast::set_autocast_dtype(device, type); }
#else
static bool on_cpu(at::DeviceType device) {
    TORCH_CHECK(device == at::kCPU || device == at::kCUDA, "autocast knows the devices cpu and cuda, got ", device);
    return device == at::kCPU;
}
static bool is_on(at::DeviceType device) { return on_cpu(device) ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled(); }
static void turn(at::DeviceType device, bool on) { on_cpu(device) ? at::autocast::set_cpu_enabled(on) : at::autocast::set_enabled(on); }
static at::ScalarType type_of(at::DeviceType device) {
    return on_cpu(device) ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype();
}
static void set_type(at::DeviceType device, at::ScalarType type) {
    on_cpu(device) ? at::autocast::set_autocast_cpu_dtype(type) : at::autocast::set_autocast_gpu_dtype(type);
}
#endif

struct Autocast {
    int32_t enabled;
    int32_t dtype;
};

API ts_autocast_state(int32_t device_type, Autocast* out) BODY(
    at::DeviceType device = device_of(device_type, -1).type();
    *out = Autocast{is_on(device) ? 1 : 0, static_cast<int32_t>(type_of(device))})
// Enters a scope and tells what was before it.
API ts_autocast_enter(int32_t device_type, Autocast wanted, Autocast* before) BODY(
    at::DeviceType device = device_of(device_type, -1).type();
    *before = Autocast{is_on(device) ? 1 : 0, static_cast<int32_t>(type_of(device))};
    set_type(device, static_cast<at::ScalarType>(wanted.dtype));
    turn(device, wanted.enabled != 0);
    at::autocast::increment_nesting())
// Leaves it. The outermost scope forgets the shortened weights: the optimiser is about to change the long ones.
API ts_autocast_leave(int32_t device_type, Autocast before) BODY(
    at::DeviceType device = device_of(device_type, -1).type();
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    turn(device, before.enabled != 0);
    set_type(device, static_cast<at::ScalarType>(before.dtype)))

// Gradients, and the switch that turns their recording on and off (per thread).
#include "shim.h"

using torch::autograd::variable_list;

static variable_list variables(Tensor* const* tensors, int32_t count) {
    std::vector<Tensor> values = list(tensors, count);
    return variable_list(values.begin(), values.end());
}

API ts_backward(Tensor* const* tensors, int32_t n, Tensor* const* grads, int32_t ng, int32_t retain_graph, int32_t create_graph,
                Tensor* const* inputs, int32_t ni)
    BODY(torch::autograd::backward(variables(tensors, n), variables(grads, ng), Optional<bool>(retain_graph != 0), create_graph != 0, variables(inputs, ni)))

API ts_grad(Tensor* const* outputs, int32_t n, Tensor* const* inputs, int32_t ni, Tensor* const* grads, int32_t ng, int32_t retain_graph,
            int32_t create_graph, int32_t allow_unused, Tensor*** out, int32_t* count) BODY(
    variable_list result = torch::autograd::grad(variables(outputs, n), variables(inputs, ni), variables(grads, ng),
                                                 Optional<bool>(retain_graph != 0), create_graph != 0, allow_unused != 0);
    give_list(out, count, std::vector<Tensor>(result.begin(), result.end())))

API ts_get_grad(Tensor* self, Tensor** out) BODY(
    const Tensor& gradient = self->grad();
    *out = gradient.defined() ? new Tensor(gradient) : nullptr)
API ts_set_grad(Tensor* self, Tensor* gradient) BODY(self->mutable_grad() = optional_tensor(gradient))
API ts_retain_grad(Tensor* self) BODY(self->retain_grad())

API ts_grad_mode(int32_t* out) BODY(*out = at::GradMode::is_enabled())
API ts_set_grad_mode(int32_t enabled) BODY(at::GradMode::set_enabled(enabled != 0))

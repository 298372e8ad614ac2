// Processes that train together, over libtorch's own c10d: Gloo for the CPU, NCCL for CUDA, whichever this libtorch and its headers carry.
// Without them the exports are still there and say so.
#include "shim.h"

#ifdef SDCOM_C10D

#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <chrono>
#include <cstdlib>

using std::chrono::milliseconds;

// glog's threshold, where this libtorch logs through glog.
namespace fLI {
extern __attribute__((weak)) int32_t FLAGS_minloglevel;
}

// One interface over the back ends: they share no base class through the versions of libtorch, but the names of their calls.
struct Group {
    int64_t rank;
    int64_t count;
    virtual ~Group() = default;
    virtual void broadcast(Tensor values, int64_t root) = 0;
    virtual void sum(Tensor values) = 0;
    virtual void barrier() = 0;

  protected:
    Group(int64_t r, int64_t n) : rank(r), count(n) {}
};

template <class Engine> struct GroupOver final : Group {
    c10::intrusive_ptr<Engine> engine;
    GroupOver(c10::intrusive_ptr<Engine> e, int64_t r, int64_t n) : Group(r, n), engine(std::move(e)) {}
    void broadcast(Tensor values, int64_t root) override {
        std::vector<Tensor> list{std::move(values)};
        c10d::BroadcastOptions options;
        options.rootRank = static_cast<int>(root);
        engine->broadcast(list, options)->wait();
    }
    void sum(Tensor values) override {
        std::vector<Tensor> list{std::move(values)};
        engine->allreduce(list, c10d::AllreduceOptions())->wait();
    }
    void barrier() override { engine->barrier(c10d::BarrierOptions())->wait(); }
};

#ifdef USE_C10D_GLOO
static Group* over_gloo(const c10::intrusive_ptr<c10d::Store>& store, const std::string& host, int32_t rank, int32_t count, milliseconds timeout) {
    auto options = c10d::ProcessGroupGloo::Options::create(timeout);
    const char* interface = std::getenv("GLOO_SOCKET_IFNAME");
    bool loopback = host == "localhost" || host.rfind("127.", 0) == 0;
    options->devices.push_back(interface  ? c10d::ProcessGroupGloo::createDeviceForInterface(interface)
                               : loopback ? c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1")
                                          : c10d::ProcessGroupGloo::createDefaultDevice());
    options->threads = 1; // collectives come one after the other
    return new GroupOver<c10d::ProcessGroupGloo>(c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, count, options), rank, count);
}
#endif

#ifdef USE_C10D_NCCL
static Group* over_nccl(const c10::intrusive_ptr<c10d::Store>& store, int32_t rank, int32_t count, milliseconds timeout) {
    // Makes wait() notice a worker that is gone, under its old and its new name.
    setenv("NCCL_BLOCKING_WAIT", "1", 0);
    setenv("TORCH_NCCL_BLOCKING_WAIT", "1", 0);
    auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = timeout;
    return new GroupOver<c10d::ProcessGroupNCCL>(c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, count, options), rank, count);
}
#endif

static Group* connect(int32_t nccl, const char* host, int32_t port, int32_t serves, const char* prefix, int32_t rank, int32_t count, int64_t timeout) {
    // While the first process is not up yet, c10d writes a line on standard error for every knock at its door; what matters comes as an exception.
    if (&fLI::FLAGS_minloglevel != nullptr) fLI::FLAGS_minloglevel = 3;
    c10d::TCPStoreOptions options;
    options.port = static_cast<uint16_t>(port);
    options.isServer = serves != 0;
    options.numWorkers = static_cast<size_t>(count);
    options.timeout = milliseconds(timeout);
    c10::intrusive_ptr<c10d::Store> tcp = c10::make_intrusive<c10d::TCPStore>(std::string(host), options);
    c10::intrusive_ptr<c10d::Store> store = c10::make_intrusive<c10d::PrefixStore>(std::string(prefix), tcp);
    if (nccl) {
#ifdef USE_C10D_NCCL
        return over_nccl(store, rank, count, milliseconds(timeout));
#else
        TORCH_CHECK(false, "this libtorch was built without NCCL, or nccl.h was not found when the binding was built");
#endif
    }
#ifdef USE_C10D_GLOO
    return over_gloo(store, host, rank, count, milliseconds(timeout));
#else
    TORCH_CHECK(false, "this libtorch was built without Gloo, or its headers (libgloo-dev) were not found when the binding was built");
#endif
}

struct Moments {
    Tensor mean;
    Tensor variance; // biased
    double elements; // of one channel, over all processes
};

// Mean and variance of each channel over the pictures of all processes. Every process writes its own row of a table and the sum completes it, so
// that all combine the same numbers in the same order (Chan et al. 1979): nothing cancels, and all get the same bits.
static Moments moments(Group& group, const Tensor& x) {
    std::vector<int64_t> dims;
    for (int64_t d = 0; d < x.dim(); d++) {
        if (d != 1) dims.push_back(d);
    }
    auto [variance, mean] = at::var_mean(x, dims, false);
    int64_t channels = x.size(1);
    Tensor table = at::zeros({group.count, 2 * channels + 1}, mean.options());
    Tensor own = table.select(0, group.rank);
    own.narrow(0, 0, channels).copy_(mean);
    own.narrow(0, channels, channels).copy_(variance);
    own.narrow(0, 2 * channels, 1).fill_(static_cast<double>(x.numel() / channels));
    group.sum(table);
    Tensor weights = table.narrow(1, 2 * channels, 1); // [count, 1]
    double elements = weights.sum().item<double>();
    weights = weights / elements;
    Tensor means = table.narrow(1, 0, channels);
    Tensor whole = (means * weights).sum(0);
    Tensor spread = ((table.narrow(1, channels, channels) + (means - whole).square()) * weights).sum(0);
    return {whole, spread, elements};
}

// y = w (x - m) / sqrt(v + eps) + b with m and v over all processes. With S1 = sum dy and S2 = sum dy xhat over all processes and n elements a
// channel: dx = w / sqrt(v + eps) (dy - S1 / n - xhat S2 / n) (Ioffe and Szegedy 2015, section 3). The sums of w and b stay this process's own:
// they are averaged with all other gradients.
struct SharedNorm : torch::autograd::Function<SharedNorm> {
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, const Tensor& weight, const Tensor& bias,
                          const Tensor& mean, const Tensor& variance, double elements, double eps, int64_t group) {
        context->save_for_backward({x, weight, mean, variance});
        context->saved_data["elements"] = elements;
        context->saved_data["eps"] = eps;
        context->saved_data["group"] = group;
        return std::get<0>(at::native_batch_norm(x, weight, bias, mean, variance, false, 0, eps));
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        auto saved = context->get_saved_variables();
        const Tensor &x = saved[0], &weight = saved[1], &mean = saved[2], &variance = saved[3];
        double elements = context->saved_data["elements"].toDouble();
        double eps = context->saved_data["eps"].toDouble();
        Group& group = *reinterpret_cast<Group*>(context->saved_data["group"].toInt());
        auto [direct, s2, s1] = at::native_batch_norm_backward(gradients[0], x, weight, mean, variance, Tensor(), Tensor(), false, eps, {true, true, true});
        Tensor sums = at::cat({s1, s2});
        group.sum(sums);
        int64_t channels = x.size(1);
        Tensor inverse = (variance + eps).rsqrt();
        Tensor slope = weight * inverse.square() * sums.narrow(0, channels, channels) / elements;
        Tensor level = weight * inverse * sums.narrow(0, 0, channels) / elements - mean * slope;
        std::vector<int64_t> wide(static_cast<size_t>(x.dim()), 1);
        wide[1] = channels;
        Tensor dx = direct.sub_(at::addcmul(level.view(wide), x, slope.view(wide)));
        return {dx, s2, s1, Tensor(), Tensor(), Tensor(), Tensor(), Tensor()};
    }
};

static void sum_list(Group& group, Tensor* const* tensors, int32_t n, double scale) {
    at::NoGradGuard quiet;
    std::vector<Tensor> flat;
    flat.reserve(static_cast<size_t>(n));
    for (int32_t i = 0; i < n; i++) flat.push_back(tensors[i]->reshape(-1));
    Tensor bucket = at::cat(flat);
    group.sum(bucket);
    if (scale != 1) bucket.mul_(scale);
    int64_t start = 0;
    for (int32_t i = 0; i < n; i++) {
        tensors[i]->copy_(bucket.narrow(0, start, tensors[i]->numel()).view(tensors[i]->sizes()));
        start += tensors[i]->numel();
    }
}

API ts_group_connect(int32_t nccl, const char* host, int32_t port, int32_t serves, const char* prefix, int32_t rank, int32_t count, int64_t timeout, Group** out)
    BODY(*out = connect(nccl, host, port, serves, prefix, rank, count, timeout))
extern "C" __attribute__((visibility("default"))) void ts_group_free(Group* group) {
    try {
        delete group;
    } catch (...) { // a broken connection at the end is nobody's concern
    }
}
API ts_group_broadcast(Group* group, Tensor* values, int64_t root) BODY(
    at::NoGradGuard quiet;
    Tensor whole = values->contiguous();
    group->broadcast(whole, root);
    if (!whole.is_same(*values)) values->copy_(whole))
// Sums every tensor over all processes, in place, as one message, and multiplies it.
API ts_group_sum(Group* group, Tensor* const* tensors, int32_t n, double scale) BODY(if (n > 0) sum_list(*group, tensors, n, scale))
API ts_group_barrier(Group* group) BODY(group->barrier())
API ts_group_moments(Group* group, Tensor* x, Tensor** mean, Tensor** variance) BODY(
    at::NoGradGuard quiet;
    Moments m = moments(*group, *x);
    give(mean, m.mean);
    give(variance, m.variance))
API ts_group_batch_norm(Group* group, Tensor* x, Tensor* weight, Tensor* bias, Tensor* running_mean, Tensor* running_var, double momentum, double eps, Tensor** out) BODY(
    Moments m;
    {
        at::NoGradGuard quiet;
        m = moments(*group, *x);
        running_mean->mul_(1 - momentum).add_(m.mean, momentum);
        running_var->mul_(1 - momentum).add_(m.variance, momentum * m.elements / (m.elements - 1));
    }
    give(out, SharedNorm::apply(*x, *weight, *bias, m.mean, m.variance, m.elements, eps, reinterpret_cast<int64_t>(group))))

#else

struct Group;

static int missing() noexcept {
    remember_error("this libtorch was built without collectives (c10d), or their headers (libgloo-dev) were not found when the binding was built");
    return 1;
}

API ts_group_connect(int32_t, const char*, int32_t, int32_t, const char*, int32_t, int32_t, int64_t, Group**) { return missing(); }
extern "C" __attribute__((visibility("default"))) void ts_group_free(Group*) {}
API ts_group_broadcast(Group*, Tensor*, int64_t) { return missing(); }
API ts_group_sum(Group*, Tensor* const*, int32_t, double) { return missing(); }
API ts_group_barrier(Group*) { return missing(); }
API ts_group_moments(Group*, Tensor*, Tensor**, Tensor**) { return missing(); }
API ts_group_batch_norm(Group*, Tensor*, Tensor*, Tensor*, Tensor*, Tensor*, double, double, Tensor**) { return missing(); }

#endif

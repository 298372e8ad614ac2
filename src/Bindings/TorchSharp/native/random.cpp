// Chance: generators and what is drawn from them. A null generator means the default one of the device.
#include "shim.h"

using at::Generator;

API ts_manual_seed(int64_t seed) BODY(at::manual_seed(static_cast<uint64_t>(seed)))
API ts_generator_new(uint64_t seed, Generator** out) BODY(*out = new Generator(at::detail::createCPUGenerator(seed)))
API ts_generator_default(Generator** out) BODY(*out = new Generator(at::detail::getDefaultCPUGenerator()))
extern "C" __attribute__((visibility("default"))) void ts_generator_free(Generator* g) { delete g; }
API ts_generator_seed(Generator* g, uint64_t seed) BODY(
    std::lock_guard<std::mutex> lock(g->mutex());
    g->set_current_seed(seed))
API ts_generator_random_seed(Generator* g, uint64_t* out) BODY(
    std::lock_guard<std::mutex> lock(g->mutex());
    *out = g->seed())
API ts_generator_initial_seed(Generator* g, uint64_t* out) BODY(*out = g->current_seed())
API ts_generator_get_state(Generator* g, Tensor** out) BODY(
    std::lock_guard<std::mutex> lock(g->mutex());
    give(out, g->get_state()))
API ts_generator_set_state(Generator* g, Tensor* state) BODY(
    std::lock_guard<std::mutex> lock(g->mutex());
    g->set_state(*state))

API ts_rand(const int64_t* size, int32_t n, Generator* g, Options o, Tensor** out)
    BODY(give_leaf(out, at::rand(ints(size, n), optional_generator(g), options(o)), o))
API ts_randn(const int64_t* size, int32_t n, Generator* g, Options o, Tensor** out)
    BODY(give_leaf(out, at::randn(ints(size, n), optional_generator(g), options(o)), o))
API ts_randint(int64_t low, int64_t high, const int64_t* size, int32_t n, Generator* g, Options o, Tensor** out)
    BODY(give_leaf(out, at::randint(low, high, ints(size, n), optional_generator(g), options(o)), o))
API ts_randperm(int64_t count, Generator* g, Options o, Tensor** out) BODY(give_leaf(out, at::randperm(count, optional_generator(g), options(o)), o))
API ts_normal_(Tensor* self, double mean, double std, Generator* g) BODY(self->normal_(mean, std, optional_generator(g)))
API ts_uniform_(Tensor* self, double from, double to, Generator* g) BODY(self->uniform_(from, to, optional_generator(g)))
API ts_bernoulli_(Tensor* self, double p, Generator* g) BODY(self->bernoulli_(p, optional_generator(g)))
API ts_bernoulli(Tensor* self, Generator* g, Tensor** out) BODY(give(out, self->bernoulli(optional_generator(g))))
API ts_multinomial(Tensor* self, int64_t samples, int32_t replacement, Generator* g, Tensor** out)
    BODY(give(out, self->multinomial(samples, replacement != 0, optional_generator(g))))

// Many values to fewer: sums, extremes, orders, norms; and products of matrices.
#include "shim.h"

#define WHOLE(name) API ts_##name(Tensor* self, Tensor** out) BODY(give(out, self->name()))
WHOLE(mean) WHOLE(max) WHOLE(min) WHOLE(all) WHOLE(any) WHOLE(median) WHOLE(nonzero) WHOLE(trace)

API ts_sum(Tensor* self, int32_t dtype, Tensor** out) BODY(give(out, self->sum(optional_dtype(dtype))))
API ts_prod(Tensor* self, int32_t dtype, Tensor** out) BODY(give(out, self->prod(optional_dtype(dtype))))
API ts_sum_dims(Tensor* self, const int64_t* dims, int32_t n, int32_t keepdim, int32_t dtype, Tensor** out)
    BODY(give(out, self->sum(ints(dims, n), keepdim != 0, optional_dtype(dtype))))
API ts_mean_dims(Tensor* self, const int64_t* dims, int32_t n, int32_t keepdim, int32_t dtype, Tensor** out)
    BODY(give(out, self->mean(ints(dims, n), keepdim != 0, optional_dtype(dtype))))
API ts_amax(Tensor* self, const int64_t* dims, int32_t n, int32_t keepdim, Tensor** out) BODY(give(out, self->amax(ints(dims, n), keepdim != 0)))
API ts_amin(Tensor* self, const int64_t* dims, int32_t n, int32_t keepdim, Tensor** out) BODY(give(out, self->amin(ints(dims, n), keepdim != 0)))
API ts_all_dim(Tensor* self, int64_t dim, int32_t keepdim, Tensor** out) BODY(give(out, self->all(dim, keepdim != 0)))
API ts_any_dim(Tensor* self, int64_t dim, int32_t keepdim, Tensor** out) BODY(give(out, self->any(dim, keepdim != 0)))
API ts_logsumexp(Tensor* self, int64_t dim, int32_t keepdim, Tensor** out) BODY(give(out, self->logsumexp(dim, keepdim != 0)))
API ts_cumsum(Tensor* self, int64_t dim, int32_t dtype, Tensor** out) BODY(give(out, self->cumsum(dim, optional_dtype(dtype))))

template <class Pair> static void give_pair(Tensor** first, Tensor** second, Pair&& pair) {
    give(first, std::get<0>(pair));
    give(second, std::get<1>(pair));
}

API ts_max_dim(Tensor* self, int64_t dim, int32_t keepdim, Tensor** values, Tensor** indexes) BODY(give_pair(values, indexes, self->max(dim, keepdim != 0)))
API ts_min_dim(Tensor* self, int64_t dim, int32_t keepdim, Tensor** values, Tensor** indexes) BODY(give_pair(values, indexes, self->min(dim, keepdim != 0)))
API ts_topk(Tensor* self, int64_t k, int64_t dim, int32_t largest, int32_t sorted, Tensor** values, Tensor** indexes)
    BODY(give_pair(values, indexes, self->topk(k, dim, largest != 0, sorted != 0)))
API ts_sort(Tensor* self, int64_t dim, int32_t descending, int32_t stable, Tensor** values, Tensor** indexes)
    BODY(give_pair(values, indexes, self->sort(Optional<bool>(stable != 0), dim, descending != 0)))
API ts_argsort(Tensor* self, int64_t dim, int32_t descending, Tensor** out) BODY(give(out, self->argsort(dim, descending != 0)))

static Optional<int64_t> dimension(int32_t has, int64_t dim) { return has ? Optional<int64_t>(dim) : Optional<int64_t>(); }
API ts_argmax(Tensor* self, int32_t has_dim, int64_t dim, int32_t keepdim, Tensor** out) BODY(give(out, self->argmax(dimension(has_dim, dim), keepdim != 0)))
API ts_argmin(Tensor* self, int32_t has_dim, int64_t dim, int32_t keepdim, Tensor** out) BODY(give(out, self->argmin(dimension(has_dim, dim), keepdim != 0)))

API ts_std(Tensor* self, int32_t unbiased, Tensor** out) BODY(give(out, self->std(unbiased != 0)))
API ts_var(Tensor* self, int32_t unbiased, Tensor** out) BODY(give(out, self->var(unbiased != 0)))
API ts_std_dims(Tensor* self, const int64_t* dims, int32_t n, int32_t unbiased, int32_t keepdim, Tensor** out)
    BODY(give(out, self->std(ints(dims, n), unbiased != 0, keepdim != 0)))
API ts_var_dims(Tensor* self, const int64_t* dims, int32_t n, int32_t unbiased, int32_t keepdim, Tensor** out)
    BODY(give(out, self->var(ints(dims, n), unbiased != 0, keepdim != 0)))
API ts_norm(Tensor* self, double p, Tensor** out) BODY(give(out, self->norm(at::Scalar(p))))
API ts_norm_dim(Tensor* self, double p, int64_t dim, int32_t keepdim, Tensor** out)
    BODY(give(out, self->norm(Optional<at::Scalar>(at::Scalar(p)), at::IntArrayRef(&dim, 1), keepdim != 0)))
API ts_quantile(Tensor* self, Tensor* q, int64_t dim, int32_t keepdim, Tensor** out)
    BODY(give(out, self->quantile(*q, Optional<int64_t>(dim), keepdim != 0)))

API ts_allclose(Tensor* self, Tensor* other, double rtol, double atol, int32_t equal_nan, int32_t* out)
    BODY(*out = self->allclose(*other, rtol, atol, equal_nan != 0))
API ts_equal(Tensor* self, Tensor* other, int32_t* out) BODY(*out = at::equal(*self, *other))
API ts_bincount(Tensor* self, Tensor* weights, int64_t minlength, Tensor** out) BODY(give(out, at::bincount(*self, optional_tensor(weights), minlength)))

#define PRODUCT(name) API ts_##name(Tensor* self, Tensor* other, Tensor** out) BODY(give(out, self->name(*other)))
PRODUCT(matmul) PRODUCT(mm) PRODUCT(bmm) PRODUCT(dot)
API ts_addmm(Tensor* self, Tensor* a, Tensor* b, double beta, double alpha, Tensor** out) BODY(give(out, self->addmm(*a, *b, beta, alpha)))

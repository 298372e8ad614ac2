// Picking and placing elements by position, mask or table.
#include "shim.h"

struct IndexArg {
    int64_t kind; // 0 none (new axis), 1 ellipsis, 2 integer, 3 slice, 4 boolean, 5 tensor
    int64_t start;
    int64_t stop;
    int64_t step;
    Tensor* tensor;
};

static std::vector<at::indexing::TensorIndex> indexes(const IndexArg* args, int32_t count) {
    std::vector<at::indexing::TensorIndex> result;
    result.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; i++) {
        const IndexArg& a = args[i];
        switch (a.kind) {
            case 0: result.emplace_back(at::indexing::None); break;
            case 1: result.emplace_back(at::indexing::Ellipsis); break;
            case 2: result.emplace_back(a.start); break;
            case 3: result.emplace_back(at::indexing::Slice(a.start, a.stop, a.step)); break;
            case 4: result.emplace_back(a.start != 0); break;
            default: result.emplace_back(*a.tensor); break;
        }
    }
    return result;
}

API ts_index(Tensor* self, const IndexArg* args, int32_t n, Tensor** out) BODY(give(out, self->index(indexes(args, n))))
API ts_index_put_(Tensor* self, const IndexArg* args, int32_t n, Tensor* value) BODY(self->index_put_(indexes(args, n), *value))
API ts_index_put_scalar_(Tensor* self, const IndexArg* args, int32_t n, ScalarArg value) BODY(self->index_put_(indexes(args, n), scalar(value)))

API ts_index_select(Tensor* self, int64_t dim, Tensor* index, Tensor** out) BODY(give(out, self->index_select(dim, *index)))
API ts_index_add_(Tensor* self, int64_t dim, Tensor* index, Tensor* source, ScalarArg alpha) BODY(self->index_add_(dim, *index, *source, scalar(alpha)))
API ts_index_copy_(Tensor* self, int64_t dim, Tensor* index, Tensor* source) BODY(self->index_copy_(dim, *index, *source))
API ts_gather(Tensor* self, int64_t dim, Tensor* index, Tensor** out) BODY(give(out, self->gather(dim, *index)))
API ts_scatter(Tensor* self, int64_t dim, Tensor* index, Tensor* src, Tensor** out) BODY(give(out, self->scatter(dim, *index, *src)))
API ts_scatter_(Tensor* self, int64_t dim, Tensor* index, Tensor* src) BODY(self->scatter_(dim, *index, *src))
API ts_scatter_add(Tensor* self, int64_t dim, Tensor* index, Tensor* src, Tensor** out) BODY(give(out, self->scatter_add(dim, *index, *src)))
API ts_scatter_add_(Tensor* self, int64_t dim, Tensor* index, Tensor* src) BODY(self->scatter_add_(dim, *index, *src))
API ts_masked_select(Tensor* self, Tensor* mask, Tensor** out) BODY(give(out, self->masked_select(*mask)))
API ts_one_hot(Tensor* self, int64_t classes, Tensor** out) BODY(give(out, at::one_hot(*self, classes)))

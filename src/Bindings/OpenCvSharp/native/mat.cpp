#include "shim.h"

#include <cstdint>

using cvx::guarded;
using cvx::scalar;

namespace {

cv::Mat* handOut(cv::Mat&& m)
{
    cv::Mat* heap = new cv::Mat(std::move(m));
    cvx::born();
    return heap;
}

}  // namespace

// Mirrors OpenCvSharp.Internal.MatHeader field by field.
struct MatHeader {
    std::uint8_t* data;
    std::int64_t step0, step1;
    int flags, dims, rows, cols;
};

CVX_EXPORT cvx_mat_new(cv::Mat** out)
{
    return guarded([&] { *out = handOut(cv::Mat()); });
}

CVX_EXPORT cvx_mat_new_size(int rows, int cols, int type, const double* fill, cv::Mat** out)
{
    return guarded([&] {
        cv::Mat m(rows, cols, type);
        if (fill)
            m.setTo(scalar(fill));
        *out = handOut(std::move(m));
    });
}

CVX_EXPORT cvx_mat_new_dims(int dims, const int* sizes, int type, const double* fill, cv::Mat** out)
{
    return guarded([&] {
        cv::Mat m(dims, sizes, type);
        if (fill)
            m.setTo(scalar(fill));
        *out = handOut(std::move(m));
    });
}

CVX_EXPORT cvx_mat_new_data(int rows, int cols, int type, void* data, std::int64_t step, cv::Mat** out)
{
    return guarded([&] { *out = handOut(cv::Mat(rows, cols, type, data, static_cast<size_t>(step))); });
}

CVX_EXPORT cvx_mat_new_roi(cv::Mat* m, int x, int y, int width, int height, cv::Mat** out)
{
    return guarded([&] { *out = handOut(cv::Mat(*m, cv::Rect(x, y, width, height))); });
}

CVX_EXPORT cvx_mat_delete(cv::Mat* m)
{
    return guarded([&] {
        delete m;
        cvx::died();
    });
}

CVX_EXPORT cvx_mat_header(cv::Mat* m, MatHeader* out)
{
    return guarded([&] {
        *out = {m->data, m->dims > 0 ? static_cast<std::int64_t>(m->step[0]) : 0, m->dims > 1 ? static_cast<std::int64_t>(m->step[1]) : 0,
                m->flags, m->dims, m->rows, m->cols};
    });
}

CVX_EXPORT cvx_mat_size(cv::Mat* m, int dim, int* size, std::int64_t* step)
{
    return guarded([&] {
        CV_Assert(dim >= 0 && dim < m->dims);
        *size = m->size[dim];
        *step = static_cast<std::int64_t>(m->step[dim]);
    });
}

CVX_EXPORT cvx_mat_create(cv::Mat* m, int rows, int cols, int type)
{
    return guarded([&] { m->create(rows, cols, type); });
}

CVX_EXPORT cvx_mat_create_dims(cv::Mat* m, int dims, const int* sizes, int type)
{
    return guarded([&] { m->create(dims, sizes, type); });
}

CVX_EXPORT cvx_mat_clone(cv::Mat* m, cv::Mat** out)
{
    return guarded([&] { *out = handOut(m->clone()); });
}

CVX_EXPORT cvx_mat_copy_to(cv::Mat* m, cv::Mat* dst, cv::Mat* mask)
{
    return guarded([&] { mask ? m->copyTo(*dst, *mask) : m->copyTo(*dst); });
}

CVX_EXPORT cvx_mat_convert_to(cv::Mat* m, cv::Mat* dst, int type, double alpha, double beta)
{
    return guarded([&] { m->convertTo(*dst, type, alpha, beta); });
}

CVX_EXPORT cvx_mat_set_to(cv::Mat* m, const double* value, cv::Mat* mask)
{
    return guarded([&] { mask ? m->setTo(scalar(value), *mask) : m->setTo(scalar(value)); });
}

CVX_EXPORT cvx_mat_reshape(cv::Mat* m, int cn, int rows, cv::Mat** out)
{
    return guarded([&] { *out = handOut(m->reshape(cn, rows)); });
}

CVX_EXPORT cvx_mat_reshape_dims(cv::Mat* m, int cn, int dims, const int* sizes, cv::Mat** out)
{
    return guarded([&] { *out = handOut(m->reshape(cn, dims, sizes)); });
}

CVX_EXPORT cvx_sum(cv::Mat* m, double* out)
{
    return guarded([&] {
        cv::Scalar s = cv::sum(*m);
        std::copy(s.val, s.val + 4, out);
    });
}

CVX_EXPORT cvx_mean(cv::Mat* m, cv::Mat* mask, double* out)
{
    return guarded([&] {
        cv::Scalar s = mask ? cv::mean(*m, *mask) : cv::mean(*m);
        std::copy(s.val, s.val + 4, out);
    });
}

CVX_EXPORT cvx_absdiff(cv::Mat* a, cv::Mat* b, cv::Mat* dst)
{
    return guarded([&] { cv::absdiff(*a, *b, *dst); });
}

CVX_EXPORT cvx_add_weighted(cv::Mat* a, double alpha, cv::Mat* b, double beta, double gamma, cv::Mat* dst, int dtype)
{
    return guarded([&] { cv::addWeighted(*a, alpha, *b, beta, gamma, *dst, dtype); });
}

CVX_EXPORT cvx_flip(cv::Mat* src, cv::Mat* dst, int code)
{
    return guarded([&] { cv::flip(*src, *dst, code); });
}

CVX_EXPORT cvx_rotate(cv::Mat* src, cv::Mat* dst, int code)
{
    return guarded([&] { cv::rotate(*src, *dst, code); });
}

CVX_EXPORT cvx_copy_make_border(cv::Mat* src, cv::Mat* dst, int top, int bottom, int left, int right, int border, const double* value)
{
    return guarded([&] { cv::copyMakeBorder(*src, *dst, top, bottom, left, right, border, scalar(value)); });
}

CVX_EXPORT cvx_hconcat(cv::Mat* a, cv::Mat* b, cv::Mat* dst)
{
    return guarded([&] { cv::hconcat(*a, *b, *dst); });
}

CVX_EXPORT cvx_vconcat(cv::Mat* a, cv::Mat* b, cv::Mat* dst)
{
    return guarded([&] { cv::vconcat(*a, *b, *dst); });
}

CVX_EXPORT cvx_set_num_threads(int n)
{
    return guarded([&] { cv::setNumThreads(n); });
}

CVX_EXPORT cvx_get_num_threads(int* n)
{
    return guarded([&] { *n = cv::getNumThreads(); });
}

CVX_EXPORT cvx_get_version(const char** out)
{
    return guarded([&] {
        static const cv::String text = cv::getVersionString();
        *out = text.c_str();
    });
}

CVX_EXPORT cvx_get_build_information(const char** out)
{
    return guarded([&] { *out = cv::getBuildInformation().c_str(); });
}

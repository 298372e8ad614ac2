#include "shim.h"

#include <cstdint>
#include <vector>
#include <opencv2/imgcodecs.hpp>

using cvx::guarded;

namespace {

std::vector<int> settings(const int* values, int n) { return values ? std::vector<int>(values, values + n) : std::vector<int>(); }

}  // namespace

CVX_EXPORT cvx_imread(const char* file, int flags, cv::Mat* out)
{
    return guarded([&] { *out = cv::imread(file, flags); });
}

CVX_EXPORT cvx_imwrite(const char* file, cv::Mat* img, const int* prms, int n, int* ok)
{
    return guarded([&] { *ok = cv::imwrite(file, *img, settings(prms, n)); });
}

CVX_EXPORT cvx_imdecode(const std::uint8_t* bytes, int length, int flags, cv::Mat* out)
{
    return guarded([&] {
        cv::Mat view(1, length, CV_8UC1, const_cast<std::uint8_t*>(bytes));
        *out = cv::imdecode(view, flags);
    });
}

// The encoded bytes come back as a 1 x n matrix, so that one owner type serves both directions.
CVX_EXPORT cvx_imencode(const char* ext, cv::Mat* img, const int* prms, int n, cv::Mat* out, int* ok)
{
    return guarded([&] {
        std::vector<uchar> bytes;
        *ok = cv::imencode(ext, *img, bytes, settings(prms, n));
        *out = cv::Mat(1, static_cast<int>(bytes.size()), CV_8UC1, bytes.data()).clone();
    });
}

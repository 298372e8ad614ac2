#include "shim.h"

#include <opencv2/imgproc.hpp>

using cvx::guarded;

CVX_EXPORT cvx_resize(cv::Mat* src, cv::Mat* dst, int width, int height, double fx, double fy, int interpolation)
{
    return guarded([&] { cv::resize(*src, *dst, cv::Size(width, height), fx, fy, interpolation); });
}

CVX_EXPORT cvx_cvt_color(cv::Mat* src, cv::Mat* dst, int code, int channels)
{
    return guarded([&] { cv::cvtColor(*src, *dst, code, channels); });
}

CVX_EXPORT cvx_gaussian_blur(cv::Mat* src, cv::Mat* dst, int width, int height, double sigmaX, double sigmaY, int border)
{
    return guarded([&] { cv::GaussianBlur(*src, *dst, cv::Size(width, height), sigmaX, sigmaY, border); });
}

CVX_EXPORT cvx_warp_affine(cv::Mat* src, cv::Mat* dst, cv::Mat* m, int width, int height, int flags, int border, const double* value)
{
    return guarded([&] { cv::warpAffine(*src, *dst, *m, cv::Size(width, height), flags, border, cvx::scalar(value)); });
}

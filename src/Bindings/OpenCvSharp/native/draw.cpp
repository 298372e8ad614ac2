#include "shim.h"

#include <vector>
#include <opencv2/imgproc.hpp>

using cvx::guarded;
using cvx::scalar;

namespace {

// Polygons cross the wall flat: x,y pairs of all contours in a row, and each contour's number of points.
std::vector<std::vector<cv::Point>> contours(const int* xy, const int* counts, int n)
{
    std::vector<std::vector<cv::Point>> all(n);
    for (int i = 0; i < n; i++) {
        all[i].reserve(counts[i]);
        for (int k = 0; k < counts[i]; k++, xy += 2)
            all[i].emplace_back(xy[0], xy[1]);
    }
    return all;
}

}  // namespace

CVX_EXPORT cvx_rectangle(cv::Mat* img, int x, int y, int width, int height, const double* color, int thickness, int line, int shift)
{
    return guarded([&] { cv::rectangle(*img, cv::Rect(x, y, width, height), scalar(color), thickness, line, shift); });
}

CVX_EXPORT cvx_rectangle_points(cv::Mat* img, int x1, int y1, int x2, int y2, const double* color, int thickness, int line, int shift)
{
    return guarded([&] { cv::rectangle(*img, cv::Point(x1, y1), cv::Point(x2, y2), scalar(color), thickness, line, shift); });
}

CVX_EXPORT cvx_line(cv::Mat* img, int x1, int y1, int x2, int y2, const double* color, int thickness, int line, int shift)
{
    return guarded([&] { cv::line(*img, cv::Point(x1, y1), cv::Point(x2, y2), scalar(color), thickness, line, shift); });
}

CVX_EXPORT cvx_circle(cv::Mat* img, int x, int y, int radius, const double* color, int thickness, int line, int shift)
{
    return guarded([&] { cv::circle(*img, cv::Point(x, y), radius, scalar(color), thickness, line, shift); });
}

CVX_EXPORT cvx_ellipse(cv::Mat* img, int x, int y, int axisX, int axisY, double angle, double start, double end, const double* color, int thickness,
                       int line, int shift)
{
    return guarded([&] { cv::ellipse(*img, cv::Point(x, y), cv::Size(axisX, axisY), angle, start, end, scalar(color), thickness, line, shift); });
}

CVX_EXPORT cvx_polylines(cv::Mat* img, const int* xy, const int* counts, int n, int closed, const double* color, int thickness, int line, int shift)
{
    return guarded([&] { cv::polylines(*img, contours(xy, counts, n), closed != 0, scalar(color), thickness, line, shift); });
}

CVX_EXPORT cvx_fill_poly(cv::Mat* img, const int* xy, const int* counts, int n, const double* color, int line, int shift, int offsetX, int offsetY)
{
    return guarded([&] { cv::fillPoly(*img, contours(xy, counts, n), scalar(color), line, shift, cv::Point(offsetX, offsetY)); });
}

CVX_EXPORT cvx_put_text(cv::Mat* img, const char* text, int x, int y, int font, double scale, const double* color, int thickness, int line,
                        int bottomLeftOrigin)
{
    return guarded([&] { cv::putText(*img, text, cv::Point(x, y), font, scale, scalar(color), thickness, line, bottomLeftOrigin != 0); });
}

CVX_EXPORT cvx_get_text_size(const char* text, int font, double scale, int thickness, int* width, int* height, int* baseLine)
{
    return guarded([&] {
        cv::Size size = cv::getTextSize(text, font, scale, thickness, baseLine);
        *width = size.width;
        *height = size.height;
    });
}

#include "shim.h"

#include <opencv2/highgui.hpp>

using cvx::guarded;

CVX_EXPORT cvx_imshow(const char* window, cv::Mat* image)
{
    return guarded([&] { cv::imshow(window, *image); });
}

CVX_EXPORT cvx_named_window(const char* window, int flags)
{
    return guarded([&] { cv::namedWindow(window, flags); });
}

CVX_EXPORT cvx_destroy_window(const char* window)
{
    return guarded([&] { cv::destroyWindow(window); });
}

CVX_EXPORT cvx_destroy_all_windows()
{
    return guarded([&] { cv::destroyAllWindows(); });
}

CVX_EXPORT cvx_wait_key(int delay, int* key)
{
    return guarded([&] { *key = cv::waitKey(delay); });
}

CVX_EXPORT cvx_resize_window(const char* window, int width, int height)
{
    return guarded([&] { cv::resizeWindow(window, width, height); });
}

CVX_EXPORT cvx_move_window(const char* window, int x, int y)
{
    return guarded([&] { cv::moveWindow(window, x, y); });
}

CVX_EXPORT cvx_set_window_title(const char* window, const char* title)
{
    return guarded([&] { cv::setWindowTitle(window, title); });
}

CVX_EXPORT cvx_get_window_property(const char* window, int property, double* value)
{
    return guarded([&] { *value = cv::getWindowProperty(window, property); });
}

CVX_EXPORT cvx_set_window_property(const char* window, int property, double value)
{
    return guarded([&] { cv::setWindowProperty(window, property, value); });
}

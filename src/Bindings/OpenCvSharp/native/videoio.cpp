#include "shim.h"

#include <string>
#include <vector>
#include <opencv2/videoio.hpp>

using cvx::guarded;

namespace {

std::vector<int> settings(const int* values, int n) { return values ? std::vector<int>(values, values + n) : std::vector<int>(); }

// A failed open is not an error for the caller (IsOpened says it), unless the exception mode asks for one.
template <class Open>
bool opens(cv::VideoCapture& capture, Open&& open)
{
    try {
        return open();
    } catch (const cv::Exception&) {
        if (capture.getExceptionMode())
            throw;
        return false;
    }
}

thread_local std::string name;

}  // namespace

CVX_EXPORT cvx_capture_new(cv::VideoCapture** out)
{
    return guarded([&] {
        *out = new cv::VideoCapture();
        cvx::born();
    });
}

CVX_EXPORT cvx_capture_delete(cv::VideoCapture* c)
{
    return guarded([&] {
        delete c;
        cvx::died();
    });
}

CVX_EXPORT cvx_capture_open_file(cv::VideoCapture* c, const char* file, int api, const int* prms, int n, int* ok)
{
    return guarded([&] { *ok = opens(*c, [&] { return c->open(std::string(file), api, settings(prms, n)); }); });
}

CVX_EXPORT cvx_capture_open_index(cv::VideoCapture* c, int index, int api, const int* prms, int n, int* ok)
{
    return guarded([&] { *ok = opens(*c, [&] { return c->open(index, api, settings(prms, n)); }); });
}

CVX_EXPORT cvx_capture_is_opened(cv::VideoCapture* c, int* ok)
{
    return guarded([&] { *ok = c->isOpened(); });
}

CVX_EXPORT cvx_capture_release(cv::VideoCapture* c)
{
    return guarded([&] { c->release(); });
}

CVX_EXPORT cvx_capture_grab(cv::VideoCapture* c, int* ok)
{
    return guarded([&] { *ok = c->grab(); });
}

CVX_EXPORT cvx_capture_retrieve(cv::VideoCapture* c, cv::Mat* image, int flag, int* ok)
{
    return guarded([&] { *ok = c->retrieve(*image, flag); });
}

CVX_EXPORT cvx_capture_read(cv::VideoCapture* c, cv::Mat* image, int* ok)
{
    return guarded([&] { *ok = c->read(*image); });
}

CVX_EXPORT cvx_capture_get(cv::VideoCapture* c, int property, double* value)
{
    return guarded([&] { *value = c->get(property); });
}

CVX_EXPORT cvx_capture_set(cv::VideoCapture* c, int property, double value, int* ok)
{
    return guarded([&] { *ok = c->set(property, value); });
}

CVX_EXPORT cvx_capture_backend_name(cv::VideoCapture* c, const char** out)
{
    return guarded([&] {
        name = c->getBackendName();
        *out = name.c_str();
    });
}

CVX_EXPORT cvx_capture_get_exception_mode(cv::VideoCapture* c, int* on)
{
    return guarded([&] { *on = c->getExceptionMode(); });
}

CVX_EXPORT cvx_capture_set_exception_mode(cv::VideoCapture* c, int on)
{
    return guarded([&] { c->setExceptionMode(on != 0); });
}

CVX_EXPORT cvx_writer_new(cv::VideoWriter** out)
{
    return guarded([&] {
        *out = new cv::VideoWriter();
        cvx::born();
    });
}

CVX_EXPORT cvx_writer_delete(cv::VideoWriter* w)
{
    return guarded([&] {
        delete w;
        cvx::died();
    });
}

CVX_EXPORT cvx_writer_open(cv::VideoWriter* w, const char* file, int api, int fourcc, double fps, int width, int height, int color, int* ok)
{
    return guarded([&] { *ok = w->open(file, api, fourcc, fps, cv::Size(width, height), color != 0); });
}

CVX_EXPORT cvx_writer_is_opened(cv::VideoWriter* w, int* ok)
{
    return guarded([&] { *ok = w->isOpened(); });
}

CVX_EXPORT cvx_writer_release(cv::VideoWriter* w)
{
    return guarded([&] { w->release(); });
}

CVX_EXPORT cvx_writer_write(cv::VideoWriter* w, cv::Mat* image)
{
    return guarded([&] { w->write(*image); });
}

CVX_EXPORT cvx_writer_get(cv::VideoWriter* w, int property, double* value)
{
    return guarded([&] { *value = w->get(property); });
}

CVX_EXPORT cvx_writer_set(cv::VideoWriter* w, int property, double value, int* ok)
{
    return guarded([&] { *ok = w->set(property, value); });
}

CVX_EXPORT cvx_writer_backend_name(cv::VideoWriter* w, const char** out)
{
    return guarded([&] {
        name = w->getBackendName();
        *out = name.c_str();
    });
}

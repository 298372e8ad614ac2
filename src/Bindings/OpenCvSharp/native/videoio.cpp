#include "shim.h"
#include "gstreamer.h"

#include <cstring>
#include <string>
#include <vector>
#include <opencv2/core.hpp>
#include <opencv2/videoio.hpp>

using cvx::guarded;

namespace {

// OpenCV 4.6 (Debian 12, Ubuntu 24.04) takes the angle of a recording that is to be turned by a quarter for its opposite, so that what a
// phone recorded upright stands on its head; those before and after it do not.
class Capture : public cv::VideoCapture {
public:
    void opened()
    {
#if CV_VERSION_MAJOR == 4 && CV_VERSION_MINOR == 6
        upsideDown = isOpened() && getBackendName() == "FFMPEG" && get(cv::CAP_PROP_ORIENTATION_AUTO) != 0
            && static_cast<int>(get(cv::CAP_PROP_ORIENTATION_META)) % 180 != 0;
#endif
    }

    bool right(bool ok, cv::Mat& image) const
    {
        if (ok && upsideDown)
            cv::flip(image, image, -1);
        return ok;
    }

private:
    bool upsideDown = false;
};

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

CVX_EXPORT cvx_capture_new(Capture** out)
{
    return guarded([&] {
        *out = new Capture();
        cvx::born();
    });
}

CVX_EXPORT cvx_capture_delete(Capture* c)
{
    return guarded([&] {
        delete c;
        cvx::died();
    });
}

CVX_EXPORT cvx_capture_open_file(Capture* c, const char* file, int api, const int* prms, int n, int* ok)
{
    return guarded([&] {
        *ok = opens(*c, [&] {
            if (api == cv::CAP_GSTREAMER && std::strchr(file, '!'))
                cvx::check_pipeline(file);
            return c->open(std::string(file), api, settings(prms, n));
        });
        c->opened();
    });
}

CVX_EXPORT cvx_capture_open_index(Capture* c, int index, int api, const int* prms, int n, int* ok)
{
    return guarded([&] {
        *ok = opens(*c, [&] { return c->open(index, api, settings(prms, n)); });
        c->opened();
    });
}

CVX_EXPORT cvx_capture_is_opened(Capture* c, int* ok)
{
    return guarded([&] { *ok = c->isOpened(); });
}

CVX_EXPORT cvx_capture_release(Capture* c)
{
    return guarded([&] { c->release(); });
}

CVX_EXPORT cvx_capture_grab(Capture* c, int* ok)
{
    return guarded([&] { *ok = c->grab(); });
}

CVX_EXPORT cvx_capture_retrieve(Capture* c, cv::Mat* image, int flag, int* ok)
{
    return guarded([&] { *ok = c->right(c->retrieve(*image, flag), *image); });
}

CVX_EXPORT cvx_capture_read(Capture* c, cv::Mat* image, int* ok)
{
    return guarded([&] { *ok = c->right(c->read(*image), *image); });
}

CVX_EXPORT cvx_capture_get(Capture* c, int property, double* value)
{
    return guarded([&] { *value = c->get(property); });
}

CVX_EXPORT cvx_capture_set(Capture* c, int property, double value, int* ok)
{
    return guarded([&] { *ok = c->set(property, value); });
}

CVX_EXPORT cvx_capture_backend_name(Capture* c, const char** out)
{
    return guarded([&] {
        name = c->getBackendName();
        *out = name.c_str();
    });
}

CVX_EXPORT cvx_capture_get_exception_mode(Capture* c, int* on)
{
    return guarded([&] { *on = c->getExceptionMode(); });
}

CVX_EXPORT cvx_capture_set_exception_mode(Capture* c, int on)
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

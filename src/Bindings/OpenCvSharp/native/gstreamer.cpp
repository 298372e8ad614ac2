#include "gstreamer.h"

#include <dlfcn.h>
#include <string>
#include <opencv2/core.hpp>

namespace {

struct Error {  // GLib's GError
    unsigned domain;
    int code;
    char* message;
};

template <class Function>
Function find(void* library, const char* name) { return reinterpret_cast<Function>(dlsym(library, name)); }

}  // namespace

void cvx::check_pipeline(const char* text)
{
    // The library that OpenCV's own back end uses; without it OpenCV has none, and says so.
    void* library = dlopen("libgstreamer-1.0.so.0", RTLD_LAZY);
    if (!library)
        return;
    auto init = find<int (*)(int*, char***, Error**)>(library, "gst_init_check");
    auto parse = find<void* (*)(const char*, void*, int, Error**)>(library, "gst_parse_launch_full");
    auto release = find<void (*)(void*)>(library, "gst_object_unref");
    auto discard = find<void (*)(Error*)>(library, "g_error_free");
    if (!init || !parse || !release || !discard || !init(nullptr, nullptr, nullptr))
        return;
    constexpr int fatalErrors = 1;
    Error* error = nullptr;
    if (void* pipeline = parse(text, nullptr, fatalErrors, &error))
        release(pipeline);
    if (!error)
        return;
    std::string message = error->message;
    discard(error);
    CV_Error(cv::Error::StsError, message);
}

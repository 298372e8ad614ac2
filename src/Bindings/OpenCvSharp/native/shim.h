// The C side of the wall: every export runs its body through `guarded`, which turns any C++ exception into a status.
#pragma once

#include <exception>
#include <utility>
#include <opencv2/core.hpp>

#define CVX_EXPORT extern "C" __attribute__((visibility("default"))) int

namespace cvx {

// Remembers what went wrong on this thread until the managed side asks (cvx_last_error).
void remember(const cv::Exception& e);
void remember(const char* message);

// Native objects handed out and not yet given back; the leak tests want to see it return to where it was.
void born();
void died();

template <class Body>
int guarded(Body&& body) noexcept
{
    try {
        std::forward<Body>(body)();
        return 0;
    } catch (const cv::Exception& e) {
        remember(e);
    } catch (const std::exception& e) {
        remember(e.what());
    } catch (...) {
        remember("unknown native error");
    }
    return 1;
}

inline cv::Scalar scalar(const double* values) { return cv::Scalar(values[0], values[1], values[2], values[3]); }

}  // namespace cvx

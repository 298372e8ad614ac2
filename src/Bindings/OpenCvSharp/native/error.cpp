#include "shim.h"

#include <atomic>
#include <string>

namespace {

struct LastError {
    int code = 0;
    int line = 0;
    std::string func, message, file;
};

thread_local LastError last;
std::atomic<long long> live{0};

int silent(int, const char*, const char*, const char*, int, void*) { return 0; }

// OpenCV prints every error on standard error before it throws; the managed exception already carries the same words.
const bool quiet = (cv::redirectError(silent), true);

}  // namespace

void cvx::remember(const cv::Exception& e)
{
    try {
        last = {e.code, e.line, e.func, e.err, e.file};
    } catch (...) {
        last.code = e.code;
    }
}

void cvx::remember(const char* message)
{
    try {
        last = {cv::Error::StsError, 0, "", message, ""};
    } catch (...) {
        last.code = cv::Error::StsError;
    }
}

void cvx::born() { live.fetch_add(1, std::memory_order_relaxed); }
void cvx::died() { live.fetch_sub(1, std::memory_order_relaxed); }

// The pointers stay valid until the next failing call on this thread.
CVX_EXPORT cvx_last_error(int* code, int* line, const char** func, const char** message, const char** file)
{
    *code = last.code;
    *line = last.line;
    *func = last.func.c_str();
    *message = last.message.c_str();
    *file = last.file.c_str();
    return quiet ? 0 : 1;
}

CVX_EXPORT cvx_live_handles(long long* count)
{
    *count = live.load(std::memory_order_relaxed);
    return 0;
}

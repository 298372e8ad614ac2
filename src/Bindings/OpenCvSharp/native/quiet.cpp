// Errors reach the caller as exceptions and return values. FFmpeg and OpenCV would also print dozens of lines about one damaged
// clip, so both are silent unless the user asks by OPENCV_FFMPEG_LOGLEVEL (56 is everything) or OPENCV_LOG_LEVEL (INFO, DEBUG ...).
#include <cstdlib>
#include <opencv2/core/utils/logger.hpp>

namespace {

const bool quiet = [] {
    setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", /* overwrite */ 0);
    if (!std::getenv("OPENCV_LOG_LEVEL"))
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    return true;
}();

}  // namespace

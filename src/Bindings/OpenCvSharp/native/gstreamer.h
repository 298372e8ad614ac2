#pragma once

namespace cvx {

// Throws GStreamer's own words when a pipeline names an element that is not installed or cannot be joined. OpenCV takes what is left of such
// a pipeline, prints GLib's complaints, and may wait for it forever.
void check_pipeline(const char* text);

}  // namespace cvx

import { canvas, colour, setText } from "./page.js";

// How long answers took since the run began: a bar for each bucket, without the empty ones at both ends.

export function drawHistogram(camera) {
  setText("median", `${camera.latencyMedianMs.toFixed(1)} ms`);
  setText("p95", `${camera.latencyP95Ms.toFixed(1)} ms`);
  const { pen, width, height } = canvas("histogram");
  const counts = camera.histogram, bounds = camera.histogramBoundsMs, most = Math.max(...counts);
  if (most === 0)
    return;
  let first = Math.max(0, counts.findIndex(count => count > 0) - 1), last = Math.min(counts.length - 1, counts.findLastIndex(count => count > 0) + 1);
  while (last - first < 7 && (first > 0 || last < counts.length - 1)) {
    first = Math.max(0, first - 1);
    last = Math.min(counts.length - 1, last + 1);
  }

  const bars = last - first + 1, step = width / bars, floor = height - 18;
  for (let i = first; i <= last; i++) {
    const high = Math.max(counts[i] > 0 ? 3 : 1, (floor - 18) * counts[i] / most), left = (i - first) * step;
    pen.fillStyle = colour(counts[i] > 0 ? "--w1" : "--groove");
    pen.beginPath();
    pen.roundRect(left + 2, floor - high, Math.max(1, step - 4), high, [Math.min(4, high), Math.min(4, high), 0, 0]);
    pen.fill();
    pen.fillStyle = colour("--quiet");
    pen.textAlign = "right";
    if (i < bounds.length && i < last)
      pen.fillText(bounds[i] >= 1000 ? "1 s" : String(bounds[i]), left + step + 4, height - 4);
    pen.textAlign = "center";
    if (counts[i] > 0 && step > 26)
      pen.fillText(String(counts[i]), left + step / 2, floor - high - 5);
  }

  pen.textAlign = "left";
  pen.fillText("ms", 0, height - 4);
}

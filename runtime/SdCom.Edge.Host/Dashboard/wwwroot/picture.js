import { $, setText, words, widthName, widthColour, colour } from "./page.js";

// The live picture of one camera, what is known of it written over it, and a veil when none comes.

const picture = $("picture");
let shownCamera = -1, arrived = false;

export function look(index) {
  shownCamera = index;
  arrived = false;
  picture.src = `/api/cameras/${index}/picture.mjpeg?${Date.now()}`;
}

export function lookAgain() {
  if (shownCamera >= 0)
    look(shownCamera);
}

export function stop() {
  arrived = false;
  picture.removeAttribute("src");
}

picture.addEventListener("load", () => {
  arrived = true;
  $("stage").style.aspectRatio = `${picture.naturalWidth} / ${picture.naturalHeight}`;
});

export function showPicture(camera, connected) {
  if (picture.naturalWidth > 0)
    arrived = true;
  const newest = camera.decisions.at(-1);
  setText("overlay-action", camera.action ? words(camera.action) : "no action");
  const chip = $("overlay-width");
  chip.hidden = newest?.width == null;
  if (!chip.hidden) {
    setText(chip, newest.width === 0 ? "skipped" : `${widthName(newest.width)} width`);
    chip.style.boxShadow = `inset 0 0 0 1.5px ${colour(widthColour(newest.width))}`;
  }

  const shown = $("shown");
  shown.hidden = !camera.shown;
  if (camera.shown) {
    const same = camera.shown === (camera.action ?? "idle");
    shown.replaceChildren(Object.assign(document.createElement("i"), { className: `dot ${same ? "good" : "quiet"}` }), `shown: ${words(camera.shown)}`);
  }

  veil(camera, connected);
}

function veil(camera, connected) {
  const titles = { connecting: "connecting to the camera", silent: "the camera is silent", waiting: "the camera is lost", ended: "the recording has ended" };
  const title = !connected ? "connection lost" : titles[camera.state] ?? (arrived ? null : "waiting for the picture");
  $("veil").classList.toggle("off", title === null);
  if (title !== null) {
    setText("veil-title", title);
    setText("veil-text", connected && camera.state !== "live" ? camera.words : "");
  }
}

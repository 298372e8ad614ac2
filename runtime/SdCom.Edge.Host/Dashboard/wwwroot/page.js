// Small helpers that every part of the page uses. Text goes in as text: nothing that a camera or class is called becomes markup.

export const $ = id => document.getElementById(id);

export function setText(id, text) {
  const element = typeof id === "string" ? $(id) : id;
  if (element.textContent !== text)
    element.textContent = text;
}

export function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined)
    made.textContent = text;
  if (className)
    made.className = className;
  return made;
}

export const words = name => name.replaceAll("_", " ");

export const percent = (share, digits = 0) => `${(share * 100).toFixed(digits)} %`;

// 220000000 becomes 220 M: three digits that can be read at a glance.
export function quantity(value) {
  const units = ["", " k", " M", " G", " T", " P"];
  let step = 0;
  for (; Math.abs(value) >= 999.5 && step < units.length - 1; step++)
    value /= 1000;
  return `${step === 0 ? Math.round(value) : value.toPrecision(3)}${units[step]}`;
}

export function duration(seconds) {
  const whole = Math.floor(seconds), h = Math.floor(whole / 3600), m = Math.floor(whole / 60) % 60, s = whole % 60;
  return h > 0 ? `${h} h ${String(m).padStart(2, "0")} min` : `${m}:${String(s).padStart(2, "0")}`;
}

export const timeOfDay = text => new Date(text).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

// The colour of a width: grey for skip, then from cool and cheap to warm and dear.
export const widthColour = width => width === 0 ? "--w0" : width <= .25 ? "--w1" : width <= .5 ? "--w2" : width <= .75 ? "--w3" : "--w4";

export const widthName = width => width === 0 ? "skip" : width === 1 ? "full" : String(width);

export const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// A canvas as sharp as the screen, cleared; its height stays what the page says.
export function canvas(id) {
  const target = $(id), ratio = window.devicePixelRatio || 1;
  target.dataset.height ??= target.getAttribute("height");
  const width = target.clientWidth, height = Number(target.dataset.height);
  if (target.width !== Math.round(width * ratio) || target.height !== Math.round(height * ratio)) {
    target.width = Math.round(width * ratio);
    target.height = Math.round(height * ratio);
    target.style.height = `${height}px`;
  }

  const pen = target.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  return { pen, width, height };
}

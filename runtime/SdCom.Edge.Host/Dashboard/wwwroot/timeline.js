import { $, canvas, colour, element, widthColour, widthName, words } from "./page.js";

// The last minutes of one camera: a column for each frame, as high as its width; above it the actions; through it the level of the bucket.

const kept = 1100;
let decisions = [], actions = [], span = 0;
let running = { action: null, since: 0 }; // what goes on now; the server tells an action when it has ended

export function beginTimeline(camera, past, seen) {
  decisions = past;
  running = { action: null, since: 0 };
  actions = seen.filter(action => action.camera === camera);
}

export function addDecisions(newest) {
  const last = decisions.at(-1)?.number ?? 0;
  if (newest.length > 0 && newest.at(-1).number < last)
    decisions = []; // another run
  decisions.push(...newest.filter(decision => decision.number > (decisions.at(-1)?.number ?? 0)));
  decisions.splice(0, Math.max(0, decisions.length - kept));
}

export const addAction = action => actions.push(action);

export function drawTimeline(state, camera) {
  const { pen, width, height } = canvas("timeline");
  const now = decisions.at(-1)?.time ?? 0;
  if (span === 0)
    show(now < 90 ? 60 : 300); // a run that has just begun fills no five minutes
  const lane = 30, floor = height - 20, tall = floor - lane - 14;
  const x = time => width - (now - time) / span * width;
  grid(pen, width, floor, lane);
  const visible = decisions.filter(decision => decision.time >= now - span);
  const step = visible.length > 1 ? width * (visible.at(-1).time - visible[0].time) / (visible.length - 1) / span : 4;
  for (const decision of visible)
    column(pen, decision, x(decision.time), Math.min(12, Math.max(1, step - (step > 3 ? 1 : 0))), floor, tall);
  levelLine(pen, visible, x, floor, tall);
  for (const action of actions.filter(one => one.end >= now - span))
    block(pen, action.action, x(action.start), x(action.end), lane);
  follow(camera.action, now);
  if (running.action && now - running.since > .5)
    block(pen, running.action, x(running.since), width, lane);
  legend(state);
}

function follow(action, now) {
  if (action !== running.action)
    running = { action, since: now };
}

function grid(pen, width, floor, lane) {
  const minutes = span / 60, parts = minutes > 1 ? minutes : 6;
  pen.fillStyle = colour("--quiet");
  pen.strokeStyle = colour("--line");
  for (let i = 0; i <= parts; i++) {
    const at = Math.round(width * i / parts) + .5, back = (parts - i) * span / parts;
    pen.beginPath();
    pen.moveTo(at, lane + 4);
    pen.lineTo(at, floor);
    pen.stroke();
    const text = back === 0 ? "now" : back >= 60 ? `−${back / 60} min` : `−${back} s`;
    if (width / parts < 64 && i % parts !== 0)
      continue;
    pen.textAlign = i === 0 ? "left" : i === parts ? "right" : "center";
    pen.fillText(text, i === 0 ? 0 : i === parts ? width : at, floor + 15);
  }
}

function column(pen, decision, at, wide, floor, tall) {
  const answered = decision.outcome === "answered";
  pen.fillStyle = colour(answered ? widthColour(decision.width) : "--bad");
  const high = answered ? 4 + (tall - 4) * decision.width : 3;
  pen.fillRect(at - wide, floor - high, wide, high);
}

function levelLine(pen, visible, x, floor, tall) {
  const known = visible.filter(decision => decision.level !== null);
  if (known.length < 2)
    return;
  pen.strokeStyle = colour("--text");
  pen.globalAlpha = .5;
  pen.lineWidth = 1.25;
  pen.beginPath();
  known.forEach((decision, i) => pen[i ? "lineTo" : "moveTo"](x(decision.time), floor - tall * decision.level));
  pen.stroke();
  pen.globalAlpha = 1;
  pen.lineWidth = 1;
}

function block(pen, name, from, to, lane) {
  const left = Math.max(0, from), wide = Math.max(5, to - left);
  pen.fillStyle = colour("--raised");
  pen.beginPath();
  pen.roundRect(left, 2, wide, lane - 6, 6);
  pen.fill();
  pen.fillStyle = colour("--good");
  pen.fillRect(left, lane - 4, wide, 2);
  const text = words(name);
  pen.textAlign = "left";
  if (pen.measureText(text).width + 12 < wide) {
    pen.fillStyle = colour("--text");
    pen.fillText(text, left + 7, 18);
  }
}

function legend(state) {
  const list = $("legend");
  if (list.children.length === state.widths.length + (state.budget ? 1 : 0))
    return;
  const items = state.widths.map(width => item(widthName(width), `var(${widthColour(width)})`));
  if (state.budget)
    items.push(item("level of the bucket", "var(--text)", true));
  list.replaceChildren(...items);
}

function item(name, background, line) {
  const one = element("li", name), mark = element("i");
  mark.style.background = background;
  if (line)
    Object.assign(mark.style, { height: "2px", width: "14px", opacity: ".6" });
  one.prepend(mark);
  return one;
}

function show(seconds) {
  span = seconds;
  for (const button of buttons)
    button.setAttribute("aria-pressed", String(Number(button.dataset.seconds) === seconds));
}

const buttons = document.querySelectorAll(".segments button");
for (const button of buttons)
  button.addEventListener("click", () => show(Number(button.dataset.seconds)));

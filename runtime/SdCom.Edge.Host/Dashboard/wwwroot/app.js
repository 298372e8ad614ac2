import { $, setText, element, duration, percent, quantity } from "./page.js";
import { listen } from "./live.js";
import { look, lookAgain, showPicture, stop } from "./picture.js";
import { rows, showAnswer, showMix, showWhy } from "./answer.js";
import { showBudget } from "./budget.js";
import { addAction, addDecisions, beginTimeline, drawTimeline } from "./timeline.js";
import { drawHistogram } from "./histogram.js";
import { showActions, showCameras, showChanges, showDevice, showOutputs } from "./tables.js";

// One state after another comes from the server; each is drawn whole. What the page itself knows is which camera is looked at, the past of its timeline, and the actions seen.

let camera = 0, newest = null, connected = false, actions = [];

listen({
  state(state) {
    const first = newest === null;
    newest = state;
    camera = Math.min(camera, state.cameras.length - 1);
    if (first)
      choose(camera);
    addDecisions(state.cameras[camera].decisions);
    draw();
  },
  action(action) {
    actions = [action, ...actions].slice(0, 100);
    if (action.camera === camera)
      addAction(action);
  },
  change() {
    // It is in the next state.
  },
  connected() {
    connected = true;
    $("lost").hidden = true;
    connection("good", "connected");
    if (newest !== null)
      choose(camera); // the past anew: the program may be another one
  },
  lost() {
    connected = false;
    connection("bad", "connection lost");
    stop();
    $("lost").hidden = false;
    setText("lost", `The connection to the program is lost since ${new Date().toLocaleTimeString("en-GB")}: what is shown is old. It is tried again all the time.`);
    draw();
  },
});

async function choose(index) {
  camera = index;
  look(index);
  try {
    const [past, seen] = await Promise.all([get(`/api/cameras/${index}/timeline`), get("/api/events/recent")]);
    if (camera !== index)
      return;
    actions = seen;
    beginTimeline(index, past, seen);
    draw();
  } catch {
    // The connection is gone; when it is back, this is done again.
  }
}

async function get(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok)
    throw new Error(path);
  return answer.json();
}

function draw() {
  if (newest === null)
    return;
  const shown = newest.cameras[camera];
  document.title = `${shown.action ? shown.action.replaceAll("_", " ") : "no action"} · SdCom.Edge`;
  setText("model", newest.model);
  setText("profile-name", newest.profile ?? "none");
  setText("engine", `${newest.engine.provider}, ${newest.engine.threads} thread${newest.engine.threads === 1 ? "" : "s"}`);
  setText("uptime", duration(newest.uptimeSeconds));
  setText("processed", shown.frames.processed.toLocaleString("en"));
  setText("dropped", shown.frames.dropped.toLocaleString("en"));
  setText("failed", shown.frames.failed.toLocaleString("en"));
  setText("macs", quantity(shown.macsPerFrame));
  setText("macs-share", percent(shown.macsPerFrame / newest.fullMacsPerFrame));
  setText("viewers", String(shown.viewers));
  showTabs();
  showPicture(shown, connected);
  showAnswer(shown);
  showWhy(newest, shown);
  showMix(newest.widths, shown);
  showBudget(newest);
  drawTimeline(newest, shown);
  drawHistogram(shown);
  showDevice(newest.device);
  showCameras(newest.cameras);
  showOutputs(newest.outputs);
  showActions(actions, newest.cameras);
  showChanges(newest.changes);
}

function showTabs() {
  $("tabs").hidden = newest.cameras.length < 2;
  rows($("tabs"), newest.cameras, () => {
    const tab = element("button");
    tab.type = "button";
    tab.setAttribute("role", "tab");
    tab.append(element("i"), element("span"));
    tab.addEventListener("click", () => choose([...tab.parentElement.children].indexOf(tab)));
    tab.addEventListener("keydown", event => move(tab, event));
    return tab;
  }, (tab, one, i) => {
    tab.setAttribute("aria-selected", String(i === camera));
    tab.tabIndex = i === camera ? 0 : -1;
    tab.firstElementChild.className = `dot ${one.state === "live" ? "good" : one.state === "ended" ? "quiet" : "bad"}`;
    setText(tab.lastElementChild, one.name);
  });
}

function move(tab, event) {
  const next = event.key === "ArrowRight" ? tab.nextElementSibling : event.key === "ArrowLeft" ? tab.previousElementSibling : null;
  if (next === null)
    return;
  next.focus();
  next.click();
}

function connection(dot, text) {
  $("connection").firstElementChild.className = `dot ${dot}`;
  setText($("connection").lastElementChild, text);
}

// Dark or light: what the system says until somebody chooses here.
const root = document.documentElement, lightSystem = matchMedia("(prefers-color-scheme: light)");
const isLight = () => root.dataset.theme ? root.dataset.theme === "light" : lightSystem.matches;
const nameTheme = () => $("theme").setAttribute("aria-label", `Switch to the ${isLight() ? "dark" : "light"} theme`);
$("theme").addEventListener("click", () => {
  root.dataset.theme = isLight() ? "dark" : "light";
  localStorage.setItem("theme", root.dataset.theme);
  nameTheme();
  draw();
});
lightSystem.addEventListener("change", () => { nameTheme(); draw(); });
addEventListener("resize", draw);
document.addEventListener("visibilitychange", () => document.hidden ? stop() : lookAgain()); // a page that nobody sees asks for no pictures
nameTheme();

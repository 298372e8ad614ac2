import { $, element, setText, words, percent, timeOfDay } from "./page.js";
import { rows } from "./answer.js";

// The device, the cameras, the outputs, and what happened.

const stateDot = { live: "good", connected: "good", connecting: "", silent: "bad", waiting: "bad", failed: "bad", ended: "quiet" };

export function showDevice(device) {
  const values = [
    ["temperature", device.temperatureC, value => `${value.toFixed(0)} °C`], ["power", device.powerWatts, value => `${value.toFixed(1)} W`],
    ["GPU", device.gpuLoadPercent, value => `${value.toFixed(0)} %`], ["battery", device.batteryPercent, value => `${value.toFixed(0)} %`],
    ["processor", device.cpuPercent, value => `${value.toFixed(0)} % of a core`], ["memory", device.residentMiB, value => `${value.toFixed(0)} MiB`],
  ].filter(([name, value]) => value !== null || name === "temperature" || name === "power").map(([name, value, write]) => [name, value === null ? "no sensor" : write(value), value === null]);
  rows($("device"), values, () => {
    const row = element("div");
    row.append(element("dt"), element("dd"));
    return row;
  }, (row, [name, text, missing]) => {
    setText(row.firstElementChild, name);
    setText(row.lastElementChild, text);
    row.lastElementChild.classList.toggle("quiet", missing);
  });
}

export function showCameras(cameras) {
  table("cameras", cameras, camera => [camera.name, camera.state, camera.state === "live" || camera.state === "ended" ? "" : camera.words,
    camera.frames.processed, camera.frames.dropped, camera.frames.failed, camera.connections ?? "–"]);
}

export function showOutputs(outputs) {
  document.querySelector(".outputs").hidden = outputs.length === 0;
  table("outputs", outputs, output => [output.output, output.state, output.problem ?? "", output.sent, output.dropped, output.failed]);
}

function table(id, values, describe) {
  rows($(id), values, () => element("tr"), (row, value) => {
    const [name, state, remark, ...numbers] = describe(value);
    if (row.children.length === 0) {
      const cell = element("td"), line = element("span", undefined, "state");
      line.append(element("i"), element("span"));
      cell.append(line, element("small"));
      row.append(element("td"), cell, ...numbers.map(() => element("td", undefined, "number")));
    }

    setText(row.children[0], name);
    row.children[0].title = name;
    row.children[1].firstElementChild.firstElementChild.className = `dot ${stateDot[state] ?? ""}`;
    setText(row.children[1].firstElementChild.lastElementChild, state);
    setText(row.children[1].lastElementChild, remark);
    numbers.forEach((number, i) => setText(row.children[i + 2], typeof number === "number" ? number.toLocaleString("en") : number));
  });
}

export function showActions(actions, cameras) {
  log("events", actions, action => {
    const row = element("li");
    const name = element("b", words(action.action));
    row.append(element("time", timeOfDay(action.at)), name, element("span", `${(action.end - action.start).toFixed(1)} s, ${percent(action.confidence)}`));
    if (cameras.length > 1)
      name.append(element("small", ` ${cameras[action.camera]?.name ?? ""}`, "quiet"));
    return row;
  });
}

export function showChanges(changes) {
  log("changes", changes, change => {
    const row = element("li"), what = element("div");
    what.append(element("b", change.what), ` ${change.from} → ${change.to} `, element("span", `by ${change.who}${change.note ? `; ${change.note}` : ""}`, "quiet"));
    row.append(element("time", timeOfDay(change.at)), what);
    return row;
  });
}

const written = {};

function log(id, values, make) {
  const key = JSON.stringify(values.slice(0, 1)) + values.length;
  if (written[id] === key)
    return;
  written[id] = key;
  $(id).replaceChildren(...(values.length > 0 ? values.map(make) : [element("li", "none yet", "quiet")]));
}

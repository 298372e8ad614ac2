import { $, setText, element, words, percent, quantity, widthColour, widthName, colour } from "./page.js";

// What is recognised, how surely, and why the network was as wide as it was.

export function showAnswer(camera) {
  const action = $("action");
  setText(action, camera.action ? words(camera.action) : "no action");
  action.classList.toggle("none", !camera.action);
  $("confidence-bar").classList.toggle("none", !camera.action);
  $("confidence-bar").firstElementChild.style.width = `${camera.confidence * 100}%`;
  setText("confidence", percent(camera.confidence));
  rows($("top"), camera.top, () => {
    const row = element("li"), bar = element("span", undefined, "bar");
    bar.append(element("i"));
    row.append(element("span"), bar, element("span"));
    return row;
  }, (row, one) => {
    setText(row.children[0], words(one.name));
    row.children[0].title = words(one.name);
    row.children[1].firstElementChild.style.width = `${one.probability * 100}%`;
    setText(row.children[2], percent(one.probability));
  });
}

export function showWhy(state, camera) {
  const newest = camera.decisions.findLast(decision => decision.outcome === "answered");
  rows($("widths"), state.widths, () => {
    const column = element("li");
    column.append(element("i"), element("span"));
    return column;
  }, (column, width, i) => {
    const chosen = newest?.width === width;
    column.firstElementChild.style.height = `${12 + 58 * width}px`;
    column.firstElementChild.style.background = chosen ? colour(widthColour(width)) : "";
    setText(column.lastElementChild, widthName(width));
    column.title = `${percent(camera.widthShare[i])} of the frames`;
    chosen ? column.setAttribute("aria-current", "true") : column.removeAttribute("aria-current");
  });
  const refused = camera.decisions.at(-1)?.outcome;
  setText("why", refused === "unaffordable" ? "the budget could not pay for this frame" : refused === "failed" ? "the engine failed on this frame" : camera.why);
  setText("score", newest ? newest.score.toFixed(2) : "–");
  setText("price", newest?.price != null ? newest.price.toFixed(2) : "–");
  setText("charge-label", `charged, ${state.budget?.unit ?? "MACs"}`);
  setText("charge", newest ? quantity(newest.charge) : "–");
}

// How often each width was chosen since the start.
export function showMix(widths, camera) {
  rows($("mix"), widths, () => element("i"), (part, width, i) => {
    part.hidden = camera.widthShare[i] === 0;
    part.style.width = `${camera.widthShare[i] * 100}%`;
    part.style.background = colour(widthColour(width));
    part.title = `${widthName(width)}: ${percent(camera.widthShare[i])}`;
  });
  const text = widths.map((width, i) => [camera.widthShare[i], widthName(width)]).filter(([share]) => share >= .005).map(([share, name]) => `${name} ${percent(share)}`).join(", ");
  setText("mix-text", text || "none yet");
  $("mix").setAttribute("aria-label", `Shares of the widths: ${text || "none yet"}`);
}

// As many children as there are values, each filled with its own.
export function rows(list, values, make, fill) {
  while (list.children.length > values.length)
    list.lastElementChild.remove();
  while (list.children.length < values.length)
    list.append(make());
  values.forEach((value, i) => fill(list.children[i], value, i));
}

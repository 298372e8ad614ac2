import { $, setText, element, percent, quantity } from "./page.js";

// The bucket, and the two things that a person may change: how much of the budget is used, and which profile sets it.

const share = $("share"), profile = $("profile"), answered = $("answered");
const quiet = 600; // milliseconds without a further step, until a new share counts as chosen
let holding = false, listed = "", chosen = 0;

export function showBudget(state) {
  const budget = state.budget;
  setText("budget-unit", budget ? ` in ${budget.unit}` : "");
  $("budget-some").hidden = !budget;
  $("budget-none").hidden = !!budget;
  share.disabled = !budget;
  if (budget)
    showBucket(budget);
  if (!holding && budget)
    place(Math.round(budget.userShare * 100));
  listProfiles(state);
}

function showBucket(budget) {
  const gauge = $("gauge"), level = gauge.querySelector(".level");
  level.style.strokeDashoffset = String(100 - 100 * Math.max(0.001, budget.level));
  level.style.stroke = budget.level < .1 ? "var(--bad)" : budget.level < .25 ? "var(--warn)" : "var(--good)";
  setText("gauge-text", percent(budget.level));
  gauge.setAttribute("aria-label", `The bucket is ${percent(budget.level)} full`);
  const each = budget.unit === "ns" ? "a frame" : "a second";
  setText("rate-label", `flows in ${each}`);
  setText("rate", quantity(budget.rate * budget.share));
  setText("capacity", quantity(budget.capacity * budget.share));
  setText("spent", quantity(budget.spent));
  setText("overshoot", quantity(budget.overshoot));
  $("overshoot").style.color = budget.overshoot > 0 ? "var(--bad)" : "";
  const limit = $("limit"), narrowed = budget.share < 1;
  limit.classList.toggle("warn", narrowed);
  setText(limit, !narrowed ? "" : budget.governorShare <= budget.userShare ? `The device narrows it to ${percent(budget.governorShare)}: ${budget.governor}` : `Narrowed to ${percent(budget.userShare)} by hand`);
}

function place(value) {
  share.value = String(value);
  share.style.setProperty("--fill", `${(value - share.min) / (share.max - share.min) * 100}%`);
  share.setAttribute("aria-valuetext", `${value} %`);
  setText("share-text", `${value} %`);
}

function listProfiles(state) {
  const key = JSON.stringify([state.profile, state.profiles]);
  if (key === listed)
    return;
  listed = key;
  const options = state.profiles.map(choice => {
    const option = element("option", choice.problem ? `${choice.name} (does not fit)` : choice.name);
    option.value = choice.name;
    option.disabled = choice.problem !== null;
    option.title = choice.problem ?? "";
    return option;
  });
  if (!state.profile)
    options.unshift(Object.assign(element("option", "none"), { value: "", disabled: true }));
  profile.replaceChildren(...options);
  profile.value = state.profile ?? "";
}

async function send(path, body) {
  answered.className = "note";
  try {
    const answer = await fetch(path, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const value = await answer.json();
    answered.classList.add(answer.ok ? "good" : "bad");
    setText(answered, answer.ok ? `${value.what}: ${value.from} → ${value.to}${value.note ? `; ${value.note}` : ""}` : value.error);
  } catch {
    answered.classList.add("bad");
    setText(answered, "not changed: the server does not answer.");
  }
}

share.addEventListener("input", () => {
  holding = true;
  place(Number(share.value));
});
// Every arrow key is a change to the browser; to the log, the way to a new share is one.
share.addEventListener("change", () => {
  clearTimeout(chosen);
  chosen = setTimeout(sendShare, quiet);
});
share.addEventListener("blur", () => {
  if (chosen !== 0)
    sendShare();
});
addEventListener("pagehide", () => {
  if (chosen !== 0)
    sendShare();
});

async function sendShare() {
  clearTimeout(chosen);
  chosen = 0;
  await send("/api/budget", { share: Number(share.value) / 100 });
  setTimeout(() => holding = chosen !== 0, quiet); // until a state with the new share has come
}

profile.addEventListener("change", async () => {
  listed = "";
  await send("/api/profile", { profile: profile.value });
});

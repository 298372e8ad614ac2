// Before the first paint: the theme that was chosen here, or none, which leaves it to the system.
"use strict";
const chosen = localStorage.getItem("theme");
if (chosen === "dark" || chosen === "light")
  document.documentElement.dataset.theme = chosen;

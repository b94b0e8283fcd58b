// What pages do beyond links and forms: keys. Every page works without it.
"use strict";

const keys = { "/": () => document.querySelector("input[type=search]")?.focus() };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// What pages do beyond links and forms: keys. Every page works without it.
"use strict";

const sheet = document.getElementById("keys");
const keys = {
  "/": () => document.querySelector("input[type=search]")?.focus(),
  "?": () => (sheet.open ? sheet.close() : sheet.showModal()),
};
let leading = false; // whether the key before was g, which leads to a screen

// Undo, redo and save press the buttons of the draft; in a field the browser's own undo is meant.
function draftKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === "s") return "save";
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (typing && typing.value !== typing.defaultValue) return null;
  return key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : null;
}

document.addEventListener("keydown", (event) => {
  const act = draftKey(event);
  const button = act && document.querySelector(`button[data-act="${act}"]`);
  if (!button) return;
  event.preventDefault();
  if (!button.disabled) button.click();
});

const screens = document.querySelector("details.screens");
document.addEventListener("click", (event) => {
  if (screens?.open && !event.target.closest(".screens")) screens.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && screens?.open) {
    screens.open = false;
    screens.querySelector("summary").focus();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const there = leading && document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
  leading = event.key === "g" && !leading;
  const act = there ? () => there.click() : keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

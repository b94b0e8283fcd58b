// Walking from state to state with keys: j and k go through the links, the arrows too once one has the focus.
"use strict";

const links = [...document.querySelectorAll("a[data-walk]")].filter((each) => each.getClientRects().length);

function go(by) {
  const now = links.indexOf(document.activeElement);
  const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : now + by;
  links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
}

function follow(rel) {
  document.querySelector(`main a[rel=${rel}]`)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, summary")) return;
  const inside = links.includes(document.activeElement);
  const across = document.activeElement?.closest("thead") !== null && inside;
  const acts = { j: () => go(1), k: () => go(-1) };
  if (inside) Object.assign(acts, { ArrowDown: acts.j, ArrowUp: acts.k });
  if (across) Object.assign(acts, { ArrowRight: acts.j, ArrowLeft: acts.k });
  else if (!event.target.closest(".scroll")) {
    Object.assign(acts, { ArrowRight: () => follow("next"), ArrowLeft: () => follow("prev") });
  }
  const act = acts[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// The workshop: what is typed is counted, what is moved stays in hand, and labels are written by a click.
"use strict";

const field = document.querySelector("input[data-try]");
const shown = document.getElementById("count");
const trying = document.querySelector("form.try");
let waiting = 0;
let asked = 0;
if (trying && field) trying.hidden = true; // the count follows what is typed

field?.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(count, 250);
});

async function count() {
  const turn = ++asked;
  if (!field.value.trim()) {
    shown.textContent = "";
    return;
  }
  const address = new URL(field.dataset.try, window.location.href);
  address.searchParams.set("try", field.value);
  const answer = await fetch(address);
  const found = (await answer.json()).count;
  if (turn !== asked || !found) return;
  shown.textContent = found.wrong || `${found.feasible.toLocaleString("en")} feasible states would be left.`;
}

// ---------------------------------------------------------------- what has changed
function changed(form) {
  const fields = [...form.elements].filter((each) => each.matches("input:not([type=hidden]), textarea, select"));
  return fields.some((each) => {
    if (each.type === "checkbox") return each.checked !== each.defaultChecked;
    if (each.options) {
      const first = [...each.options].findIndex((option) => option.defaultSelected);
      return each.selectedIndex !== Math.max(first, 0);
    }
    return each.value !== each.defaultValue;
  });
}
document.addEventListener("input", (event) => {
  const form = event.target.closest("form.row");
  form?.querySelector("button.change")?.classList.toggle("quiet", !changed(form));
});

// ---------------------------------------------------------------- labels
let last = null;
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-condition]")) last = event.target;
});
for (const each of document.querySelectorAll("button[data-word]")) {
  each.disabled = false;
  each.addEventListener("click", () => {
    const into = last ?? field ?? document.getElementById("try");
    if (!into || into.matches(":disabled")) return;
    const before = into.value.slice(0, into.selectionStart);
    const gap = before && !/[\s(]$/.test(before) ? " " : "";
    into.setRangeText(gap + each.dataset.word, into.selectionStart, into.selectionEnd, "end");
    into.focus();
    into.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
document.querySelector(".with-script")?.removeAttribute("hidden");

// ---------------------------------------------------------------- order
function move(item, to) {
  const form = item.querySelector("form");
  if (form.querySelector("fieldset").disabled) return;
  for (const [name, value] of [["do", `${item.parentElement.dataset.group}.move`], ["to", to]]) {
    const more = document.createElement("input");
    Object.assign(more, { type: "hidden", name, value });
    form.append(more);
  }
  form.submit();
}

let dragged = null;
for (const list of document.querySelectorAll(".ordered")) {
  for (const item of list.children) {
    const handle = item.querySelector("input:not([type=hidden])");
    item.draggable = !item.querySelector("fieldset").disabled;
    // A field's text is selected by dragging, so the row must not be taken up by it.
    handle?.addEventListener("pointerdown", () => (item.draggable = false));
    handle?.addEventListener("blur", () => (item.draggable = true));
    document.addEventListener("pointerup", () => (item.draggable = !item.querySelector("fieldset").disabled));
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      item.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
    });
    item.addEventListener("dragend", () => {
      dragged = null;
      for (const each of list.children) each.classList.remove("over", "dragged");
    });
    item.addEventListener("dragover", (event) => {
      if (dragged?.parentElement !== list) return;
      event.preventDefault();
      for (const each of list.children) each.classList.toggle("over", each === item && item !== dragged);
    });
    item.addEventListener("drop", (event) => {
      event.preventDefault();
      if (dragged && dragged !== item && dragged.parentElement === list) move(dragged, item.dataset.at);
    });
    item.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !by) return;
      event.preventDefault();
      const to = Number(item.dataset.at) + by;
      if (to >= 0 && to < list.children.length) move(item, to);
    });
  }
}

// ---------------------------------------------------------------- where to go on
const wrong = document.querySelector("[aria-invalid=true]") ?? document.getElementById("wrong");
const landed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
(wrong ?? (landed?.matches("input, p") ? landed : null))?.focus();

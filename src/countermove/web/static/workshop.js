// The workshop: statements are dragged to their place, and the count of states follows what is typed.
"use strict";

const field = document.querySelector("input[data-try]");
const shown = document.getElementById("count");
let waiting = 0;
let asked = 0;

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

let dragged = null;
for (const list of document.querySelectorAll(".statements")) {
  for (const item of list.children) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("input") ? null : item;
    });
    item.addEventListener("dragover", (event) => {
      if (dragged?.parentElement === list) event.preventDefault();
    });
    item.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!dragged || dragged === item || dragged.parentElement !== list) return;
      const form = dragged.querySelector("form:has([data-do='statement.move'])");
      form.elements.namedItem("to").value = item.dataset.at;
      form.requestSubmit();
    });
  }
}

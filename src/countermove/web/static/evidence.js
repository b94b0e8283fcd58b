// Words that are selected in a text go into the form that quotes them. The form works without it.
"use strict";

const form = document.querySelector("#making");
const OWN = ".note, .kind"; // what the page adds to a text

/** Return the text of a passage between two points, without what the page adds to it. */
function text(passage, range) {
  const own = document.createRange();
  own.selectNodeContents(passage);
  if (range && passage.contains(range.startContainer)) own.setStart(range.startContainer, range.startOffset);
  if (range && passage.contains(range.endContainer)) own.setEnd(range.endContainer, range.endOffset);
  const copy = own.cloneContents();
  for (const each of copy.querySelectorAll(OWN)) each.remove();
  return copy.textContent;
}

/** Return where a point of a passage is: the passage, and the characters before it but white space. */
function place(passage, node, offset, less) {
  const before = document.createRange();
  before.selectNodeContents(passage);
  before.setEnd(node, offset);
  const inked = [...text(passage, before).replace(/\s+/g, "")].length; // by characters, as the server counts
  return `${passage.dataset.start}:${Math.max(0, inked - less)}`;
}

/** Return the selected words of one rendition's text and where they are; null where none are. */
function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const cell = range.startContainer.parentElement?.closest("[data-rendition]");
  if (!cell || !range.endContainer.parentElement?.closest("[data-rendition]")) return null;
  const rendition = cell.dataset.rendition;
  const passages = [...document.querySelectorAll(".renditions .passage:not(.furniture)")].filter(
    (each) => range.intersectsNode(each) && each.parentElement.dataset.rendition === rendition,
  );
  const words = passages.map((each) => text(each, range)).join(" ").split(/\s+/).filter(Boolean).join(" ");
  if (!words) return null;
  const [first, last] = [passages[0], passages.at(-1)];
  const known = first.contains(range.startContainer) && last.contains(range.endContainer);
  return {
    words,
    rendition,
    from: known ? place(first, range.startContainer, range.startOffset, 0) : "",
    to: known ? place(last, range.endContainer, range.endOffset, 1) : "",
  };
}

if (form) {
  document.addEventListener("selectionchange", () => {
    if (document.activeElement?.closest("#making")) return;
    const found = selected();
    if (found) for (const [name, value] of Object.entries(found)) form.elements[name].value = value;
  });
  // Words that somebody writes were selected nowhere.
  form.elements.words.addEventListener("input", () => {
    form.elements.from.value = form.elements.to.value = "";
  });
}

// Another rendition opens at the row that is read.
for (const link of document.querySelectorAll("a[data-keep]")) {
  link.addEventListener("click", () => {
    const rows = [...document.querySelectorAll(".columns[id]")];
    const read = rows.find((each) => each.getBoundingClientRect().bottom > 60);
    if (read && rows[0].getBoundingClientRect().top < 0) link.hash = read.id;
  });
}

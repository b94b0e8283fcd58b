// Words that are selected in a text go into the form that quotes them. The form works without it.
"use strict";

const words = document.querySelector("#words");

/** Return the selected words of one rendition's text, without the numbers of claims and kinds of furniture. */
function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return "";
  const range = selection.getRangeAt(0);
  const start = range.startContainer.parentElement?.closest(".columns > div");
  const end = range.endContainer.parentElement?.closest(".columns > div");
  if (!start || !end) return "";
  const second = start.classList.contains("second");
  const parts = [];
  for (const passage of document.querySelectorAll(".renditions .passage:not(.furniture)")) {
    if (!range.intersectsNode(passage) || passage.parentElement.classList.contains("second") !== second) continue;
    const own = document.createRange();
    own.selectNodeContents(passage);
    if (passage.contains(range.startContainer)) own.setStart(range.startContainer, range.startOffset);
    if (passage.contains(range.endContainer)) own.setEnd(range.endContainer, range.endOffset);
    const copy = own.cloneContents();
    for (const note of copy.querySelectorAll(".note, .kind")) note.remove();
    parts.push(copy.textContent);
  }
  return parts.join(" ").split(/\s+/).filter(Boolean).join(" ");
}

if (words) {
  document.addEventListener("selectionchange", () => {
    if (document.activeElement?.closest("#making")) return;
    const found = selected();
    if (found) words.value = found;
  });
}

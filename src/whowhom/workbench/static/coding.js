// Coding a text by oneself: words selected in the text go into the field of the form that is open.
// All of it can be typed instead.

import { spanOf } from "./reading-offsets.js";

const text = document.getElementById("text");
const form = document.getElementById("add-form");

const slots = () => [...form.querySelectorAll(".rd-slot")];

function activate(slot) {
  for (const one of slots()) one.classList.toggle("active", one === slot);
}

/** Put selected words into a field; its offset goes with them, for words that stand there more than once. */
function fill(slot, found) {
  slot.querySelector("input:not([type=hidden])").value = found.words;
  slot.querySelector("input[type=hidden]").value = found.start;
  const next = slots()[slots().indexOf(slot) + 1];
  if (next) activate(next);
}

function take() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const slot = form.querySelector(".rd-slot.active");
  if (!slot || !text.contains(range.commonAncestorContainer)) return;
  const found = spanOf(range, text);
  if (!found) return;
  fill(slot, found);
  selection.removeAllRanges();
}

if (form) {
  form.addEventListener("focusin", (event) => {
    const slot = event.target.closest(".rd-slot");
    if (slot) activate(slot);
  });
  // What is typed has no place of its own: the offset of words selected before would be wrong.
  form.addEventListener("input", (event) => {
    const hidden = event.target.closest(".rd-slot")?.querySelector("input[type=hidden]");
    if (hidden && event.target !== hidden) hidden.value = "";
  });
  text.addEventListener("pointerup", () => setTimeout(take));
  text.addEventListener("keyup", (event) => event.key === "Enter" && take());
  form.querySelector("[data-type-list]").addEventListener("change", async (event) => {
    const answer = await fetch(`/codebook/${encodeURIComponent(event.target.value)}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("type-told");
    if (told) document.getElementById("type-told").replaceWith(told);
  });
}

// The reading view: keys, words and values that show each other, and words selected for a field.
//
// A key only toggles classes on the two cards and the few words it concerns; everything else is
// the server's work. All that is done here can be done by links and forms without it.

import { tell } from "./base.js";
import { spanOf, placeOf } from "./reading-offsets.js";

const root = document.getElementById("reading");
const text = document.getElementById("text");
const cards = document.getElementById("cards");
const pop = document.getElementById("word-values");
const picker = document.getElementById("picker");
const keys = document.getElementById("keys");
const report = root.dataset.report;
const isCoder = picker !== null;

let wordsOf = new Map(); // Value id to the pieces of text that stand behind it.
let current = null;
let lit = [];
let selected = null;

// Events passed over since the browser was opened, so that the queue does not offer them again at once.
const SKIPPED = "whowhom-skipped";
const MOST_SKIPPED = 40;

function skip(card) {
  if (!card || card.dataset.review !== "unreviewed") return;
  const known = (sessionStorage.getItem(SKIPPED) ?? "").split(",").filter((id) => id && id !== card.dataset.event);
  sessionStorage.setItem(SKIPPED, [...known, card.dataset.event].slice(-MOST_SKIPPED).join(","));
}

function goToNext() {
  skip(current);
  const known = sessionStorage.getItem(SKIPPED);
  location.assign(known ? `/queue/next?${new URLSearchParams({ skip: known })}` : "/queue/next");
}

function indexWords() {
  wordsOf = new Map();
  for (const piece of text.querySelectorAll("[data-v]")) {
    for (const value of piece.dataset.v.split(" ")) {
      const pieces = wordsOf.get(value);
      if (pieces) pieces.push(piece);
      else wordsOf.set(value, [piece]);
    }
  }
}

const allCards = () => (cards ? [...cards.querySelectorAll(".rd-card")] : []);
// Without asking for a layout, which a key press must not wait for: only a closed group hides a card.
const isShown = (card) => card.closest("details:not([open])") === null;
const wordsOfCard = (card) => {
  const n = card.dataset.n;
  const found = [...(wordsOf.get(`t${n}`) ?? []), ...(wordsOf.get(`c${n}`) ?? [])];
  for (const value of card.querySelectorAll(".rd-value[id]")) found.push(...(wordsOf.get(value.id) ?? []));
  return found;
};

/** Open a card and close the one before; its words are marked in the text. */
function open(card, { focus = false, scroll = true } = {}) {
  if (!card) return;
  // The words are looked for before any class changes, while the layout is still clean.
  const by = scroll ? distanceTo(wordsOf.get(`t${card.dataset.n}`)?.[0]) : 0;
  if (current && current !== card) close(current);
  current = card;
  card.classList.add("current");
  for (const piece of wordsOfCard(card)) piece.classList.add("mine");
  if (scroll && !narrow.matches) card.scrollIntoView({ block: "nearest" });
  if (by) scrollBy({ top: by });
  if (focus) card.focus({ preventScroll: true });
  const at = document.querySelector("#undo input[name=at]");
  if (at) at.value = card.dataset.key;
}

function close(card) {
  side.classList.remove("listing");
  card.classList.remove("current");
  for (const piece of wordsOfCard(card)) piece.classList.remove("mine");
  const panel = card.querySelector(".rd-panel");
  if (panel?.firstChild) panel.replaceChildren();
}

const side = document.querySelector(".rd-side");
const narrow = matchMedia("(max-width: 60rem)");
const SHEET = 0.46; // Share of a narrow screen that the sheet of the open card takes, as in the style sheet.

/** Give how far to scroll for some words to be seen; 0 where they are, or lie in a folded passage. */
function distanceTo(piece) {
  if (!piece || piece.closest("details.rd-fold:not([open])")) return 0;
  const box = piece.getBoundingClientRect();
  const low = narrow.matches && cards ? innerHeight * (1 - SHEET) : innerHeight;
  return box.top < 110 || box.bottom > low - 40 ? box.top - Math.max(130, low * 0.35) : 0;
}

function show(piece) {
  const by = distanceTo(piece);
  if (by) scrollBy({ top: by });
}

function step(by) {
  const shown = allCards().filter(isShown);
  const at = shown.indexOf(current);
  const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by;
  if (shown[next]) open(shown[next], { focus: true });
  else tell(by > 0 ? "That was the last event of this report." : "That is the first event of this report.");
}

function stepToUnreviewed() {
  const shown = allCards().filter(isShown);
  const after = shown.slice(shown.indexOf(current) + 1);
  const next = after.find((card) => card.dataset.review === "unreviewed");
  if (next) open(next, { focus: true });
  else if (shown.some((card) => card.dataset.review === "unreviewed" && card !== current)) step(1);
  else tell("Nothing is left to look at in this report. Press q for the next in the queue.");
}

/** Send the form of the open card, if the card is there to be seen. */
function act(name) {
  if (!current || !isShown(current) || !current.classList.contains("current")) {
    tell("Open an event first: j goes to the next.");
    return;
  }
  const form = current.querySelector(`form[data-act="${name}"]`);
  if (!form) {
    tell(isCoder ? "This event cannot be judged while its words are folded." : "Your role allows reading only.");
    return;
  }
  const body = current.querySelector(".rd-body");
  if (!body?.checkVisibility()) return;
  current.classList.add("sent");
  form.requestSubmit(form.querySelector("button"));
}

/** Light the words of a value; a hover or focus of the value calls for it. */
function light(value) {
  unlight();
  lit = wordsOf.get(value) ?? [];
  for (const piece of lit) piece.classList.add("lit");
}

/** Light words by their offsets: those of a correction, or of a tie, are no pieces of the text of their own. */
function lightAt(at) {
  unlight();
  const [first, last] = at.split("-").map((point) => placeOf(text, Number(point)));
  if (!first || !last) return;
  lit = [first.segment];
  if (!CSS.highlights) return;
  const range = document.createRange();
  range.setStart(first.segment.firstChild, first.unit);
  range.setEnd(last.segment.firstChild, last.unit);
  CSS.highlights.set("lit", new Highlight(range));
}

function unlight() {
  for (const piece of lit) piece.classList.remove("lit");
  lit = [];
  CSS.highlights?.delete("lit");
}

/** Light what the pointer or the focus is on; say whether there is anything. */
function lightUnder(target) {
  const value = target.closest?.("[data-go], [data-at]");
  if (!value) return false;
  if (value.dataset.go) light(value.dataset.go);
  else lightAt(value.dataset.at);
  return true;
}

/** Show the values that stand on a piece of text, each a way to its card. */
function showValues(piece) {
  const list = document.createElement("ul");
  for (const id of piece.dataset.v.split(" ")) {
    const line = lineOf(id);
    if (line) list.append(line);
  }
  if (!list.children.length) return;
  pop.replaceChildren(list);
  pop.hidden = false;
  place(pop, piece.getBoundingClientRect());
  pop.querySelector("button").focus({ preventScroll: true });
}

function lineOf(id) {
  const n = id.slice(1).split("-")[0];
  const card = cards?.querySelector(`.rd-card[data-n="${CSS.escape(n)}"]`);
  if (!card) return null;
  const value = document.getElementById(id);
  const label = value?.closest(".rd-row")?.querySelector("dt").textContent ?? (id[0] === "t" ? "Tells" : "Certainty");
  const kind = card.querySelector(".rd-kind").textContent.trim();
  const line = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.open = card.dataset.key;
  button.dataset.value = id;
  const what = document.createElement("strong");
  what.textContent = value ? value.textContent : id[0] === "t" ? kind : card.querySelector(".rd-told").textContent.trim();
  const where = document.createElement("span");
  where.className = "note";
  where.textContent = `${label}, ${kind}`;
  button.append(what, " ", where);
  line.append(button);
  return line;
}

function place(box, near) {
  const width = Math.min(box.offsetWidth, innerWidth - 16);
  const left = Math.max(8, Math.min(near.left, innerWidth - width - 8));
  const below = near.bottom + 8;
  const top = below + box.offsetHeight > innerHeight - 8 ? Math.max(8, near.top - box.offsetHeight - 8) : below;
  box.style.left = `${left}px`;
  box.style.top = `${top}px`;
}

function hideFloating() {
  if (pop) pop.hidden = true;
  if (picker) picker.hidden = true;
}

// Words selected in the text

const activeSlot = () => document.querySelector(".rd-form .rd-slot.active");

function takeSelection() {
  const range = document.getSelection()?.rangeCount ? document.getSelection().getRangeAt(0) : null;
  if (!range || range.collapsed || !text.contains(range.commonAncestorContainer)) {
    selected = null;
    if (picker) picker.hidden = true;
    return;
  }
  selected = spanOf(range, text);
  if (!selected || !isCoder) return;
  if (activeSlot()) {
    fill(activeSlot(), selected);
    return;
  }
  picker.hidden = false;
  place(picker, range.getBoundingClientRect());
}

/** Put selected words into a field of a form, and let the server read their value. */
async function fill(slot, span) {
  const name = slot.dataset.slot;
  slot.querySelector(`input[name="${name}"]`).value = span.words;
  slot.querySelector(`input[name="${name}_start"]`).value = span.start;
  slot.classList.add("filled");
  const field = slot.dataset.read;
  const form = slot.closest("form");
  const note = slot.querySelector("[data-note]") ?? form.querySelector("[data-note]");
  if (field && note) {
    const query = new URLSearchParams({ field, words: span.words, start: span.start });
    const answer = await fetch(`/reports/${report}/read?${query}`, { headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) {
      note.textContent = told.value ? `${told.value} — ${told.note}` : told.note;
      const value = name === "evidence" ? form.querySelector('input[name="value"]') : null;
      if (value && told.value) value.value = told.value;
    } else {
      note.textContent = told.error.message;
    }
  }
  if (name !== "evidence") activate(slot.parentElement.querySelector(".rd-slot:not(.filled)") ?? slot);
}

function activate(slot) {
  for (const other of document.querySelectorAll(".rd-slot.active")) other.classList.remove("active");
  slot?.classList.add("active");
}

async function pick(what) {
  const span = selected;
  hideFloating();
  if (!span) return;
  if (what === "add") {
    await openAdd(span);
    return;
  }
  if (!current) {
    tell("Open an event first: j goes to the next.");
    return;
  }
  await openCorrect(what, span);
}

async function openAdd(span) {
  const query = span ? `?${new URLSearchParams({ anchor: span.words, anchor_start: span.start })}` : "";
  if (!(await load(`/reports/${report}/add${query}`, "#add-panel"))) return;
  const panel = document.getElementById("add-panel");
  const slots = [...panel.querySelectorAll(".rd-slot")];
  if (span) slots[0].classList.add("filled");
  activate(span ? slots[1] : slots[0]);
  panel.scrollIntoView({ block: "nearest" });
  panel.querySelector(span ? "select" : "input:not([type=hidden])").focus({ preventScroll: true });
}

async function openCorrect(field, span) {
  if (!current || !isCoder) return;
  const query = new URLSearchParams({ field });
  if (span) {
    query.set("evidence", span.words);
    query.set("evidence_start", span.start);
  }
  const key = current.dataset.key;
  if (!(await load(`/reports/${report}/events/${encodeURIComponent(key)}/correct?${query}`, `#panel-${CSS.escape(key)}`))) return;
  const panel = current.querySelector(".rd-panel");
  panel.scrollIntoView({ block: "nearest" });
  // A digit chooses the field as long as no field of text takes it.
  const first = panel.querySelector('form .field > input[name="value"]') ?? panel.querySelector(".rd-fields [aria-current]");
  first.focus({ preventScroll: true });
}

async function load(path, target) {
  await htmx.ajax("GET", path, { target, swap: "innerHTML" });
  const box = document.querySelector(target);
  wake(box);
  return box?.firstElementChild !== null;
}

/** Bring the parts of a form to life that need this script. */
function wake(box) {
  for (const choice of box?.querySelectorAll("[data-choose][hidden]") ?? []) choice.hidden = false;
}

function narrowModes(list) {
  const form = list.closest("form");
  const modes = form.querySelector("[data-mode-list]");
  for (const group of modes.querySelectorAll("optgroup")) {
    group.hidden = group.label !== list.value;
    group.disabled = group.label !== list.value;
  }
  if (modes.selectedOptions[0]?.parentElement.disabled) modes.value = "";
  htmx.ajax("GET", `/codebook/${encodeURIComponent(list.value)}?${new URLSearchParams({ mode: modes.value })}`, {
    target: form.querySelector(".rd-type"),
    swap: "outerHTML",
  });
}

// Keys

const KEYS = {
  j: () => step(1),
  n: () => step(1),
  k: () => step(-1),
  p: () => step(-1),
  a: () => act("accept"),
  r: () => act("reject"),
  s: () => {
    skip(current);
    stepToUnreviewed();
  },
  c: () => openCorrect("type", null),
  e: () => isCoder && openAdd(selected),
  u: () => document.querySelector("#undo button:not([disabled])")?.click() ?? tell("There is nothing of yours to undo here."),
  v: () => current?.querySelector(".rd-body .rd-value[href]")?.focus(),
  q: goToNext,
  "?": () => keys?.showModal(),
};

function isTyping(target) {
  return target.closest?.("input, select, textarea, dialog[open]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    hideFloating();
    for (const button of document.querySelectorAll(".rd-form [data-close]")) closePanel(button);
    current?.focus({ preventScroll: true });
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const fields = current?.querySelector(".rd-panel .rd-fields");
  if (fields && /^[1-8]$/.test(event.key)) {
    event.preventDefault();
    openCorrect(fields.children[Number(event.key) - 1].dataset.correct, null);
    return;
  }
  const what = KEYS[event.key];
  if (!what || !cards) return;
  event.preventDefault();
  if (event.key !== "e") hideFloating();
  what();
});

function closePanel(button) {
  const panel = button.closest(".rd-panel, #add-panel");
  panel?.replaceChildren();
}

// Pointer and focus, by delegation

document.addEventListener("pointerover", (event) => {
  if (!lightUnder(event.target) && lit.length) unlight();
});
document.addEventListener("focusin", (event) => {
  if (lightUnder(event.target)) {
    if (event.target.matches(":focus-visible")) show(lit[0]);
  } else if (lit.length) unlight();
  const slot = event.target.closest?.(".rd-slot");
  if (slot) activate(slot);
});
document.addEventListener("click", (event) => {
  const target = event.target;
  if (!target.closest("#word-values, #picker")) hideFloating();
  const opener = target.closest("[data-open]");
  if (opener) {
    openByKey(opener.dataset.open, opener.dataset.value);
    return;
  }
  const go = target.closest("[data-go]");
  if (go) {
    event.preventDefault();
    const card = go.closest(".rd-card");
    if (card && card !== current) open(card, { scroll: false });
    light(go.dataset.go);
    show(lit[0]);
    return;
  }
  const at = target.closest("[data-at]");
  if (at) {
    event.preventDefault();
    lightAt(at.dataset.at);
    show(lit[0]);
    return;
  }
  const piece = target.closest("#text [data-v]");
  if (piece && document.getSelection().isCollapsed) {
    event.preventDefault();
    const n = piece.dataset.card;
    if (n) openByKey(n, null, { scroll: false });
    else showValues(piece);
    return;
  }
  const correct = target.closest("[data-correct]");
  if (correct && correct.closest(".rd-card")) {
    event.preventDefault();
    const card = correct.closest(".rd-card");
    if (card !== current) open(card, { scroll: false });
    openCorrect(correct.dataset.correct, null);
    return;
  }
  if (target.closest("[data-add]")) {
    event.preventDefault();
    openAdd(selected);
    return;
  }
  if (target.closest("[data-keys]")) keys.showModal();
  const closer = target.closest("[data-close]");
  if (closer && closer.closest(".rd-panel, #add-panel") && cards) {
    event.preventDefault();
    closePanel(closer);
    return;
  }
  if (target.closest("[data-next]")) {
    event.preventDefault();
    goToNext();
    return;
  }
  const stepper = target.closest("[data-step]");
  if (stepper) step(Number(stepper.dataset.step));
  const lister = target.closest("[data-listing]");
  if (lister) lister.setAttribute("aria-expanded", String(side.classList.toggle("listing")));
  const choice = target.closest("[data-choose]");
  if (choice) choice.closest("form").querySelector('input[name="value"]').value = choice.dataset.choose;
  if (target.closest('[data-act="skip"]')) KEYS.s();
  const card = target.closest(".rd-card");
  if (card && card !== current && !target.closest("button, form")) open(card, { scroll: true });
});

function openByKey(key, value, options) {
  hideFloating();
  const card = document.getElementById(`card-${key}`);
  const shut = card?.closest("details:not([open])");
  if (shut) shut.open = true;
  open(card, options);
  card?.scrollIntoView({ block: "nearest" });
  const line = value ? document.getElementById(value) : null;
  (line?.matches("a") ? line : card)?.focus({ preventScroll: true });
  if (value) light(value);
}

for (const [name, wait] of [["pointerup", 0], ["keyup", 0]]) {
  document.addEventListener(name, (event) => {
    if (name === "keyup" && !event.shiftKey && event.key !== "Shift") return;
    if (event.target.closest?.("#picker, #word-values")) return;
    setTimeout(takeSelection, wait);
  });
}
// A press on the toolbar must not take the selection away before it is used.
picker?.addEventListener("pointerdown", (event) => event.preventDefault());
picker?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (button) pick(button.dataset.pick);
});
document.addEventListener("input", (event) => {
  const slot = event.target.closest?.(".rd-slot");
  if (!slot) return;
  // Typed words have no place yet; the server looks for them.
  const start = slot.querySelector('input[type="hidden"]');
  if (start) start.value = "";
});
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-type-list]")) narrowModes(event.target);
});

// A card that came back from the server

let goOn = false;
document.addEventListener("htmx:before:request", (event) => {
  const form = event.detail?.ctx?.sourceElement;
  goOn = form?.matches?.('form[data-act="accept"], form[data-act="reject"]') ?? false;
});
document.addEventListener("htmx:after:swap", () => {
  for (const panel of document.querySelectorAll(".rd-panel, #add-panel")) wake(panel);
  for (const list of document.querySelectorAll(".rd-panel [data-type-list], #add-panel [data-type-list]")) groupModes(list);
  if (!current || current.isConnected) return;
  const card = document.getElementById(current.id);
  current = null;
  showScripted(card);
  open(card, { scroll: false });
  const state = card?.querySelector(".rd-state")?.textContent.trim().replace(/\s+/g, " ");
  if (state) tell(state);
  if (goOn) stepToUnreviewed();
  else card?.focus({ preventScroll: true });
  goOn = false;
});

function groupModes(list) {
  for (const group of list.closest("form").querySelectorAll("[data-mode-list] optgroup")) {
    group.hidden = group.label !== list.value;
    group.disabled = group.label !== list.value;
  }
}

function showScripted(box) {
  for (const hidden of box?.querySelectorAll(".rd-skip[hidden]") ?? []) hidden.hidden = false;
}

indexWords();
document.documentElement.classList.add("scripted");
wake(document.getElementById("add-panel"));
if (cards) {
  showScripted(cards);
  for (const button of document.querySelectorAll("[data-keys]")) button.hidden = false;
  const wanted = root.dataset.current;
  const first = (wanted && document.getElementById(`card-${wanted}`)) || allCards().find((card) => card.dataset.review === "unreviewed" && isShown(card)) || allCards()[0];
  // The card that the server marked as current is taken over, not opened twice.
  if (first) open(first, { scroll: Boolean(wanted), focus: Boolean(wanted) });
} else {
  activate(document.querySelector(".rd-slot"));
}
export { open, step, takeSelection };

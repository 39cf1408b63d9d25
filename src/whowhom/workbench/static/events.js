// Events: one form moves table, map and time line; without this module its links and button do the same.

const page = document.getElementById("events-page");
let asking = null;
let map = null;

/** Ask for another state of the list and put it in the place of this one. */
async function go(address, { push = true } = {}) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  page.firstElementChild?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal });
    if (answer.redirected || answer.headers.get("HX-Redirect")) return location.assign(address);
    put(await answer.text());
    if (push) history.pushState({}, "", address);
  } catch (error) {
    if (error.name === "AbortError") return;
    location.assign(address); // The server says better than we can what is wrong.
  }
}

function put(html) {
  const kept = keepPlace();
  map?.remove();
  map = null;
  const parsed = new DOMParser().parseFromString(html, "text/html");
  page.replaceChildren(...parsed.body.childNodes);
  start();
  kept();
}

/** Remember where the person is, so that the new form leaves them there. */
function keepPlace() {
  const at = document.activeElement;
  const id = at && page.contains(at) ? at.id : "";
  const caret = at instanceof HTMLInputElement && /text|search/.test(at.type) ? at.selectionStart : null;
  const filter = page.querySelector("[data-filter]");
  const [scroll, open] = [filter?.scrollTop ?? 0, filter?.open];
  return () => {
    const now = page.querySelector("[data-filter]");
    if (now && open !== undefined) [now.open, now.scrollTop] = [open || now.open, scroll];
    const found = id && document.getElementById(id);
    if (!found) return;
    found.focus({ preventScroll: true });
    if (caret !== null) found.setSelectionRange?.(caret, caret);
  };
}

function formAddress(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(pairs).toString();
  return query ? `/events?${query}` : "/events";
}

function start() {
  const filter = page.querySelector("[data-filter]");
  if (filter && matchMedia("(min-width: 60.01rem)").matches) filter.open = true;
  brushing(page.querySelector("[data-brush]"));
  const box = document.getElementById("map");
  if (box?.dataset.box) drawMap(box);
}

async function drawMap(box) {
  const { showMap } = await import(page.dataset.map);
  if (box.isConnected) map = await showMap(box, document.getElementById("map-panel"));
}

/** Let a person draw over the bars to choose days; a click on one bar is a link. */
function brushing(strip) {
  const svg = strip?.querySelector("svg");
  if (!svg) return;
  const bars = [...svg.querySelectorAll("a[data-first]")];
  const brush = svg.querySelector(".brush");
  const hint = strip.querySelector("[data-hint]");
  if (hint) hint.textContent = "Drag over the bars to choose days";
  let from = null;
  const barAt = (x) => {
    const { left, width } = svg.getBoundingClientRect();
    const share = Math.min(Math.max((x - left) / width, 0), 0.9999);
    return bars[Math.floor(share * bars.length)];
  };
  const show = (one, other) => {
    const [a, b] = [bars.indexOf(one), bars.indexOf(other)].sort((x, y) => x - y);
    brush.setAttribute("x", `${(100 * a) / bars.length}%`);
    brush.setAttribute("width", `${(100 * (b - a + 1)) / bars.length}%`);
    return [bars[a].dataset.first, bars[b].dataset.last];
  };
  let days = null;
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    if (event.button === 0) from = barAt(event.clientX);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const here = barAt(event.clientX);
    if (here === from && !days) return;
    if (!days) svg.setPointerCapture(event.pointerId);
    days = show(from, here);
  });
  svg.addEventListener("pointerup", () => {
    const chosen = days;
    [from, days] = [null, null];
    if (!chosen) return;
    const query = new URLSearchParams(strip.dataset.query);
    query.set("from", chosen[0]);
    query.set("to", chosen[1]);
    go(`/events?${query}`);
  });
  svg.addEventListener("pointercancel", () => {
    [from, days] = [null, null];
    brush.setAttribute("width", "0");
  });
}

page.addEventListener("submit", (event) => {
  if (event.target.id !== "filter") return;
  event.preventDefault();
  go(formAddress(event.target));
});
page.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.id !== "filter") return;
  // A radius means nothing without its place; wait for it.
  if (event.target.name === "radius" && !form.elements.place.value) return;
  go(formAddress(form));
});
page.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-part]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});
addEventListener("popstate", () => go(location.pathname + location.search, { push: false }));

start();

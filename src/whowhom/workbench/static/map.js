// The map of events: borders and spots from this server alone, signs drawn here, no tiles, no glyphs.

import { Map as BaseMap, NavigationControl, ScaleControl } from "./vendor/maplibre/maplibre-gl.mjs";

const FINE_ZOOM = 4.2; // From here on first-level areas are shown instead of whole countries.
const KM_PER_DEGREE = 111.2;
const CORNERS = 64;
const SHAPES = {
  confirmed: "M12 3a9 9 0 1 0 .01 0Z",
  fair: "M4 4H20V20H4Z",
  weak: "M12 3 21.5 20H2.5Z",
  contested: "M12 1.5 22.5 12 12 22.5 1.5 12Z",
  denied: "M5 5 19 19M19 5 5 19",
  "not happened": "M12 3a9 9 0 1 0 .01 0ZM3 12H21",
};

/** Show the map of a box element; gives the map, to be removed when the list changes. */
export async function showMap(box, panel) {
  const bounds = box.dataset.box.split(",").map(Number);
  const colours = readColours(box);
  const map = new BaseMap({
    container: box,
    style: styleOf(colours),
    bounds: roomy(bounds),
    fitBoundsOptions: { padding: 56, maxZoom: 8 },
    minZoom: 0.8,
    maxZoom: 13,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    locale: { "Map.Title": "Map of events; arrow keys move it, plus and minus zoom" },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-left");
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
  const state = { loaded: new Set(), asked: 0, fine: [], colours };
  await new Promise((done) => map.once("load", done));
  const refresh = () => Promise.all([showSpots(map, box, state), showBorders(map, state)]);
  map.on("moveend", refresh);
  map.on("click", (event) => open(map, box, panel, event));
  map.on("mousemove", (event) => {
    map.getCanvas().style.cursor = spotAt(map, event.point) ? "pointer" : "";
  });
  await refresh();
  box.querySelector("[data-wait]")?.remove();
  map.once("idle", () => {
    box.dataset.ready = "yes";
    performance.mark("whowhom-map-ready");
  });
  map.triggerRepaint();
  const themes = matchMedia("(prefers-color-scheme: dark)");
  const repaint = () => recolour(map, box, colours);
  themes.addEventListener("change", repaint);
  const watch = new MutationObserver(repaint);
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  map.once("remove", () => {
    themes.removeEventListener("change", repaint);
    watch.disconnect();
  });
  return map;
}

function roomy([west, south, east, north]) {
  const [x, y] = [Math.max((1.2 - (east - west)) / 2, 0), Math.max((1.2 - (north - south)) / 2, 0)];
  return [west - x, Math.max(south - y, -84), east + x, Math.min(north + y, 84)];
}

function readColours(box) {
  const style = getComputedStyle(box);
  const names = ["map-sea", "map-land", "map-line", "map-area", "map-label", "accent", "accent-ink", "sheet", "ink", "bad"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

function styleOf(c) {
  const empty = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
  const line = (id, source, kinds, paint, more = {}) => ({
    id, source, type: "line", filter: ["in", ["get", "kind"], ["literal", kinds]], layout: { "line-join": "round" }, paint, ...more,
  });
  const label = (id, source, sizes, more) => ({
    id, source, type: "symbol", filter: ["has", "label"], ...more,
    layout: {
      "text-field": ["get", "label"], "text-font": ["system-ui, Noto Sans, Liberation Sans, sans-serif"], "text-size": sizes,
      "text-letter-spacing": 0.04, "text-max-width": 7, "symbol-sort-key": ["-", 0, ["get", "size"]], "text-padding": 6,
    },
    paint: { "text-color": c["map-label"], "text-halo-color": c["map-land"], "text-halo-width": 1.4 },
  });
  const dashes = { "line-color": c["map-line"], "line-width": 1.3, "line-dasharray": [3, 2.2] };
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: "/map/borders/world.json", tolerance: 0.4 },
      areas: { ...empty, tolerance: 0.3 },
      radii: { ...empty },
      spots: { ...empty },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": c["map-sea"] } },
      { id: "land", source: "world", type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": c["map-land"], "fill-antialias": false } },
      line("world-coast", "world", ["coast"], { "line-color": c["map-line"], "line-width": 0.6 }),
      line("world-border", "world", ["border"], { "line-color": c["map-line"], "line-width": 0.9 }),
      line("world-disputed", "world", ["disputed"], dashes),
      { id: "area-land", source: "areas", type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": c["map-land"], "fill-antialias": false } },
      line("area-area", "areas", ["area"], { "line-color": c["map-area"], "line-width": 0.9 }),
      line("area-coast", "areas", ["coast"], { "line-color": c["map-line"], "line-width": 0.6 }),
      line("area-border", "areas", ["border"], { "line-color": c["map-line"], "line-width": 1.3 }),
      line("area-disputed", "areas", ["disputed"], dashes),
      line("claims", "world", ["claim"], dashes),
      label("area-names", "areas", ["interpolate", ["linear"], ["zoom"], 4, 10, 8, 13], { minzoom: 5 }),
      label("country-names", "world", ["interpolate", ["linear"], ["zoom"], 1, 10, 5, 14], { maxzoom: 5.6 }),
      { id: "radii", source: "radii", type: "fill", paint: { "fill-color": c.accent, "fill-opacity": 0.1 } },
      { id: "radius-lines", source: "radii", type: "line", paint: { "line-color": c.accent, "line-opacity": 0.75, "line-width": 1, "line-dasharray": [2, 2] } },
      {
        id: "spots", source: "spots", type: "symbol",
        layout: { "icon-image": ["get", "sign"], "icon-allow-overlap": true, "icon-ignore-placement": true, "symbol-sort-key": ["get", "order"] },
      },
    ],
  };
}

/** Ask the server for the spots of what is in sight, put together for this zoom. */
async function showSpots(map, box, state) {
  const number = ++state.asked;
  const b = map.getBounds();
  const wide = (b.getEast() - b.getWest()) * 0.2;
  const high = (b.getNorth() - b.getSouth()) * 0.2;
  const around = [b.getWest() - wide, b.getSouth() - high, b.getEast() + wide, b.getNorth() + high];
  const query = new URLSearchParams(box.dataset.query);
  query.set("zoom", map.getZoom().toFixed(2));
  query.set("box", around.map((one) => one.toFixed(3)).join(","));
  const answer = await fetch(`/map/spots.json?${query}`);
  if (!answer.ok || number !== state.asked) return;
  const told = await answer.json();
  const rows = told.spots;
  for (const sign of new Set(rows.map(signOf))) addSign(map, sign, state.colours);
  map.getSource("spots")?.setData(collection(rows.map((row, order) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [row.longitude, row.latitude] },
    properties: { sign: signOf(row), order: rows.length - order, box: row.box.join(","), places: row.places, name: row.name, events: row.events },
  }))));
  const circles = rows.filter((row) => row.radius_km).slice(0, 400).map((row) => ({
    type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [circle(row)] },
  }));
  map.getSource("radii")?.setData(collection(circles));
  box.dataset.shown = String(rows.reduce((sum, row) => sum + row.events, 0));
}

const collection = (features) => ({ type: "FeatureCollection", features });

/** A true circle on the earth, so that kilometres are kilometres at any latitude. */
export function circle({ longitude, latitude, radius_km: km }) {
  const [lat, far] = [(latitude * Math.PI) / 180, km / 6371];
  const points = [];
  for (let n = 0; n <= CORNERS; n++) {
    const turn = (2 * Math.PI * n) / CORNERS;
    const y = Math.asin(Math.sin(lat) * Math.cos(far) + Math.cos(lat) * Math.sin(far) * Math.cos(turn));
    const x = Math.atan2(Math.sin(turn) * Math.sin(far) * Math.cos(lat), Math.cos(far) - Math.sin(lat) * Math.sin(y));
    points.push([longitude + (x * 180) / Math.PI, (y * 180) / Math.PI]);
  }
  return points;
}

/** Ask for the areas of the countries in sight, each once. */
async function showBorders(map, state) {
  const isFine = map.getZoom() >= FINE_ZOOM;
  if (isFine) {
    const b = map.getBounds();
    const box = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((one) => one.toFixed(2)).join(",");
    const answer = await fetch(`/map/countries.json?box=${box}`);
    const { countries } = answer.ok ? await answer.json() : { countries: [] };
    const fresh = countries.filter((code) => !state.loaded.has(code));
    fresh.forEach((code) => state.loaded.add(code));
    const parts = await Promise.all(fresh.map(async (code) => {
      const part = await fetch(`/map/borders/${code}.json`);
      return part.ok ? (await part.json()).features : [];
    }));
    if (fresh.length) {
      state.fine.push(...parts.flat());
      map.getSource("areas")?.setData(collection(state.fine));
    }
  }
  if (isFine === state.isFine || !map.getLayer("area-land")) return;
  state.isFine = isFine;
  for (const id of ["area-land", "area-area", "area-coast", "area-border", "area-disputed", "area-names"]) {
    map.setLayoutProperty(id, "visibility", isFine ? "visible" : "none");
  }
  for (const id of ["world-coast", "world-border", "world-disputed"]) {
    map.setLayoutProperty(id, "visibility", isFine ? "none" : "visible");
  }
}

/** Name the sign of a spot. */
function signOf(row) {
  const open = row.unreviewed === row.events ? "open" : row.unreviewed ? "partly" : "done";
  if (row.events === 1) return `one|${row.status}|${open}`;
  return `many|${shortNumber(row.events)}|${open}|${row.contested ? "contested" : ""}|${Math.min(Math.floor(Math.log2(row.events)), 13)}`;
}

function shortNumber(n) {
  if (n < 1000) return String(n);
  return n < 10_000 ? `${(n / 1000).toFixed(1)}k` : `${Math.round(n / 1000)}k`;
}

function addSign(map, id, c) {
  if (map.hasImage(id)) return;
  const [kind, ...parts] = id.split("|");
  const ratio = Math.min(Math.ceil(devicePixelRatio), 3);
  const size = kind === "one" ? 26 : 26 + 2.6 * Number(parts[3]);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(size * ratio);
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  if (kind === "one") drawOne(pen, parts, c);
  else drawMany(pen, parts, size, c);
  map.addImage(id, pen.getImageData(0, 0, canvas.width, canvas.height), { pixelRatio: ratio });
}

function drawOne(pen, [status, open], c) {
  const path = new Path2D(SHAPES[status] ?? SHAPES.weak);
  const colour = status === "contested" ? c.bad : c.ink;
  pen.translate(4, 4);
  pen.scale(0.75, 0.75);
  pen.lineJoin = "round";
  pen.strokeStyle = c["map-land"];
  pen.lineWidth = 7;
  pen.stroke(path);
  pen.fillStyle = open === "open" ? c.sheet : colour;
  pen.fill(path);
  pen.strokeStyle = colour;
  pen.lineWidth = 2.8;
  pen.stroke(path);
}

function drawMany(pen, [words, open, contested], size, c) {
  const middle = size / 2;
  const radius = middle - 3;
  const ring = (from, to, colour, width) => {
    pen.beginPath();
    pen.arc(middle, middle, radius, from, to);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  };
  pen.beginPath();
  pen.arc(middle, middle, radius, 0, 7);
  pen.fillStyle = open === "done" ? c.accent : c.sheet;
  pen.fill();
  ring(0, 7, c.accent, 2);
  if (open === "partly") ring(-Math.PI / 2, Math.PI / 2, c.accent, 5);
  pen.fillStyle = open === "done" ? c["accent-ink"] : c.ink;
  pen.font = `600 ${size > 40 ? 13 : 11}px system-ui, "Noto Sans", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(words, middle, middle + 0.5);
  if (!contested) return;
  pen.translate(size - 11, 0);
  pen.scale(0.45, 0.45);
  const mark = new Path2D(SHAPES.contested);
  pen.fillStyle = c.bad;
  pen.fill(mark);
  pen.strokeStyle = c.sheet;
  pen.lineWidth = 3;
  pen.stroke(mark);
}

function spotAt(map, point) {
  const reach = [[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]];
  return map.getLayer("spots") ? map.queryRenderedFeatures(reach, { layers: ["spots"] })[0] : undefined;
}

/** Show the events of a spot in the panel. */
async function open(map, box, panel, event) {
  const spot = spotAt(map, event.point);
  if (!spot) {
    panel.hidden = true;
    return;
  }
  const [west, south, east, north] = spot.properties.box.split(",").map(Number);
  const little = 0.00001;
  const query = new URLSearchParams(box.dataset.query);
  query.set("spot", [west - little, south - little, east + little, north + little].join(","));
  const answer = await fetch(`/map/spot?${query}`, { headers: { "HX-Request": "true" } });
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const close = button("Close", "plain close", () => {
    panel.hidden = true;
    map.getCanvas().focus();
  });
  panel.replaceChildren(close, ...parsed.body.childNodes);
  if (spot.properties.places > 1) {
    const nearer = button("Zoom in here", "small-button zoom-here", () => {
      panel.hidden = true;
      map.fitBounds([west, south, east, north], { padding: 80, maxZoom: 11, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    });
    panel.querySelector("h2").after(nearer);
  }
  panel.hidden = false;
  panel.querySelector("h2").focus();
}

function button(words, kind, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

/** Take the colours of the other appearance. */
function recolour(map, box, colours) {
  Object.assign(colours, readColours(box));
  for (const layer of styleOf(colours).layers) {
    for (const [name, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, name, value);
  }
  for (const id of map.listImages().filter((name) => /^(one|many)\|/.test(name))) {
    map.removeImage(id);
    addSign(map, id, colours);
  }
}

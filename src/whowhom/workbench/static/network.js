// The network: drawn once, then a slider hides what was not so in the months chosen; each edge opens its words.

import cytoscape from "./vendor/cytoscape/cytoscape.esm.min.mjs";

const frame = document.getElementById("network");
const bar = document.getElementById("net-bar");
const panel = document.getElementById("net-panel");
const graph = document.getElementById("net-graph");

const state = { scale: 1 };

if (frame) start();

async function start() {
  const answer = await fetch("/network/graph.json");
  if (!answer.ok) return; // The table says the same.
  const told = await answer.json();
  frame.hidden = false;
  const cy = cytoscape({
    container: graph,
    elements: elementsOf(told),
    style: styleOf(),
    minZoom: 0.2,
    maxZoom: 2.4,
    layout: {
      name: "cose", animate: false, randomize: false, padding: 40, nodeDimensionsIncludeLabels: true,
      idealEdgeLength: () => 80, nodeRepulsion: () => 220_000, nodeOverlap: 16, gravity: 1, componentSpacing: 60, numIter: 900,
    },
  });
  const show = () => choose(cy, told.months);
  bar.addEventListener("input", show);
  bar.addEventListener("submit", (event) => event.preventDefault());
  cy.on("tap", "edge", (event) => openWords(event.target.data("link")));
  cy.on("tap", "node", (event) => mark(cy, event.target));
  cy.on("dbltap", "node", (event) => location.assign(`/actors/${event.target.id()}`));
  cy.on("tap", (event) => {
    if (event.target !== cy) return;
    panel.hidden = true;
    cy.elements().removeClass("faint");
  });
  const repaint = () => cy.style(styleOf());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  if (cy.zoom() > 1.5) cy.zoom(1.5).center(); // A few actors need not fill the screen.
  state.scale = Math.min(Math.max(1 / cy.zoom(), 1), 2.4); // Many keep names that can be read.
  cy.style(styleOf());
  show();
  graph.dataset.ready = "yes";
  graph.network = cy;
}

function elementsOf({ nodes, edges }) {
  const most = Math.max(...nodes.map((node) => node.weight), 1);
  const turn = (2 * Math.PI) / nodes.length;
  return [
    ...nodes.map((node, n) => ({
      group: "nodes",
      data: { ...node, size: 16 + 30 * Math.sqrt(node.weight / most) },
      position: { x: 400 * Math.cos(n * turn), y: 300 * Math.sin(n * turn) }, // Fixed, so that the picture is the same each time.
    })),
    ...edges.map((edge) => ({
      group: "edges",
      data: { ...edge, width: 1.4 + Math.min(Math.log2(edge.count), 4), label: edge.derived ? `${edge.kind} ${edge.count}×` : edge.kind },
      classes: [edge.sign < 0 ? "hostile" : edge.sign > 0 ? "friendly" : "neither", edge.derived ? "derived" : "stated"].join(" "),
    })),
  ];
}

function styleOf() {
  const style = getComputedStyle(graph);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const font = style.fontFamily;
  const k = state.scale;
  return [
    { selector: "node", style: {
      width: (node) => node.data("size") * k, height: (node) => node.data("size") * k, "background-color": colour("accent-wash"), "border-width": 1.5 * k, "border-color": colour("accent"),
      label: "data(name)", color: colour("ink"), "font-family": font, "font-size": 12 * k, "text-valign": "bottom", "text-margin-y": 3 * k,
      "text-wrap": "wrap", "text-max-width": 110 * k, "text-outline-color": colour("sheet"), "text-outline-width": 2 * k,
    } },
    { selector: 'node[kind = "state forces"], node[kind = "government"]', style: { shape: "round-rectangle" } },
    { selector: 'node[kind = "civilians"], node[kind = "protesters"]', style: { shape: "ellipse", "background-color": colour("sheet") } },
    { selector: 'node[kind = "rebel group"]', style: { shape: "triangle" } },
    { selector: 'node[kind *= "militia"]', style: { shape: "diamond" } },
    { selector: 'node[kind *= "international"]', style: { shape: "hexagon" } },
    { selector: "edge", style: {
      width: (edge) => edge.data("width") * Math.sqrt(k), "curve-style": "bezier", "control-point-step-size": 46, "arrow-scale": 1.05 * k, "font-family": font, "font-size": 10 * k,
      color: colour("soft"), "text-background-color": colour("sheet"), "text-background-opacity": 0.9, "text-background-padding": 2, "text-rotation": "autorotate",
    } },
    { selector: "edge.hostile", style: { "line-color": colour("bad"), "target-arrow-color": colour("bad"), "target-arrow-shape": "triangle", "line-style": "solid" } },
    { selector: "edge.friendly", style: { "line-color": colour("good"), "target-arrow-color": colour("good"), "target-arrow-shape": "circle", "line-style": "dashed", "line-dash-pattern": [8, 4] } },
    { selector: "edge.neither", style: { "line-color": colour("soft"), "target-arrow-color": colour("soft"), "target-arrow-shape": "diamond", "line-style": "dotted" } },
    { selector: "edge.derived", style: { "line-opacity": 0.7, "target-arrow-fill": "hollow" } },
    { selector: "edge.named, edge:active", style: { label: "data(label)" } },
    { selector: ".away", style: { display: "none" } },
    { selector: ".faint", style: { opacity: 0.15 } },
  ];
}

/** Hide what does not stand in the months chosen. */
function choose(cy, months) {
  const { stated, derived, window: wide, month } = bar.elements;
  const last = months[Number(month.value)] ?? "";
  const isAll = wide.value === "all";
  const first = Number(wide.value) ? months[Math.max(0, Number(month.value) - Number(wide.value) + 1)] : "";
  month.disabled = isAll;
  document.getElementById("net-at").textContent = isAll ? "all months" : last;
  let count = 0;
  cy.batch(() => {
    cy.edges().forEach((edge) => {
      const d = edge.data();
      let is = d.derived ? derived.checked : stated.checked;
      if (is && !isAll) {
        const told = Object.keys(d.months).filter(Boolean);
        is = told.length ? told.some((one) => first <= one && one <= last) : d.first <= last && (!d.last || first <= d.last);
      }
      edge.toggleClass("away", !is);
      count += is ? 1 : 0;
    });
    cy.nodes().forEach((node) => node.toggleClass("away", node.connectedEdges().not(".away").empty()));
    cy.edges().toggleClass("named", cy.edges().not(".away").length <= 40);
  });
  for (const row of document.querySelectorAll("tr[data-edge]")) {
    const edge = cy.getElementById(row.dataset.edge);
    row.hidden = edge.nonempty() && edge.hasClass("away");
  }
  graph.dataset.edges = String(count);
}

function mark(cy, node) {
  const near = node.closedNeighborhood();
  cy.elements().addClass("faint");
  near.removeClass("faint");
}

async function openWords(address) {
  const answer = await fetch(address);
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const words = parsed.getElementById("edge");
  if (!words) return location.assign(address);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "plain close";
  close.textContent = "Close";
  close.addEventListener("click", () => { panel.hidden = true; });
  panel.replaceChildren(close, words);
  panel.hidden = false;
  words.querySelector("h1").tabIndex = -1;
  words.querySelector("h1").focus();
}

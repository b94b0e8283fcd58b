// Draws the map with Cytoscape where the server put its states, and goes on without loading the page anew.
// Without this script the picture stands still, and every link and form works.
"use strict";

const screen = () => document.getElementById("map-screen");
const heard = document.getElementById("heard");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const PLAY_EVERY = 1600;
const BOX = { width: 190, height: 74 };
let graph = null;
let playing = 0;

const variable = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function diamond(standing, colour) {
  const line = `<path d="M7 1.4 12.6 7 7 12.6 1.4 7z" fill="none" stroke="${colour}" stroke-width="1.4"/>`;
  const half = `<path d="M7 1.4V12.6L1.4 7z" fill="${colour}"/>`;
  const full = `<path d="M7 .8 13.2 7 7 13.2.8 7z" fill="${colour}"/>`;
  const shape = { all: full, some: line + half, none: line }[standing];
  return "data:image/svg+xml;utf8," + encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" viewBox="0 0 14 14">${shape}</svg>`);
}

function label(node) {
  const held = node.held.length < 3 ? node.held.join(" ") : `${node.held.length} concepts`;
  const word = node.today ? "today" : { all: "holds", some: held, none: "" }[node.standing];
  const head = `\u00a0\u00a0\u00a0\u00a0\u00a0${node.number}${word ? `  ·  ${word}` : ""}`;
  const left = node.left ? [`and ${node.left} more →`] : [];
  return [head, ...node.lines, ...left].join("\n");
}

function elements(data) {
  const [paper, ink] = [variable("--paper"), variable("--ink")];
  const nodes = data.nodes.map((node) => ({
    data: { ...node, label: label(node), sign: diamond(node.standing, node.today ? paper : ink) },
    position: { x: node.x + BOX.width / 2, y: node.y + data.shift + BOX.height / 2 },
    classes: [node.standing, node.today && "today", node.now && "now"].filter(Boolean).join(" "),
  }));
  const edges = data.edges.map((edge) => ({
    data: { ...edge, colour: variable(`--dm-${edge.dm % 8}`) || ink },
    classes: [edge.improvement ? "better" : "mere", edge.dash && `line-${edge.dm % 8}`, edge.done && "done"]
      .filter(Boolean).join(" "),
  }));
  return [...nodes, ...edges];
}

function style(data) {
  const [paper, ink, soft] = ["--paper", "--ink", "--soft"].map(variable);
  const dashes = [...new Map(data.edges.filter((edge) => edge.dash).map((edge) => [edge.dm % 8, edge.dash]))];
  return [
    { selector: "node", style: {
      shape: "rectangle", width: BOX.width, height: BOX.height, "background-color": paper, "border-color": soft,
      "border-width": 1, label: "data(label)", color: ink, "font-size": 12.5, "font-family": "system-ui, sans-serif",
      "text-wrap": "wrap", "text-max-width": BOX.width - 12, "text-valign": "center", "text-halign": "center",
      "text-justification": "left", "line-height": 1.2, "background-image": "data(sign)", "background-width": 13,
      "background-height": 13, "background-position-x": 9, "background-position-y": 7, "background-clip": "none",
    } },
    { selector: ".all", style: { shape: "round-rectangle", "border-width": 2.5, "border-color": ink } },
    { selector: ".some", style: { shape: "round-rectangle", "border-width": 1.5, "border-color": ink } },
    { selector: ".today", style: { "background-color": ink, "border-color": ink, color: paper } },
    { selector: ".now", style: {
      "outline-width": 3, "outline-color": variable("--accent"), "outline-offset": 4 } },
    { selector: "edge", style: {
      width: 1.3, "line-color": "data(colour)", "target-arrow-color": "data(colour)", "target-arrow-shape": "triangle",
      "curve-style": "bezier", "control-point-step-size": 30, "source-endpoint": "outside-to-node",
      "target-endpoint": "outside-to-node", label: "data(mark)", color: ink, "font-size": 12, "font-weight": 700,
      "text-background-color": paper, "text-background-opacity": 1, "text-background-padding": 3,
      "text-background-shape": "round-rectangle", "text-border-color": "data(colour)", "text-border-width": 1.5,
      "text-border-opacity": 1 } },
    { selector: ".better", style: { width: 3.2 } },
    ...dashes.map(([dm, dash]) => ({ selector: `.line-${dm}`, style: {
      "line-style": "dashed", "line-dash-pattern": dash.split(" ").map(Number) } })),
    { selector: ".done", style: { width: 5.5 } },
  ];
}

function draw(view) {
  const place = document.getElementById("graph");
  if (!place || typeof globalThis.cytoscape !== "function") return;
  const data = JSON.parse(place.dataset.graph);
  const links = JSON.parse(place.dataset.links);
  place.hidden = false;
  place.setAttribute("aria-hidden", "true");
  document.getElementById("still").hidden = true;
  graph?.destroy();
  graph = globalThis.cytoscape({
    container: place, elements: elements(data), style: style(data), layout: { name: "preset", fit: false },
    minZoom: 0.2, maxZoom: 2.5, userZoomingEnabled: matchMedia("(pointer: coarse)").matches,
    autoungrabify: true, boxSelectionEnabled: false, autounselectify: true,
  });
  show(view, data);
  graph.on("tap", "node", (event) => go(links[event.target.data("state")]));
  graph.on("mouseover", "node", (event) => { place.title = event.target.data("line"); });
  graph.on("mouseout", "node", () => { place.title = ""; });
  tools();
}

// The picture stays where the reader had it as long as the new states can be seen; otherwise it makes room.
function show(view, data) {
  if (view) graph.viewport(view);
  const [seen, all] = [graph.extent(), graph.elements().boundingBox()];
  const inside = all.x1 >= seen.x1 && all.x2 <= seen.x2 && all.y1 >= seen.y1 && all.y2 <= seen.y2;
  if (view && inside) return;
  const current = data.nodes.some((node) => node.now);
  if (view && !calm.matches) graph.animate({ fit: { eles: graph.elements(), padding: 24 } }, { duration: 250 });
  else graph.fit(undefined, 24);
  if (!view && graph.zoom() > 1.1) { graph.zoom(1.1); graph.center(); }
  if (!view && graph.zoom() < 0.45) {
    graph.zoom(0.6);
    graph.center(current ? graph.$(".now") : graph.nodes().first());
  }
}

function button(name, said, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = name;
  if (said) made.setAttribute("aria-label", said);
  made.addEventListener("click", act);
  return made;
}

function zoom(factor) {
  graph.zoom({ level: graph.zoom() * factor, renderedPosition: { x: graph.width() / 2, y: graph.height() / 2 } });
}

function tools() {
  const place = document.querySelector(".tools");
  if (!place || place.querySelector("button")) return;
  place.append(
    button("Save as PNG", "", savePng),
    button("+", "Larger", () => zoom(1.25)),
    button("−", "Smaller", () => zoom(0.8)),
    button("All", "Show all of it", () => graph.fit(undefined, 24)),
  );
  const next = document.getElementById("play-next");
  if (next) next.after(button(playing ? "Stop" : "Play", "", play));
}

async function savePng() {
  const link = document.getElementById("save-svg");
  const image = new Image();
  image.src = link.href;
  await image.decode();
  const canvas = document.createElement("canvas");
  const scale = Math.min(2, 12000 / Math.max(image.naturalWidth, image.naturalHeight));
  canvas.width = image.naturalWidth * scale;
  canvas.height = image.naturalHeight * scale;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const save = document.createElement("a");
  save.href = URL.createObjectURL(blob);
  save.download = link.download.replace(/svg$/, "png");
  save.click();
  setTimeout(() => URL.revokeObjectURL(save.href), 10_000);
}

// ------------------------------------------------------------ going on without a new page
async function go(address, { keep = true, from = null, scroll = false } = {}) {
  if (!address) return;
  const url = new URL(address, location.href);
  const answer = await fetch(url).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const fresh = page?.getElementById("map-screen");
  if (!fresh) { location.assign(url); return; }
  if (keep) history.pushState(null, "", url);
  const same = fresh.dataset.at === screen().dataset.at;
  const view = same && graph ? { zoom: graph.zoom(), pan: { ...graph.pan() } } : null;
  screen().replaceWith(document.adoptNode(fresh));
  document.title = page.title;
  draw(view);
  const target = (from && document.getElementById(from)) || document.getElementById(url.hash.slice(1));
  target?.focus({ preventScroll: !scroll });
  heard.textContent = document.getElementById("play-said")?.textContent ?? `${
    document.querySelectorAll(".told article").length} open`;
  if (playing && !document.querySelector("#play-next[href]")) stop();
}

function stop() {
  clearInterval(playing);
  playing = 0;
  const shown = [...document.querySelectorAll(".player button")].find((each) => each.textContent === "Stop");
  if (shown) shown.textContent = "Play";
}

function play(event) {
  if (playing) { stop(); return; }
  event.target.textContent = "Stop";
  const ahead = () => {
    const next = document.querySelector("#play-next[href]") ?? (playing ? null : document.getElementById("play-first"));
    if (next) go(next.getAttribute("href"));
    else stop();
  };
  ahead();
  playing = setInterval(ahead, PLAY_EVERY);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap][href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (playing && !link.closest(".player")) stop();
  go(link.getAttribute("href"), { from: link.id || null, scroll: event.detail === 0 });
});

document.addEventListener("keydown", (event) => {
  const away = event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, .scroll");
  const id = { ArrowRight: "play-next", ArrowLeft: "play-back" }[event.key];
  const link = id && !away ? document.querySelector(`#${id}[href]`) : null;
  if (!link) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});

addEventListener("popstate", () => go(location.href, { keep: false }));
dark.addEventListener("change", () => draw(null));
addEventListener("beforeprint", () => { document.getElementById("still").hidden = false; });
addEventListener("afterprint", () => { document.getElementById("still").hidden = Boolean(graph); });
draw(null);

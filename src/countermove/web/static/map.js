// Draws the map with Cytoscape where the server put its states, and goes on without loading the page anew.
// Without this script the picture stands still, and every link and form works.
"use strict";

const screen = () => document.getElementById("map-screen");
const heard = document.getElementById("heard");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const PLAY_EVERY = 1600;
const BOX = { width: 200, height: 74 };
let graph = null;
let playing = 0;

const variable = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function escaped(text) {
  return text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
}

function word(node) {
  if (node.today) return "today";
  const held = node.held.length < 3 ? node.held.join(" ") : `${node.held.length} concepts`;
  return { all: "holds", some: held, none: "" }[node.standing];
}

// A state's box, the same as in the picture that stands still, in the page's colours of now.
function box(node) {
  const [paper, page, soft] = ["--paper", "--ink", "--soft"].map(variable);
  const [ground, ink] = node.today ? [page, paper] : [paper, page];
  const { width, height } = BOX;
  const plain = node.standing === "none";
  const line = `<path d="M7 1.4 12.6 7 7 12.6 1.4 7z" fill="none" stroke="${ink}" stroke-width="1.4"/>`;
  const half = `<path d="M7 1.4V12.6L1.4 7z" fill="${ink}"/>`;
  const sign = { all: `<path d="M7 .8 13.2 7 7 13.2.8 7z" fill="${ink}"/>`, some: line + half, none: line };
  const thick = { all: 2.5, some: 1.5, none: 1 }[node.standing];
  const text = (x, y, said, more) => `<text x="${x}" y="${y}" fill="${ink}" ${more}>${escaped(said)}</text>`;
  const drawn = [
    `<rect x="2" y="2" width="${width - 4}" height="${height - 4}" rx="${plain ? 2 : 10}" fill="${ground}"`,
    ` stroke="${node.today || !plain ? page : soft}" stroke-width="${thick}"/>`,
    `<g transform="translate(10 7)">${sign[node.standing]}</g>`,
    text(30, 19, node.number, 'font-size="15" font-weight="700"'),
    text(width - 10, 19, word(node), `text-anchor="end" opacity="0.75"`),
    ...node.lines.map((each, k) => text(10, 36 + 15 * k, each, "")),
  ].join("");
  return "data:image/svg+xml;utf8," + encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * width}" height="${2 * height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">${drawn}</svg>`);
}

// Two control points that make a move leave its box to the right and enter the other from the left,
// as Cytoscape wants them: how far along the straight line, and how far beside it.
function bend(from, to) {
  const [ax, ay, bx, by] = [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
  const [dx, dy] = [bx - ax, by - ay];
  const length = Math.hypot(dx, dy);
  const half = Math.min(110, dx) / 2;
  const points = [[half, 0], [dx - half - 24, dy]];
  return {
    weights: points.map(([x, y]) => (x * dx + y * dy) / length ** 2).join(" "),
    distances: points.map(([x, y]) => (y * dx - x * dy) / length).join(" "),
  };
}

function elements(data) {
  const ink = variable("--ink");
  const at = Object.fromEntries(data.nodes.map((node) => [node.id, node]));
  const nodes = data.nodes.map((node) => ({
    data: { ...node, box: box(node), more: node.left ? `and ${node.left} more →` : "" },
    position: { x: node.x + BOX.width / 2, y: node.y + data.shift + BOX.height / 2 },
    classes: node.now ? "now" : "",
  }));
  const edges = data.edges.map((edge) => {
    const [from, to] = [at[edge.source], at[edge.target]];
    const forward = to.x > from.x;
    const beside = to.x === from.x;
    const shape = forward ? { ...bend(from, to), offset: to.x - edge.label[0] }
      : beside ? { weights: "0.5", distances: String(to.y > from.y ? -60 : 60) } : {};
    const colour = variable(`--dm-${edge.dm % 8}`) || ink;
    const on = edge.dm % 8 === 0 || edge.dm % 8 === 4 ? variable("--on-strong") : "#111";
    return {
      data: { ...edge, ...shape, colour, ground: edge.improvement ? colour : variable("--paper"),
        letters: edge.improvement ? on : ink },
      classes: [edge.improvement ? "better" : "mere", forward ? "forward" : beside ? "beside back" : "back",
        edge.dash && `line-${edge.dm % 8}`, edge.done && "done"].filter(Boolean).join(" "),
    };
  });
  return [...nodes, ...edges];
}

function style(data) {
  const soft = variable("--soft");
  const dashes = [...new Map(data.edges.filter((edge) => edge.dash).map((edge) => [edge.dm % 8, edge.dash]))];
  return [
    { selector: "node", style: {
      shape: "rectangle", width: BOX.width, height: BOX.height, "background-opacity": 0, "border-width": 0,
      "background-image": "data(box)", "background-width": "100%", "background-height": "100%",
      "background-clip": "none", label: "data(more)", color: soft, "font-size": 13, "text-valign": "bottom",
      "text-margin-y": 3, "font-family": "system-ui, sans-serif",
    } },
    { selector: ".now", style: {
      "outline-width": 3, "outline-color": variable("--accent"), "outline-offset": 4 } },
    { selector: "edge", style: {
      width: 1.3, "line-color": "data(colour)", "target-arrow-color": "data(colour)",
      "target-arrow-shape": "triangle", "curve-style": "bezier", "control-point-step-size": 50,
      color: "data(letters)", "font-size": 11, "font-weight": 700, "text-background-color": "data(ground)",
      "text-background-opacity": 1, "text-background-padding": 3.5, "text-background-shape": "round-rectangle",
      "text-border-color": "data(colour)", "text-border-width": 1.5, "text-border-opacity": 1 } },
    { selector: ".forward", style: {
      "curve-style": "unbundled-bezier", "edge-distances": "endpoints", "control-point-weights": "data(weights)",
      "control-point-distances": "data(distances)", "source-endpoint": "90deg", "target-endpoint": "270deg",
      "target-label": "data(mark)", "target-text-offset": "data(offset)" } },
    { selector: ".back", style: { label: "data(mark)" } },
    { selector: ".beside", style: {
      "curve-style": "unbundled-bezier", "edge-distances": "endpoints", "control-point-weights": "data(weights)",
      "control-point-distances": "data(distances)", "source-endpoint": "90deg", "target-endpoint": "90deg" } },
    { selector: ".better", style: { width: 3.2 } },
    ...dashes.map(([dm, dash]) => ({ selector: `.line-${dm}`, style: {
      "line-style": "dashed", "line-dash-pattern": dash.split(" ").map(Number) } })),
    { selector: ".done", style: { width: 5 } },
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
  const tall = Math.max(...data.nodes.map((node) => node.y)) + BOX.height;
  place.style.height = `${Math.max(240, Math.min(860, 0.88 * innerHeight, tall + 40))}px`;
  graph = globalThis.cytoscape({
    container: place, elements: elements(data), style: style(data), layout: { name: "preset", fit: false },
    minZoom: 0.2, maxZoom: 2.5, userZoomingEnabled: matchMedia("(pointer: coarse)").matches,
    autoungrabify: true, boxSelectionEnabled: false, autounselectify: true,
  });
  show(view);
  graph.on("tap", "node", (event) => go(links[event.target.data("state")]));
  graph.on("mouseover", "node", (event) => { place.title = event.target.data("line"); });
  graph.on("mouseout", "node", () => { place.title = ""; });
  tools();
}

const FAR = 0.75; // farther away than this, texts cannot be read

// The picture stays where the reader had it as long as what is new can be seen; otherwise it makes room,
// but never so much that nothing can be read.
function show(view) {
  const all = graph.elements().boundingBox();
  const room = Math.min((graph.width() - 40) / all.w, (graph.height() - 40) / all.h);
  const now = graph.$(".now");
  if (!view) {
    if (room >= FAR) { graph.zoom(Math.min(room, 1)); graph.center(); return; }
    graph.zoom(FAR);
    graph.center(now.nonempty() ? now : graph.nodes().first());
    if (now.empty()) graph.panBy({ x: 20 - graph.nodes().first().renderedBoundingBox().x1, y: 0 });
    return;
  }
  graph.viewport(view);
  const seen = graph.extent();
  const inside = (box) => box.x1 >= seen.x1 && box.x2 <= seen.x2 && box.y1 >= seen.y1 && box.y2 <= seen.y2;
  if (inside(all) || (now.nonempty() && inside(now.boundingBox()))) return;
  const aim = room >= FAR ? { fit: { eles: graph.elements(), padding: 20 } }
    : now.nonempty() ? { center: { eles: now } }
    : { panBy: { x: Math.min(0, (seen.x2 - all.x2) * view.zoom - 20), y: 0 } };
  if (!calm.matches) { graph.animate(aim, { duration: 250 }); return; }
  if (aim.fit) graph.fit(undefined, 20);
  else if (aim.center) graph.center(now);
  else graph.panBy(aim.panBy);
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

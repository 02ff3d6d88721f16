// The graph itself, drawn by vis-network; positions come with the data, nothing moves by itself.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  if (!document.getElementById("network")) return;

  const { nodes, edges } = T.data;
  const holder = document.getElementById("network");
  const liveNodes = new vis.DataSet();
  const liveEdges = new vis.DataSet();
  const network = new vis.Network(holder, { nodes: liveNodes, edges: liveEdges }, T.data.options);
  T.network = network;
  const CROWD = 400;
  const colours = {};
  let shown = { nodes: new Set(), edges: [] };
  let hovered = null;
  let swell = 1; // how much bigger nodes are drawn, so that they can be seen when many are in view

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["actor", "person", "place", "event", "thing", "edge", "derived", "ink", "soft", "paper", "surface", "accent", "sans"]) {
      colours[name] = style.getPropertyValue("--" + name).trim();
    }
  }

  // Nodes that stay bright while something is selected; null: all.
  function spotlight() {
    const chosen = T.state.selected;
    if (!chosen) return null;
    if (chosen.edge !== undefined) return new Set([edges[chosen.edge].from, edges[chosen.edge].to]);
    const near = new Set([chosen.node]);
    for (const e of shown.edges) if (e.from === chosen.node || e.to === chosen.node) near.add(T.otherEnd(e, chosen.node));
    return near.size > 1 || shown.nodes.has(chosen.node) ? near : null;
  }

  const lit = (edge) => {
    const chosen = T.state.selected;
    if (!chosen) return true;
    return chosen.edge !== undefined ? chosen.edge === edge.id : edge.from === chosen.node || edge.to === chosen.node;
  };

  function nodeView(id, bright) {
    const { x, y, shape, kind, status, aggregate } = nodes[id];
    const doubtful = kind === "event" && status && status !== "actual";
    const colour = colours[kind];
    const body = { background: doubtful ? colours.paper : colour, border: doubtful ? colour : colours.paper };
    return {
      id, x, y, size: nodes[id].size * swell, shape, opacity: !bright || bright.has(id) ? 1 : 0.18,
      color: { ...body, highlight: { background: body.background, border: colours.ink }, hover: { background: body.background, border: colours.ink } },
      borderWidth: doubtful || aggregate ? 2.5 : 1,
      shapeProperties: { borderDashes: doubtful ? [4, 3] : false },
    };
  }

  // Parallel edges bend apart, each its own way; a lone edge is straight.
  function bends(list) {
    const groups = new Map();
    for (const e of list) {
      const key = Math.min(e.from, e.to) + "-" + Math.max(e.from, e.to);
      groups.set(key, [...(groups.get(key) || []), e]);
    }
    const bend = new Map();
    for (const group of groups.values()) {
      group.forEach((e, i) => {
        if (group.length === 1) return;
        const offset = (i - (group.length - 1) / 2) * Math.min(0.22, 0.8 / group.length);
        const signed = e.from < e.to ? offset : -offset;
        if (signed) bend.set(e.id, { enabled: true, type: signed > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(signed) });
      });
    }
    return bend;
  }

  function edgeView(edge, bend, crowded) {
    const derived = !edge.role && edge.events;
    const bright = lit(edge);
    const colour = colours[derived ? "derived" : "edge"];
    return {
      id: edge.id, from: edge.from, to: edge.to, smooth: bend.get(edge.id) || false,
      width: (derived ? Math.min(1.4 + 0.35 * edge.events.length, 4) : 1.1) * Math.min(swell, 1.8), dashes: !edge.role && !derived ? [5, 4] : false,
      color: { color: colour, highlight: colours.accent, hover: colours.accent, opacity: !bright ? 0.12 : crowded && !T.state.selected ? 0.45 : 0.9 },
    };
  }

  function sync(set, views) {
    const keep = new Set(views.map((v) => v.id));
    set.remove(set.getIds().filter((id) => !keep.has(id)));
    set.update(views);
  }

  function draw() {
    shown = T.visible();
    const bright = spotlight();
    const placed = liveNodes.length ? network.getPositions() : {};
    sync(liveNodes, [...shown.nodes].map((id) => ({ ...nodeView(id, bright), ...placed[id] })));
    const bend = bends(shown.edges);
    sync(liveEdges, shown.edges.map((e) => edgeView(e, bend, shown.edges.length > CROWD)));
    markSelection();
    tell();
  }

  function markSelection() {
    const chosen = T.state.selected;
    if (chosen && chosen.node !== undefined && shown.nodes.has(chosen.node)) network.selectNodes([chosen.node], true);
    else if (chosen && chosen.edge !== undefined && liveEdges.get(chosen.edge)) network.selectEdges([chosen.edge]);
    else network.unselectAll();
  }

  function tell() {
    const counts = { n: T.number(shown.nodes.size), total: T.number(shown.total), m: T.number(shown.edges.length) };
    const some = shown.nodes.size < shown.total;
    let text = T.word(some ? "shown_some" : "shown_all", counts);
    if (shown.lone) text += " · " + T.word("lone", { n: T.number(shown.lone) });
    document.getElementById("status").textContent = text;
    document.getElementById("more").hidden = !some;
    document.getElementById("nothing").hidden = shown.nodes.size > 0;
  }

  // Labels are drawn here, not by the library: each only where it covers no other, the important first.
  function labels(context) {
    const scale = network.getScale();
    const centre = network.getViewPosition();
    const half = [holder.clientWidth / 2 / scale, holder.clientHeight / 2 / scale];
    const bright = spotlight();
    const at = network.getPositions();
    const taken = [];
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    // The first of the heights at which the text covers nothing; none may be free.
    const put = (text, x, heights, size, weight, colour, always) => {
      if (Math.abs(x - centre.x) > half[0] * 1.1 || Math.abs(heights[0] - centre.y) > half[1] * 1.1) return;
      context.font = weight + " " + size / scale + "px " + colours.sans;
      const w = context.measureText(text).width / 2 + 3 / scale;
      const h = size * 0.72 / scale;
      const free = (at) => !taken.some((r) => r[0] < x + w && r[1] > x - w && r[2] < at + h && r[3] > at - h);
      const y = heights.find(free) ?? (always ? heights[0] : null);
      if (y === null) return;
      taken.push([x - w, x + w, y - h, y + h]);
      context.lineWidth = 4 / scale;
      context.strokeStyle = colours.paper;
      context.strokeText(text, x, y);
      context.fillStyle = colour;
      context.fillText(text, x, y);
    };
    const present = [...shown.nodes].filter((id) => at[id]);
    for (const id of present) {
      const r = nodes[id].size * swell * 0.8;
      if (!bright || bright.has(id)) taken.push([at[id].x - r, at[id].x + r, at[id].y - r, at[id].y + r]);
    }
    const ranked = present.sort((a, b) => rank(b, bright) - rank(a, bright) || a - b);
    for (const id of ranked) {
      if (bright && !bright.has(id)) continue;
      const node = nodes[id];
      const own = T.state.selected && T.state.selected.node === id;
      const size = own ? 15 : node.kind === "event" ? 11.5 : 13;
      const away = node.size * swell + size * 0.85 / scale;
      put(T.isolate(short(T.name(node))), at[id].x, [at[id].y + away, at[id].y - away], size, own || node.size > 14 ? 600 : 400, node.kind === "event" ? colours.soft : colours.ink, own || hovered === id);
    }
    const named = T.state.selected || scale > 0.85;
    if (named) for (const edge of shown.edges) if (lit(edge) && at[edge.from] && at[edge.to]) {
      const middle = middleOf(edge, at);
      put(T.isolate(T.predicate(edge)), middle.x, [middle.y], 11, 400, colours.derived, false);
    }
  }

  const rank = (id, bright) => T.degree(id) + (bright && bright.has(id) ? 1e5 : 0) + (hovered === id ? 1e6 : 0)
    + (T.state.selected && T.state.selected.node === id ? 1e7 : 0) - (T.isEvent(id) ? 3 : 0);
  const short = (text) => (text.length > 34 ? text.slice(0, 32).trimEnd() + "…" : text);

  function middleOf(edge, at) {
    const drawn = network.body.edges[edge.id];
    if (drawn && drawn.edgeType && drawn.edgeType.getPoint) return drawn.edgeType.getPoint(0.5);
    return { x: (at[edge.from].x + at[edge.to].x) / 2, y: (at[edge.from].y + at[edge.to].y) / 2 };
  }

  T.focusNode = function (selected) {
    const ids = selected.edge !== undefined ? [edges[selected.edge].from, edges[selected.edge].to] : [...(spotlight() || [])];
    const here = ids.filter((id) => shown.nodes.has(id));
    if (T.state.view === "graph" && here.length) fitTo({ nodes: here, maxZoomLevel: 1.15 });
  };

  network.on("afterDrawing", labels);
  network.on("click", (event) => {
    if (event.nodes.length) T.select({ node: event.nodes[0] });
    else if (event.edges.length) T.select({ edge: event.edges[0] });
    else T.select(null);
  });
  network.on("hoverNode", (e) => { hovered = e.node; holder.style.cursor = "pointer"; });
  network.on("blurNode", () => { hovered = null; holder.style.cursor = ""; });
  network.on("hoverEdge", () => { holder.style.cursor = "pointer"; });
  network.on("blurEdge", () => { holder.style.cursor = ""; });

  // Arrow keys go to the neighbour that lies most in that direction.
  const ANGLES = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { document.getElementById("panel").focus(); return; }
    if (event.key === "+" || event.key === "-") { zoom(event.key === "+" ? 1.25 : 0.8); return; }
    if (!(event.key in ANGLES)) return;
    event.preventDefault();
    const chosen = T.state.selected;
    if (!chosen || chosen.node === undefined || !shown.nodes.has(chosen.node)) {
      const first = [...shown.nodes].sort((a, b) => T.degree(b) - T.degree(a))[0];
      if (first !== undefined) T.select({ node: first }, { focus: true });
      return;
    }
    const at = network.getPositions();
    const here = at[chosen.node];
    let best = null;
    for (const e of shown.edges) {
      if (e.from !== chosen.node && e.to !== chosen.node) continue;
      const id = T.otherEnd(e, chosen.node);
      const turn = Math.abs(Math.atan2(Math.sin(angle(here, at[id]) - ANGLES[event.key]), Math.cos(angle(here, at[id]) - ANGLES[event.key])));
      if (id !== chosen.node && (!best || turn < best.turn)) best = { id, turn };
    }
    if (best) T.select({ node: best.id }, { focus: true });
  });
  const angle = (a, b) => Math.atan2(b.y - a.y, b.x - a.x);

  const zoom = (factor) => network.moveTo({ scale: Math.min(4, Math.max(0.03, network.getScale() * factor)) });
  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.3));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  T.fit = () => fitTo({ maxZoomLevel: 1.3 });

  function fitTo(options) {
    network.fit({ animation: false, ...options });
    const room = Math.sqrt(holder.clientWidth * holder.clientHeight / Math.max(1, shown.nodes.size));
    swell = Math.min(2.5, Math.max(1, Math.min(0.7, 0.0115 * room) / network.getScale()));
    draw();
  }
  document.getElementById("fit").addEventListener("click", T.fit);
  document.getElementById("more").addEventListener("click", () => { T.showMore(); T.fit(); });

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); draw(); });
  T.watch(draw);
  readColours();
});

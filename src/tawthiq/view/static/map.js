// A plain map: places at their coordinates on a grid of degrees. No tiles, no borders, no request.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const view = document.getElementById("view-map");
  if (!view) return;

  const { nodes } = T.data;
  let frame = null; // middle (degrees) and pixels for a degree of latitude
  let wanted = false;

  const named = (edge, name) => T.data.predicates[edge.predicate].name === name;
  const within = (edge, id) => !edge.role && edge.from === id && named(edge, "located_in");
  const parents = nodes.map((n) => T.edgesOf(n.id).filter((e) => within(e, n.id)).map((e) => e.to));

  // The place that stands on the map for a place: itself, or the nearest one around it with coordinates.
  function anchor(id) {
    let level = [id];
    const seen = new Set(level);
    while (level.length) {
      const found = level.find((n) => nodes[n].point);
      if (found !== undefined) return found;
      level = level.flatMap((n) => parents[n]).filter((n) => !seen.has(n) && seen.add(n));
    }
    return null;
  }

  // Where an event happened: its places, else the places among its targets.
  function placesOf(event) {
    const ends = (role) => T.edgesOf(event).filter((e) => e.role && named(e, role)).map((e) => T.otherEnd(e, event));
    const places = ends("place");
    return places.length ? places : ends("target").filter((id) => nodes[id].kind === "place");
  }

  // Spots: one for each point and degree of certainty, with the events there; and the points without any.
  function spots() {
    const made = new Map();
    const spot = (id, vague) => {
      const key = id + (vague ? "?" : "");
      if (!made.has(key)) made.set(key, { id, vague, events: new Set(), places: new Set() });
      return made.get(key);
    };
    if (!T.hides("event")) for (const event of T.shownEvents()) for (const place of placesOf(event)) {
      const at = anchor(place);
      if (at === null) continue;
      const here = spot(at, at !== place || Boolean(nodes[at].area));
      here.events.add(event);
      here.places.add(place);
    }
    for (const node of nodes) {
      const place = node.point && !T.hides(node.kind);
      if (place && !made.has(String(node.id)) && !made.has(node.id + "?")) spot(node.id, Boolean(node.area));
    }
    return [...made.values()].sort((a, b) => b.events.size - a.events.size || b.vague - a.vague || a.id - b.id);
  }

  // The view that shows every spot with events; without any, every spot.
  function home(list, width, height) {
    const busy = list.filter((s) => s.events.size);
    const points = (busy.length ? busy : list).map((s) => nodes[s.id].point);
    const lats = points.map((p) => p[0]);
    const lons = points.map((p) => p[1]);
    const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)];
    const squeeze = Math.cos(((south + north) / 2) * Math.PI / 180);
    const scale = Math.min(height / Math.max(north - south, 3), width / (Math.max(east - west, 4) * squeeze)) * 0.78;
    return { lat: (south + north) / 2, lon: (west + east) / 2, scale, squeeze };
  }

  function grid(svg, project, width, height) {
    const lat = (y) => frame.lat - (y - height / 2) / frame.scale;
    const lon = (x) => frame.lon + (x - width / 2) / frame.scale / frame.squeeze;
    const step = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 45].find((s) => s * frame.scale > 70) || 45;
    const text = (d, plus, minus) => Math.abs(+d.toFixed(2)) + "°" + (d > 0 ? plus : d < 0 ? minus : "");
    for (let d = Math.ceil(lat(height) / step) * step; d < lat(0) && d <= 90; d += step) {
      const y = project(d, 0)[1];
      svg.append(T.svg("line", { class: "grid", x1: 0, x2: width, y1: y, y2: y }), T.svg("text", { class: "degree", x: 6, y: y - 3 }, text(d, "N", "S")));
    }
    for (let d = Math.ceil(lon(0) / step) * step; d < lon(width); d += step) {
      const x = project(0, d)[0];
      svg.append(T.svg("line", { class: "grid", x1: x, x2: x, y1: 0, y2: height }), T.svg("text", { class: "degree", x: x + 4, y: height - 6 }, text(d, "E", "W")));
    }
  }

  const radius = ({ events, vague }) => {
    const n = events.size;
    return n ? Math.min(9 + 3.2 * Math.sqrt(n), 34) + (vague ? 5 : 0) : vague ? 0 : 4;
  };

  function circle(spot, x, y) {
    const n = spot.events.size;
    const label = T.word("events_here", { place: T.isolate(T.name(nodes[spot.id])), n: T.number(n) });
    const open = () => T.select({ node: spot.places.size === 1 ? [...spot.places][0] : spot.id }, { bring: true });
    return T.svg("g", {
      class: "spot " + (!n ? "quiet-spot" : spot.vague ? "vague" : "exact"), tabindex: 0, role: "button", "aria-label": label,
      "data-node": spot.id, onclick: open, onkeydown: (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); open(); } },
    }, T.svg("title", {}, label), T.svg("circle", { cx: x, cy: y, r: radius(spot) }),
    n ? T.svg("text", { class: "number", x, y: y + 4, "text-anchor": "middle" }, T.number(n)) : "");
  }

  const ruler = document.createElement("canvas").getContext("2d");

  function names(svg, drawn) {
    ruler.font = "13px sans-serif";
    const taken = drawn.filter((d) => d.spot.events.size).map((d) => [d.x - 9, d.x + 9, d.y - 9, d.y + 9]);
    const done = new Set();
    for (const { spot, x, y } of drawn) {
      if (done.has(spot.id)) continue;
      const text = T.name(nodes[spot.id]);
      const w = ruler.measureText(text).width / 2 + 4;
      const r = radius(spot);
      const free = ([x1, x2, y1, y2]) => !taken.some((t) => t[0] < x2 && t[1] > x1 && t[2] < y2 && t[3] > y1);
      const base = [y + r + 15, y - r - 6].find((at) => free([x - w, x + w, at - 13, at + 4]));
      if (base === undefined) continue;
      const box = [x - w, x + w, base - 13, base + 4];
      taken.push(box);
      done.add(spot.id);
      svg.append(T.svg("text", { class: spot.vague ? "region" : "place", x, y: base, "text-anchor": "middle" }, T.isolate(text)));
    }
  }

  function key() {
    const sign = (name, r) => T.svg("svg", { viewBox: "0 0 16 16", class: "spot " + name, "aria-hidden": "true" }, T.svg("circle", { cx: 8, cy: 8, r }));
    return T.el("ul", { class: "key" }, T.el("li", {}, sign("exact", 6), T.word("map_exact")),
      T.el("li", {}, sign("vague", 7), T.word("map_vague")), T.el("li", {}, sign("quiet-spot", 4), T.word("map_quiet")));
  }

  function draw() {
    wanted = false;
    if (T.state.view !== "map") return;
    const list = spots();
    if (!list.length) {
      view.replaceChildren(T.el("p", { class: "notice" }, T.word("no_points")));
      return;
    }
    const legend = key();
    const svg = T.svg("svg", { role: "group", "aria-label": T.word("map_label"), direction: "ltr" });
    view.replaceChildren(legend, svg, buttons());
    const [width, height] = [view.clientWidth, view.clientHeight - legend.offsetHeight];
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    frame = frame || home(list, width, height);
    const project = (lat, lon) => [width / 2 + (lon - frame.lon) * frame.squeeze * frame.scale, height / 2 - (lat - frame.lat) * frame.scale];
    grid(svg, project, width, height);
    const drawn = list.map((spot) => { const [x, y] = project(...nodes[spot.id].point); return { spot, x, y }; });
    const big = [...drawn].sort((a, b) => b.spot.vague - a.spot.vague || b.spot.events.size - a.spot.events.size);
    svg.append(...big.map(({ spot, x, y }) => circle(spot, x, y)));
    names(svg, drawn);
    move(svg);
  }

  const later = () => { if (!wanted) { wanted = true; requestAnimationFrame(draw); } };
  const zoom = (factor) => { frame.scale = Math.min(Math.max(frame.scale * factor, 2), 4000); later(); };

  function buttons() {
    const button = (word, sign, action) => T.el("button", { type: "button", "aria-label": T.word(word), onclick: action }, sign);
    return T.el("div", { class: "zoom" }, button("zoom_in", "+", () => zoom(1.5)), button("zoom_out", "−", () => zoom(1 / 1.5)),
      button("fit", "⤢", () => { frame = null; later(); }));
  }

  let held = null;
  function move(svg) {
    svg.addEventListener("pointerdown", (e) => { held = [e.clientX, e.clientY]; });
    svg.addEventListener("wheel", (e) => { e.preventDefault(); zoom(Math.exp(-e.deltaY * 0.0015)); }, { passive: false });
  }
  addEventListener("pointermove", (e) => {
    if (!held || !frame) return;
    frame.lon -= (e.clientX - held[0]) / frame.scale / frame.squeeze;
    frame.lat += (e.clientY - held[1]) / frame.scale;
    held = [e.clientX, e.clientY];
    later();
  });
  addEventListener("pointerup", () => { held = null; });
  addEventListener("resize", () => { frame = null; later(); });

  T.watch((changed) => T.only(changed, "selected") || draw());
});

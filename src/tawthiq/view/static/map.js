// The map of the events: clusters that split as the reader comes nearer, areas for what is only roughly known.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const view = document.getElementById("view-map");
  if (!view) return;

  const { nodes } = T.data;
  const COLOURS = ["map-sea", "map-land", "map-coast", "map-border", "map-disputed", "map-river", "map-province", "place"];
  const [SEEN, MOST_EXTENTS] = [5, 60]; // pixels of the smallest extent that is drawn; extents at once, the busiest
  const CROWD = 120; // large areas from which those that are near each other are one mark, too
  const LARGE = 34; // pixels: radius from which an area has a number of its own
  const [LEAST, MOST] = [1.6, 4000]; // pixels a degree
  let frame = null; // { x, y, scale }
  let base = null;
  let found = null; // spots of the present choices
  let wanted = false;

  const canvas = T.el("canvas", { "aria-hidden": "true" });
  const svg = T.svg("svg", { role: "group", direction: "ltr", tabindex: 0 });
  const legend = T.el("details", { class: "key", open: innerWidth > 820 });
  const source = T.el("p", { class: "source" });
  const zoomers = T.el("div", { class: "zoom" });
  const stage = T.el("div", { class: "map" }, canvas, svg, zoomers, source);
  const nothing = T.el("p", { class: "notice" });
  view.append(legend, stage, nothing);

  const size = () => ({ width: stage.clientWidth, height: stage.clientHeight });
  const lens = () => ({ ...frame, ...size() });
  const place = (x, y, { width, height }) => [width / 2 + (x - frame.x) * frame.scale, height / 2 - (y - frame.y) * frame.scale];
  const spots = () => (found = found || T.mapSpots());

  // The view that shows what happened; areas as large as a great country count only if there is nothing nearer.
  function home() {
    const { width, height } = size();
    const { exact, areas, quiet } = spots();
    const busy = [...exact, ...areas.filter((a) => a.km < 700)];
    const near = [busy, areas, quiet].find((list) => list.length);
    if (!near) return { x: 43, y: T.mercator(33), scale: Math.min(width, height) / 30 };
    const ends = (axis) => [Math.min(...near.map((s) => s[axis] - reach(s))), Math.max(...near.map((s) => s[axis] + reach(s)))];
    const [[west, east], [south, north]] = [ends("x"), ends("y")];
    const scale = clamp(Math.min((width - 60) / Math.max(east - west, 3), (height - 90) / Math.max(north - south, 3)), LEAST, MOST);
    return { x: (west + east) / 2, y: (south + north) / 2 - 14 / scale, scale }; // the line below names the source
  }
  const reach = (spot) => Math.min(spot.km || 0, 250) / 111.2;
  // Where the reader looks, for the link: latitude, longitude and scale; empty as long as nobody moved.
  T.inLink("at", (text) => (/^-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?$/.test(text || "") ? text : ""));
  function fromLink() {
    if (!T.state.at) return null;
    const [lat, lon, scale] = T.state.at.split(",").map(Number);
    return { x: clamp(lon, -180, 180), y: T.mercator(lat), scale: clamp(scale, LEAST, MOST) };
  }
  let settling = 0;
  function moved(home) {
    clearTimeout(settling);
    settling = setTimeout(() => {
      T.state.at = home ? "" : [T.latitude(frame.y).toFixed(3), frame.x.toFixed(3), frame.scale.toFixed(1)].join(",");
      T.writeLink(new Set());
    }, 400);
  }

  const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

  // ---- drawing

  function extents(drawn, lensNow) {
    const [circles, shapes] = [[], []];
    for (const spot of drawn) {
      const shape = base && base.areas.get(nodes[spot.node].name);
      const [x, y] = place(spot.x, spot.y, lensNow);
      if (shape) shapes.push(shape.rings);
      else circles.push({ x, y, r: Math.max(12, across(spot)) });
    }
    return T.svg("g", { class: "extents", "aria-hidden": "true" }, T.extents(circles, shapes, lensNow));
  }

  function badge(spot, x, y, kind) {
    const n = spot.events.size;
    const more = spot.spots && spot.spots.length > 1;
    const label = T.word(more ? "map_spot_cluster" : kind === "vague" ? "map_spot_vague" : "events_here",
      { place: T.isolate(T.name(nodes[spot.node])), n: T.number(n), m: more ? T.number(spot.spots.length) : "" });
    const chosen = T.state.selected && [...spot.events, spot.node, ...(spot.nodes || [])].includes(T.state.selected.node);
    const r = Math.min(9 + 3 * Math.log2(n), 30);
    return T.svg("g", {
      class: "spot " + kind + (chosen ? " chosen" : "") + (more ? " many" : ""), tabindex: 0, role: "button", "aria-label": label, "data-key": spot.key, "data-node": spot.node,
      onclick: () => open(spot), onkeydown: (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        open(spot);
      },
    }, T.svg("title", {}, label), more ? T.svg("circle", { class: "halo", cx: x, cy: y, r: r + 4 }) : "",
    T.svg("circle", { cx: x, cy: y, r }), T.svg("text", { class: "number", x, y: y + 4, "text-anchor": "middle" }, T.number(n)));
  }

  function open(spot) {
    const ends = (axis) => { const at = (spot.spots || [spot]).map((s) => s[axis]); return [Math.min(...at), Math.max(...at)]; };
    const [[west, east], [south, north]] = [ends("x"), ends("y")];
    const wide = Math.max(east - west, north - south);
    if (wide > 4 / MOST && frame.scale < MOST) {
      const scale = clamp(Math.max(frame.scale * 2, Math.min(size().width, size().height) * 0.55 / wide), LEAST, MOST);
      frame = { x: (west + east) / 2, y: (south + north) / 2, scale };
      move();
    } else if (spot.events.size === 1) {
      T.select({ node: [...spot.events][0] }, { bring: true });
    } else {
      T.listEvents(spot.node, [...spot.events], spot.km ? "map_list_vague" : "map_list");
    }
  }

  const ruler = document.createElement("canvas").getContext("2d");

  // Names only where they cover nothing: of the spots first, then of the countries.
  function names(layer, marked, lensNow) {
    const taken = marked.map(({ x, y, r }) => [x - r, x + r, y - r, y + r]);
    const box = stage.getBoundingClientRect();
    for (const over of [zoomers, source]) {
      const { left, right, top, bottom } = over.getBoundingClientRect();
      taken.push([left - box.left, right - box.left, top - box.top, bottom - box.top]);
    }
    const put = (text, x, heights, style, weight) => {
      ruler.font = weight;
      const w = ruler.measureText(text).width / 2 + 4;
      for (const y of heights) {
        const edges = [x - w, x + w, y - 13, y + 4];
        if (edges[0] < 0 || edges[1] > lensNow.width || edges[2] < 0 || edges[3] > lensNow.height) continue;
        if (taken.some((t) => t[0] < edges[1] && t[1] > edges[0] && t[2] < edges[3] && t[3] > edges[2])) continue;
        taken.push(edges);
        layer.append(T.svg("text", { class: style, x, y, "text-anchor": "middle" }, T.isolate(text)));
        return;
      }
    };
    const done = new Set();
    for (const { spot, x, y, r, kind } of marked) {
      if (done.has(spot.node) || (spot.spots && spot.spots.length > 1)) continue;
      done.add(spot.node);
      put(T.name(nodes[spot.node]), x, [y + r + 15, y - r - 6], kind === "vague" ? "region" : "place", "13px sans-serif");
    }
    const named = new Set([...done].map((id) => nodes[id].name));
    for (const country of (base ? base.countries : []).filter((c) => c.at && !named.has(c.id)).sort((a, b) => b.size - a.size)) {
      if (country.size * frame.scale * frame.scale < 2600) continue;
      const [x, y] = place(country.at[0], T.mercator(country.at[1]), lensNow);
      put(T.pick(country.ar, country.en), x, [y, y + 18, y - 18, y + 36], "country", "600 13px sans-serif");
    }
  }

  function draw() {
    wanted = false;
    if (T.state.view !== "map" || view.hidden) return;
    if (!base) T.baseMap().then((map) => { if (!base) { base = map; tellSource(); later(); } });
    frame = frame || fromLink() || home();
    const now = lens();
    const edge = 60;
    const inside = ([x, y]) => x > -edge && y > -edge && x < now.width + edge && y < now.height + edge;
    const { exact, areas, quiet } = spots();
    T.paintGround(canvas, base, now, quiet, T.colours(COLOURS));
    const held = document.activeElement && svg.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const meets = (spot) => { const r = across(spot) + edge; const [x, y] = place(spot.x, spot.y, now); return x > -r && y > -r && x < now.width + r && y < now.height + r; };
    const drawn = areas.filter((spot) => across(spot) > SEEN && meets(spot)).sort((a, b) => b.events.size - a.events.size).slice(0, MOST_EXTENTS);
    const layer = T.svg("g", {});
    const marked = [];
    const groups = clusters(exact, areas);
    const seen = groups.exact.map((c) => [c, place(c.x, c.y, now)]).filter(([, at]) => inside(at));
    for (const [spot, [x, y]] of seen) marked.push({ spot, x, y, r: Math.min(9 + 3 * Math.log2(spot.events.size), 30) + 4, kind: "exact" });
    for (const spot of groups.areas.filter((a) => inside(place(a.x, a.y, now)))) {
      const r = Math.min(9 + 3 * Math.log2(spot.events.size), 30);
      const middle = place(spot.x, spot.y, now);
      const at = freeSpot(middle, r, marked);
      if (!inside(at)) continue;
      if (at !== middle) layer.append(T.svg("line", { class: "leader", x1: middle[0], y1: middle[1], x2: at[0], y2: at[1] }));
      marked.push({ spot, x: at[0], y: at[1], r, kind: "vague" });
    }
    layer.append(...[...marked].reverse().map(({ spot, x, y, kind }) => badge(spot, x, y, kind)));
    names(layer, marked, now);
    svg.setAttribute("viewBox", `0 0 ${now.width} ${now.height}`);
    svg.setAttribute("aria-label", T.word("map_label"));
    svg.replaceChildren(extents(drawn, now), layer);
    if (held) [...svg.querySelectorAll("[data-key]")].find((e) => e.dataset.key === held)?.focus({ preventScroll: true });
    nothing.hidden = exact.length + areas.length + quiet.length > 0;
    nothing.textContent = nothing.hidden ? "" : T.word("no_points");
  }

  // Pixels of an area's radius.
  const across = (spot) => spot.km / 111.2 / Math.cos(spot.lat * Math.PI / 180) * frame.scale;

  // Points and areas in clusters, as long as scale and choices are the same. Areas that look small at this scale
  // are clusters where they are near each other; large ones stand by themselves, unless there are very many.
  let grouped = { of: null, scale: 0 };
  function clusters(exact, areas) {
    if (grouped.of === found && grouped.scale === frame.scale) return grouped;
    const large = areas.filter((area) => across(area) > LARGE);
    const apart = large.length > CROWD ? [] : large;
    const small = areas.filter((area) => !apart.length || across(area) <= LARGE);
    const together = T.mapClusters(small, frame.scale).map((c) => (c.spots.length > 1 ? c : c.spots[0]));
    grouped = { of: found, scale: frame.scale, exact: T.mapClusters(exact, frame.scale), areas: [...apart, ...together] };
    return grouped;
  }

  // The number of an area stands in its middle, or close beside what is there already, with a line to it.
  function freeSpot(middle, r, marked) {
    const free = (at) => !marked.some((m) => Math.hypot(m.x - at[0], m.y - at[1]) < m.r + r + 1);
    const [x, y] = middle;
    const tries = [middle];
    for (const far of [r + 14, r + 30]) for (let turn = 0; turn < 8; turn++) tries.push([x + far * Math.cos(turn * Math.PI / 4 + 0.8), y + far * Math.sin(turn * Math.PI / 4 + 0.8)]);
    return tries.find(free) || middle;
  }

  // ---- legend, source, buttons

  function sign(kind) {
    if (kind === "disputed") return T.svg("svg", { viewBox: "0 0 22 16", class: "sign", "aria-hidden": "true" }, T.svg("line", { class: "disputed", x1: 1, x2: 21, y1: 8, y2: 8 }));
    const shape = kind === "quiet" ? T.svg("rect", { x: 9, y: 6, width: 5, height: 5 }) : T.svg("circle", { cx: 11, cy: 8, r: kind === "exact" ? 6 : 7 });
    return T.svg("svg", { viewBox: "0 0 22 16", class: "sign spot " + (kind === "quiet" ? "" : kind), "aria-hidden": "true" }, shape);
  }

  function tellSource() {
    const rows = ["exact", "vague", "quiet"].concat(base && base.lines.disputed.length ? ["disputed"] : []);
    const name = base ? T.isolate(base.source.disputed || base.source.name) : "";
    legend.replaceChildren(T.el("summary", {}, T.word("map_key")), T.el("ul", {}, rows.map((kind) => T.el("li", {}, sign(kind), T.word("map_" + kind, { source: name })))));
    if (!base) return;
    const licence = base.source.licence === "public domain" ? T.word("map_public_domain") : base.source.licence;
    source.replaceChildren(T.word("map_source", { name: T.isolate(base.source.name) }), licence ? T.el("span", {}, " · ", T.bdi(licence)) : "", T.el("span", {}, " · ", T.word("map_no_opinion")));
  }

  function buttons() {
    const button = (word, text, action) => T.el("button", { type: "button", "aria-label": T.word(word), title: T.word(word), onclick: action }, text);
    zoomers.replaceChildren(button("zoom_in", "+", () => zoom(1.6)), button("zoom_out", "−", () => zoom(1 / 1.6)),
      button("fit", "⤢", showAll));
  }

  // ---- moving

  const move = () => { moved(); later(); };
  function showAll() {
    T.state.at = "";
    frame = null;
    moved(true);
    later();
  }
  const later = () => { if (!wanted) { wanted = true; requestAnimationFrame(draw); } };

  // Where what is selected stands in view, if it does: the buttons and keys zoom there.
  function chosenSpot() {
    const chosen = T.state.selected;
    if (!chosen || chosen.node === undefined) return null;
    return [chosen.node, ...T.placesOf(chosen.node)].map((n) => T.data.spots.get(n)).find(Boolean) || null;
  }

  function zoom(factor, at) {
    const { width, height } = size();
    const near = at ? null : chosenSpot();
    if (near) {
      const [x, y] = place(near.lon, T.mercator(near.lat), { width, height });
      if (x > 0 && y > 0 && x < width && y < height) at = [x, y];
    }
    const [dx, dy] = at ? [at[0] - width / 2, height / 2 - at[1]] : [0, 0];
    const scale = clamp(frame.scale * factor, LEAST, MOST);
    frame = { x: frame.x + dx / frame.scale - dx / scale, y: frame.y + dy / frame.scale - dy / scale, scale };
    move();
  }
  const pan = (dx, dy) => { frame = { ...frame, x: frame.x - dx / frame.scale, y: clamp(frame.y + dy / frame.scale, -90, 120) }; move(); };

  const held = new Map(); // pointers that are down
  svg.addEventListener("pointerdown", (event) => held.set(event.pointerId, [event.clientX, event.clientY]));
  addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before || !frame) return;
    const now = [event.clientX, event.clientY];
    if (held.size === 2) {
      const other = [...held].find(([id]) => id !== event.pointerId)[1];
      const box = stage.getBoundingClientRect();
      const apart = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]);
      zoom(apart(now) / Math.max(apart(before), 1), [(now[0] + other[0]) / 2 - box.left, (now[1] + other[1]) / 2 - box.top]);
    } else {
      pan(now[0] - before[0], now[1] - before[1]);
    }
    held.set(event.pointerId, now);
  });
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, (event) => held.delete(event.pointerId));
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = stage.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * 0.0016), [event.clientX - box.left, event.clientY - box.top]);
  }, { passive: false });
  const STEPS = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] };
  svg.addEventListener("keydown", (event) => {
    if (event.key in STEPS) pan(...STEPS[event.key]);
    else if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "0") showAll();
    else return;
    event.preventDefault();
  });
  // A place without events is a mark on the canvas; a click near one opens it.
  svg.addEventListener("click", (event) => {
    if (event.target !== svg) return;
    const box = stage.getBoundingClientRect();
    const now = lens();
    let best = null;
    for (const q of spots().quiet) {
      const [x, y] = place(q.x, q.y, now);
      const away = Math.hypot(x - event.clientX + box.left, y - event.clientY + box.top);
      if (away < 9 && (!best || away < best.away)) best = { node: q.node, away };
    }
    if (best) T.select({ node: best.node }, { bring: true });
  });
  new ResizeObserver(later).observe(stage);

  // Brings the place of what is selected into view.
  function follow() {
    const at = T.state.view === "map" && frame && chosenSpot();
    if (!at) return;
    const [x, y] = place(at.lon, T.mercator(at.lat), size());
    const { width, height } = size();
    if (x < 40 || y < 40 || x > width - 40 || y > height - 40) frame = { ...frame, x: at.lon, y: T.mercator(at.lat) };
  }

  // The map as one SVG that stands by itself.
  T.pictures.map = async function () {
    base = await T.baseMap();
    draw();
    const now = lens();
    const whole = T.standalone(svg, now);
    whole.prepend(...T.baseMapElements(base, now, T.colours(COLOURS)));
    return whole;
  };

  T.watch((changed) => {
    if (changed.size === 0 || changed.has("filters")) found = null;
    if (changed.size === 0 || changed.has("language")) { buttons(); tellSource(); }
    if (changed.has("at") && fromLink()) frame = fromLink();
    if (changed.has("selected")) follow();
    later();
  });
  buttons();
  tellSource();
});

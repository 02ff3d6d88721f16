// The graph itself, drawn by vis-network; positions come with the data, nothing moves by itself.
(function (T) {
  "use strict";
  const holder = document.getElementById("network");
  if (!holder) return;

  const liveNodes = new vis.DataSet();
  const liveEdges = new vis.DataSet();
  const network = new vis.Network(holder, { nodes: liveNodes, edges: liveEdges }, T.overview.options);
  T.network = network;
  const CROWD = 400;
  const colours = T.palette;
  // Before the data is there: the overview, where there is one.
  let shown = { level: T.overview.total > T.WHOLE ? "overview" : "whole", nodes: new Set(), edges: [] };
  let bright = null; // nodes that stay bright while something is selected; null: all
  let swell = 1; // how much bigger nodes are drawn, so that they can be seen when many are in view
  T.shown = () => shown;
  T.bright = () => bright;
  T.sizeOf = (id) => T.data.nodes[id].size * swell;

  function spotlight() {
    const chosen = T.state.selected;
    if (!chosen) return null;
    if (chosen.path) return new Set(T.asked());
    if (chosen.edge !== undefined) return new Set([T.data.edges[chosen.edge].from, T.data.edges[chosen.edge].to]);
    const near = new Set([chosen.node]);
    for (const e of shown.edges) if (e.from === chosen.node || e.to === chosen.node) near.add(T.otherEnd(e, chosen.node));
    return near.size > 1 || shown.nodes.has(chosen.node) ? near : null;
  }

  T.lit = function (edge) {
    const chosen = T.state.selected;
    if (!chosen) return true;
    if (chosen.path) return T.onPath(edge.id);
    return chosen.edge !== undefined ? chosen.edge === edge.id : edge.from === chosen.node || edge.to === chosen.node;
  };

  function nodeView(id) {
    const { x, y, shape, kind, status, aggregate } = T.data.nodes[id];
    const doubtful = kind === "event" && status && status !== "actual";
    const colour = colours[kind];
    const body = { background: doubtful ? colours.paper : colour, border: doubtful ? colour : colours.paper };
    const strong = { background: body.background, border: colours.ink };
    return {
      id, x, y, size: T.sizeOf(id), shape, opacity: !bright || bright.has(id) ? 1 : 0.18,
      color: { ...body, highlight: strong, hover: strong }, borderWidth: doubtful || aggregate ? 2.5 : 1,
      shapeProperties: { borderDashes: doubtful ? [4, 3] : false },
    };
  }

  // Parallel edges bend apart, each its own way; a lone edge is straight.
  function bends(list) {
    const groups = new Map();
    for (const e of list) {
      const key = Math.min(e.from, e.to) + "-" + Math.max(e.from, e.to);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(e);
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
    const colour = T.state.selected && T.state.selected.path && T.lit(edge) ? colours.accent : colours[derived ? "derived" : "edge"];
    return {
      id: edge.id, from: edge.from, to: edge.to, smooth: bend.get(edge.id) || false,
      width: (derived ? Math.min(1.4 + 0.35 * edge.events.length, 4) : 1.1) * Math.min(swell, 1.8), dashes: !edge.role && !derived ? [5, 4] : false,
      color: { color: colour, highlight: colours.accent, hover: colours.accent, opacity: !T.lit(edge) ? 0.12 : crowded && !T.state.selected ? 0.45 : 0.9 },
    };
  }

  // ---- the overview: a circle for each community that has something to show

  function circles() {
    const counts = T.data ? T.standing().groups : T.overview.communities.map((c) => c.n);
    return T.overview.communities.map((c, number) => ({ ...c, number, id: "c" + number, n: counts[number] })).filter((c) => c.n > 0);
  }

  function circleView({ id, x, y, r }) {
    const strong = { background: colours.surface, border: colours.accent };
    return { id, x, y, size: r, shape: "dot", borderWidth: 1.5, borderWidthSelected: 3, opacity: 1,
      color: { background: colours.surface, border: colours.line, highlight: strong, hover: strong }, shapeProperties: { borderDashes: false } };
  }

  function linkView([a, b, count], index) {
    const thickness = (1 + Math.min(Math.log2(count), 6)) * T.world.width / 1400;
    return { id: "l" + index, from: "c" + a, to: "c" + b, width: thickness, smooth: false, dashes: false, arrows: "",
      color: { color: colours.edge, opacity: 0.35, highlight: colours.edge, hover: colours.edge } };
  }

  function sync(set, views) {
    const keep = new Set(views.map((v) => v.id));
    set.remove(set.getIds().filter((id) => !keep.has(id)));
    set.update(views);
  }

  T.draw = function () {
    if (T.data) shown = T.visible();
    if (shown.level === "overview") {
      shown.circles = circles();
      const there = new Set(shown.circles.map((c) => c.number));
      sync(liveEdges, []);
      sync(liveNodes, shown.circles.map(circleView));
      sync(liveEdges, T.overview.links.filter(([a, b]) => there.has(a) && there.has(b)).map(linkView));
      bright = null;
    } else {
      bright = spotlight();
      const placed = liveNodes.length ? network.getPositions() : {};
      sync(liveNodes, [...shown.nodes].map((id) => ({ ...nodeView(id), ...placed[id] })));
      const bend = bends(shown.edges);
      // Many edges are left out while the picture is dragged, which would not follow the hand.
      network.renderer.options.hideEdgesOnDrag = shown.edges.length > CROWD;
      sync(liveEdges, shown.edges.map((e) => edgeView(e, bend, shown.edges.length > CROWD)));
      markSelection();
    }
    tell();
  };

  function markSelection() {
    const chosen = T.state.selected || {};
    if (chosen.node !== undefined && shown.nodes.has(chosen.node)) network.selectNodes([chosen.node], true);
    else if (chosen.edge !== undefined && liveEdges.get(chosen.edge)) network.selectEdges([chosen.edge]);
    else network.unselectAll();
  }

  function tell() {
    const byId = (id) => document.getElementById(id);
    const overview = shown.level === "overview";
    if (!T.data && !overview) return;
    const total = T.data ? shown.total : T.overview.total;
    const some = !overview && shown.nodes.size < shown.here;
    const counts = { n: T.number(shown.nodes.size), m: T.number(shown.edges.length), total: T.number(overview ? total : shown.here) };
    const parts = [T.word(overview ? "shown_groups" : some ? "shown_some" : "shown_all", overview ? { ...counts, n: T.number(shown.circles.length) } : counts)];
    if (!overview && shown.here < total) parts.push(T.word("in_all", { n: T.number(total) }));
    if (shown.lone) parts.push(T.word("lone", { n: T.number(shown.lone) }));
    byId("status").textContent = parts.join(" · ");
    byId("more").hidden = !some || (shown.level === "community" && T.state.open === null);
    byId("nothing").hidden = !T.data || overview || shown.nodes.size > 0;
    byId("crumb").hidden = shown.level !== "community";
    const open = T.overview.communities[T.state.open];
    byId("crumb-name").textContent = open ? T.isolate(T.communityName(open)) : "";
  }

  // A community is called after its best connected member.
  T.communityName = (community) => T.name(community.names[0] || { name: "" });

  // ---- where the picture looks

  function zoom(factor) {
    network.moveTo({ scale: Math.min(4, Math.max(0.4 * T.fitScale(), network.getScale() * factor)) });
    remember();
  }
  T.zoom = zoom;
  // Where the reader has moved the picture to stands in the link: middle and scale.
  T.inLink("look", (text) => (/^-?\d+,-?\d+,\d+(\.\d+)?$/.test(text || "") ? text : null));
  let moved;
  function remember() {
    clearTimeout(moved);
    moved = setTimeout(() => {
      const { x, y } = network.getViewPosition();
      T.state.look = [Math.round(x), Math.round(y), Math.max(0.001, +network.getScale().toFixed(3))].join(",");
      T.writeLink(new Set(["look"]));
    }, 200);
  }
  network.on("zoom", remember);
  network.on("dragEnd", ({ nodes }) => nodes.length || remember());
  T.lookAt = function (look) {
    const [x, y, scale] = look.split(",").map(Number);
    T.state.look = look;
    network.setSize("100%", "100%");
    network.moveTo({ position: { x, y }, scale });
    T.draw();
  };

  T.fit = () => fitTo(liveNodes.getIds(), 1.3);

  // Everything that there is, in sight: pixels for a unit of the layout.
  T.fitScale = () => Math.min(1, holder.clientWidth / T.world.width, holder.clientHeight / T.world.height);

  // Move the picture so that nodes are in sight, with room for their names, at most at the given scale.
  function fitTo(ids, most) {
    const places = ids.map((id) => ({ r: 0, ...network.body.nodes[id] && { x: network.body.nodes[id].x, y: network.body.nodes[id].y, r: shown.level === "overview" ? network.body.nodes[id].options.size : 0 } }));
    if (!places.length) return;
    T.state.look = null;
    network.setSize("100%", "100%"); // else the library notices a new size later, and zooms by itself
    const least = (f) => places.reduce((m, p) => Math.min(m, f(p)), Infinity);
    const [x1, x2, y1, y2] = [least((p) => p.x - p.r), -least((p) => -p.x - p.r), least((p) => p.y - p.r), -least((p) => -p.y - p.r)];
    const [across, down] = shown.level === "overview" ? [16, 16] : [70, 34];
    const scale = Math.min(most, (holder.clientWidth - 2 * across) / Math.max(x2 - x1, 1), (holder.clientHeight - 2 * down) / Math.max(y2 - y1, 1));
    network.moveTo({ position: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 }, scale: Math.max(scale, 0.0001) });
    const room = Math.sqrt(holder.clientWidth * holder.clientHeight / Math.max(1, shown.nodes.size));
    swell = Math.min(2.5, Math.max(1, Math.min(0.7, 0.0115 * room) / network.getScale()));
    T.draw();
  }

  T.focusNode = function (selected) {
    if (T.state.view !== "graph" || shown.level === "overview") return;
    const ids = [...(bright || [])].filter((id) => shown.nodes.has(id));
    fitTo(ids, 1.15);
  };

  T.view = function () {
    const scale = network.getScale();
    const { x, y } = network.getViewPosition();
    const [w, h] = [holder.clientWidth / 2 / scale, holder.clientHeight / 2 / scale];
    return { scale, rectangle: [x - w, y - h, x + w, y + h] };
  };

  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.3));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  document.getElementById("fit").addEventListener("click", () => { T.fit(); T.writeLink(new Set(["look"])); });
  document.getElementById("more").addEventListener("click", () => { T.showMore(); T.fit(); });
  document.getElementById("crumb-back").addEventListener("click", () => T.openCommunity(null));

  T.watch((changed) => {
    if (changed.has("theme")) T.readColours();
    T.draw();
  });
  T.readColours();
  if (shown.level === "overview") { T.draw(); T.fit(); }
})(window.tawthiq = window.tawthiq || {});

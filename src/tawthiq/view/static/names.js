// Names and dots of the graph, drawn around what the drawing library draws.
(function (T) {
  "use strict";
  if (!T.network) return;

  const { network, palette: colours } = T;
  const LEADING = 12; // so many of the important nodes get their names before dots are kept free of names
  const FAINT = 0.3;
  let hovered = null;
  T.hovered = () => hovered;

  const weight = (id) => T.degree(id) + (T.bright() && T.bright().has(id) ? 1e5 : 0) + (hovered === id ? 1e6 : 0)
    + (T.state.selected && T.state.selected.node === id ? 1e7 : 0) - (T.isEvent(id) ? 3 : 0);

  function nodeNames(labels, scale) {
    const bright = T.bright();
    const chosen = T.state.selected;
    const bodies = network.body.nodes;
    const present = [...T.shown().nodes].filter((id) => bodies[id] && (!bright || bright.has(id)));
    const ranked = present.map((id) => [weight(id), id]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    const block = (list, part) => list.forEach(([, id]) => labels.block(bodies[id].x, bodies[id].y, T.sizeOf(id) * part));
    block(ranked.slice(0, LEADING), 0.8);
    for (const [place, [, id]] of ranked.entries()) {
      if (place === LEADING) block(ranked.slice(LEADING), 0.6);
      const { x, y } = bodies[id];
      const node = T.data.nodes[id];
      const own = chosen && chosen.node === id;
      const size = own ? 15 : node.kind === "event" ? 11.5 : 13;
      const away = T.sizeOf(id) + size * 0.85 / scale;
      const beside = T.sizeOf(id) + 3 / scale;
      const places = [[x, y + away], [x, y - away], [x + beside, y, 1], [x - beside, y, -1]];
      labels.put(T.drawn(node, 34), places, {
        size, weight: own || node.size > 14 ? 600 : 400, colour: node.kind === "event" ? colours.soft : colours.ink, always: own || hovered === id,
      });
    }
  }

  function edgeNames(labels, scale) {
    if (!T.state.selected && scale <= 0.85) return;
    for (const edge of T.shown().edges) {
      const drawn = T.lit(edge) && network.body.edges[edge.id];
      if (!drawn || !drawn.edgeType || !drawn.edgeType.getPoint) continue;
      const { x, y } = drawn.edgeType.getPoint(0.5);
      labels.put(T.isolate(T.predicate(edge)), [[x, y]], { size: 11, colour: colours.derived });
    }
  }

  // The leading name and the number of each community, further names where there is room.
  function communityNames(labels, scale) {
    for (const circle of [...T.shown().circles].sort((a, b) => b.n - a.n)) {
      const { x, y, r, n, names } = circle;
      const room = r * scale;
      const line = 17 / scale;
      const main = T.drawn(names[0] || { name: "" }, 26) + " " + T.isolate("(" + T.number(n) + ")");
      const always = hovered === circle.id;
      const extra = room > 42 ? names.slice(1, room > 60 ? 3 : 2) : [];
      const top = y - (extra.length * line) / 2;
      const size = Math.min(17, Math.max(12.5, 9 + room / 9));
      const places = [[x, top], [x, y + r * 0.6], [x, y - r * 0.6], [x, y + r + line * 0.6], [x, y - r - line * 0.6]];
      const place = labels.put(main, places, { size, weight: 600, colour: colours.ink, always });
      if (place === places[0]) extra.forEach((node, i) => labels.put(T.drawn(node, 26), [[x, top + (i + 1.15) * line]], { size: 12, colour: colours.soft }));
    }
  }

  network.on("beforeDrawing", (context) => {
    if (T.data && T.shown().level === "community") T.drawDots(context, T.view(), FAINT);
  });
  network.on("afterDrawing", (context) => {
    const view = T.view();
    const labels = T.labeller(context, view);
    if (T.shown().level === "overview") {
      if (T.data) T.drawDots(context, view, 0.75);
      communityNames(labels, view.scale);
    } else if (T.data) {
      nodeNames(labels, view.scale);
      edgeNames(labels, view.scale);
    }
  });

  const holder = document.getElementById("network");
  const point = (value) => { holder.style.cursor = value; };
  network.on("hoverNode", (e) => { hovered = e.node; point("pointer"); });
  network.on("blurNode", () => { hovered = null; point(""); });
  network.on("hoverEdge", (e) => { if (typeof e.edge === "number") point("pointer"); });
  network.on("blurEdge", () => point(""));
})(window.tawthiq = window.tawthiq || {});

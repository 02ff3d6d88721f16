// What the graph draws itself, beside the drawing library: all nodes as dots behind, names in front.
(function (T) {
  "use strict";

  const colours = {};
  const NAMES = ["actor", "person", "place", "event", "thing", "edge", "derived", "ink", "soft", "paper", "surface", "line", "accent", "sans"];
  T.palette = colours;
  T.readColours = function () {
    Object.assign(colours, T.colours(NAMES));
    picture = null;
  };

  // ---- all nodes as dots: one picture of them from afar, single dots from near

  const SIDE = 2048; // pixels of the picture's longer side
  const CELLS = 96;
  const DOT = 2.4; // pixels of a dot when everything is in sight
  let picture = null;
  let grid = null;

  // The corners of everything, from the communities' circles.
  T.world = (function () {
    const circles = T.overview.communities;
    const least = (f) => Math.min(...circles.map(f));
    const [left, top] = [least((c) => c.x - c.r), least((c) => c.y - c.r)];
    return { left, top, width: Math.max(1, -least((c) => -c.x - c.r) - left), height: Math.max(1, -least((c) => -c.y - c.r) - top) };
  })();

  const { left, top, width, height } = T.world;
  const side = Math.max(width, height);
  const cellOf = (v) => Math.min(CELLS - 1, Math.max(0, Math.floor((v / side) * CELLS)));

  // Nodes by kind and cell of a grid, in compressed rows.
  function makeGrid() {
    const kind = T.columns["node.kind"];
    const [x, y] = [T.columns["node.x"], T.columns["node.y"]];
    const cell = new Uint32Array(kind.length);
    const at = new Uint32Array(T.KINDS.length * CELLS * CELLS + 1);
    for (let i = 0; i < cell.length; i++) {
      cell[i] = (kind[i] * CELLS + cellOf(y[i] / 10 - top)) * CELLS + cellOf(x[i] / 10 - left);
      at[cell[i] + 1] += 1;
    }
    for (let c = 0; c < at.length - 1; c++) at[c + 1] += at[c];
    const all = new Uint32Array(cell.length);
    const next = at.slice();
    for (let i = 0; i < cell.length; i++) all[next[cell[i]]++] = i;
    return { at, all };
  }

  // Calls action for each node that stands, of a kind and within a rectangle.
  function within(kind, [x1, y1, x2, y2], action) {
    grid = grid || makeGrid();
    const { degree } = T.standing();
    const [c1, c2] = [cellOf(x1 - left), cellOf(x2 - left)];
    for (let row = cellOf(y1 - top); row <= cellOf(y2 - top); row++) {
      const first = (kind * CELLS + row) * CELLS;
      for (let i = grid.at[first + c1]; i < grid.at[first + c2 + 1]; i++) if (degree[grid.all[i]] >= 0) action(grid.all[i]);
    }
  }

  function dots(context, rectangle, size) {
    const [x, y] = [T.columns["node.x"], T.columns["node.y"]];
    T.KINDS.forEach((name, kind) => {
      context.fillStyle = colours[name];
      within(kind, rectangle, (id) => context.fillRect(x[id] / 10 - size / 2, y[id] / 10 - size / 2, size, size));
    });
  }

  function paint() {
    const canvas = document.createElement("canvas");
    const scale = SIDE / side;
    [canvas.width, canvas.height] = [Math.ceil(width * scale), Math.ceil(height * scale)];
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    context.translate(-left, -top);
    dots(context, [left, top, left + width, top + height], DOT / T.fitScale());
    return { canvas, scale, standing: T.standing() };
  }

  // Draws the dots of everything that stands; view: { scale, rectangle } of what is in sight.
  T.drawDots = function (context, view, alpha) {
    if (!picture || picture.standing !== T.standing()) picture = paint();
    context.globalAlpha = alpha;
    if (view.scale < picture.scale * 1.6) context.drawImage(picture.canvas, left, top, picture.canvas.width / picture.scale, picture.canvas.height / picture.scale);
    else dots(context, view.rectangle, Math.max(7, 2.5 / view.scale));
    context.globalAlpha = 1;
  };

  // The node of a dot within reach of a point, or null.
  T.dotAt = function ({ x, y }, reach) {
    let found = null;
    let nearest = reach;
    T.KINDS.forEach((_, kind) => within(kind, [x - reach, y - reach, x + reach, y + reach], (id) => {
      const distance = Math.hypot(T.data.nodes[id].x - x, T.data.nodes[id].y - y);
      if (distance < nearest) [found, nearest] = [id, distance];
    }));
    return found;
  };

  // ---- names: each only where it covers no other, the important ones first

  const widths = new Map();
  const MEASURED = 100; // pixels at which a text is measured; setting a font and reading it back are slow
  function widthOf(context, text, weight) {
    const key = weight + text;
    if (!widths.has(key)) {
      context.font = weight + " " + MEASURED + "px " + colours.sans;
      widths.set(key, context.measureText(text).width / MEASURED);
    }
    return widths.get(key);
  }

  // Puts names into a picture: put(text, places, style) takes the first of the places ([x, y] of the text's
  // middle) that is free; block(x, y, r) keeps a spot free of names.
  T.labeller = function (context, view) {
    const taken = [];
    const { scale, rectangle: [x1, y1, x2, y2] } = view;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const free = (b) => !taken.some((t) => t[0] < b[2] && t[2] > b[0] && t[1] < b[3] && t[3] > b[1]);
    return {
      block: (x, y, r) => taken.push([x - r, y - r, x + r, y + r]),
      // style: { size, weight, colour, always }; sizes in pixels of the screen. Gives the place that it took, or null.
      put(text, places, { size, weight, colour, always }) {
        const [x0, y0] = places[0];
        const margin = 40 / scale;
        if (x0 < x1 - margin || x0 > x2 + margin || y0 < y1 - margin || y0 > y2 + margin) return null;
        const [w, h] = [((widthOf(context, text, weight || 400) * size) / 2 + 3) / scale, (size * 0.72) / scale];
        // The name of what stands in sight is in sight as a whole.
        const whole = x0 > x1 && x0 < x2 && 2 * w < x2 - x1;
        const kept = (x) => (whole ? Math.min(Math.max(x, x1 + w), x2 - w) : x);
        const seen = (b) => !whole || (b[0] >= x1 && b[2] <= x2);
        const box = ([x, y, side]) => { const middle = side ? x + side * w : kept(x); return [middle - w, y - h, middle + w, y + h]; };
        const place = places.find((p) => seen(box(p)) && free(box(p))) || (always ? places[0] : null);
        if (!place) return null;
        const [left, top, right] = box(place);
        taken.push(box(place));
        context.font = (weight || 400) + " " + size / scale + "px " + colours.sans;
        context.lineWidth = 4 / scale;
        context.strokeStyle = colours.paper;
        context.strokeText(text, (left + right) / 2, top + h);
        context.fillStyle = colour;
        context.fillText(text, (left + right) / 2, top + h);
        return place;
      },
    };
  };
})(window.tawthiq = window.tawthiq || {});

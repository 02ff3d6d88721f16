// The extents of areas as one shape, cut at the sides of the view: an outline that nobody sees costs nothing.
(function (T) {
  "use strict";
  const OVER = 40; // pixels beyond each side, where a cut is not seen
  const CROWD = 40; // outlines from which dashes are too many to tell one from the other
  const ROUGH = 0.3; // pixels by which a circle's corners may miss the circle

  // The part of a ring ([x, y], …) on one side of a line (Sutherland and Hodgman, 1974).
  function cut(ring, axis, limit, sign) {
    const kept = [];
    const inside = (p) => (p[axis] - limit) * sign >= 0;
    for (let i = 0; i < ring.length; i++) {
      const [from, to] = [ring[i], ring[(i + 1) % ring.length]];
      if (inside(from)) kept.push(from);
      if (inside(from) === inside(to)) continue;
      const part = (limit - from[axis]) / (to[axis] - from[axis]);
      kept.push([from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])]);
    }
    return kept;
  }

  function within(ring, { width, height }) {
    for (const [axis, limit, sign] of [[0, -OVER, 1], [0, width + OVER, -1], [1, -OVER, 1], [1, height + OVER, -1]]) {
      ring = ring.length ? cut(ring, axis, limit, sign) : ring;
    }
    return ring;
  }

  function round({ x, y, r }) {
    const corners = Math.max(24, Math.ceil(Math.PI / Math.sqrt(2 * ROUGH / r)));
    return Array.from({ length: corners }, (_, i) => [x + r * Math.cos(2 * Math.PI * i / corners), y + r * Math.sin(2 * Math.PI * i / corners)]);
  }

  // A circle as a ring: none if it is out of view, the view itself if that lies within.
  function disc(circle, { width, height }) {
    const { x, y, r } = circle;
    const [near, far] = [Math.hypot(Math.max(0, -x, x - width), Math.max(0, -y, y - height)), Math.hypot(Math.max(x, width - x), Math.max(y, height - y))];
    if (near > r) return [];
    if (far < r) return [[-OVER, -OVER], [width + OVER, -OVER], [width + OVER, height + OVER], [-OVER, height + OVER]];
    return round(circle);
  }

  const area = (ring) => ring.reduce((sum, [x, y], i) => { const [u, v] = ring[(i + 1) % ring.length]; return sum + x * v - u * y; }, 0);

  // Every outer ring winds the same way, so that shapes that lie on each other fill and do not cancel; holes stay holes.
  function turned(rings) {
    const outer = rings.map(area).reduce((most, a) => (Math.abs(a) > Math.abs(most) ? a : most), 0);
    return outer < 0 ? rings.map((ring) => [...ring].reverse()) : rings;
  }

  function points(ring, view) {
    const made = [];
    for (let i = 0; i < ring.length; i += 2) made.push([view.width / 2 + (ring[i] - view.x) * view.scale, view.height / 2 - (ring[i + 1] - view.y) * view.scale]);
    return made;
  }

  const written = (ring) => "M" + ring.map(([x, y]) => x.toFixed(1) + " " + y.toFixed(1)).join("L") + "Z";

  // circles: [{ x, y, r }] in pixels; shapes: [rings of degrees]. One ground under all, one path of all outlines.
  T.extents = function (circles, shapes, view) {
    const rings = shapes.flatMap((shape) => turned(shape.map((ring) => points(ring, view)))).concat(circles.map((c) => disc(c, view)));
    const seen = rings.map((ring) => within(ring, view)).filter((ring) => ring.length > 2);
    const d = seen.map(written).join("");
    return [
      T.svg("path", { class: "ground", d }),
      T.svg("path", { class: "outline" + (seen.length > CROWD ? " many" : ""), d }),
    ];
  };
})(window.tawthiq = window.tawthiq || {});

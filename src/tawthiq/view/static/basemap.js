// The map's background: land, borders, disputed borders, rivers and provinces, drawn on a canvas or into an SVG.
(function (T) {
  "use strict";

  // Mercator in degrees: x is the longitude, y grows to the north.
  const RADIAN = Math.PI / 180;
  T.mercator = (lat) => Math.asinh(Math.tan(Math.min(Math.max(lat, -84), 84) * RADIAN)) / RADIAN;
  T.latitude = (y) => Math.atan(Math.sinh(y * RADIAN)) / RADIAN;

  // How each kind of line is drawn; widths and dashes in pixels. Provinces show from a scale on (pixels a degree).
  const LINES = [
    { kind: "province", colour: "map-province", width: 0.7, from: 38 },
    { kind: "river", colour: "map-river", width: 0.9, from: 9 },
    { kind: "coast", colour: "map-coast", width: 0.8, from: 0 },
    { kind: "border", colour: "map-border", width: 1.1, from: 0 },
    { kind: "disputed", colour: "map-disputed", width: 1.5, dash: [6, 4], from: 0 },
  ];

  const box = () => ({ west: Infinity, east: -Infinity, south: Infinity, north: -Infinity });
  function widen(bounds, points) {
    for (let i = 0; i < points.length; i += 2) {
      bounds.west = Math.min(bounds.west, points[i]);
      bounds.east = Math.max(bounds.east, points[i]);
      bounds.south = Math.min(bounds.south, points[i + 1]);
      bounds.north = Math.max(bounds.north, points[i + 1]);
    }
    return bounds;
  }
  const meets = (a, b) => a.west < b.east && a.east > b.west && a.south < b.north && a.north > b.south;

  function arcOf(flat, quantum) {
    const points = new Float64Array(flat.length);
    let [x, y] = [0, 0];
    for (let i = 0; i < flat.length; i += 2) {
      x += flat[i];
      y += flat[i + 1];
      points[i] = x / quantum;
      points[i + 1] = T.mercator(y / quantum);
    }
    return points;
  }

  function ringOf(numbers, arcs) {
    const points = [];
    for (const number of numbers) {
      const arc = arcs[number < 0 ? ~number : number];
      const last = arc.length - 2;
      for (let i = 0; i <= last; i += 2) {
        const at = number < 0 ? last - i : i;
        if (i === 0 && points.length) continue; // where two arcs meet, the point is in both
        points.push(arc[at], arc[at + 1]);
      }
    }
    return points;
  }

  function trace(path, points, close) {
    for (let i = 0; i < points.length; i += 2) {
      if (i) path.lineTo(points[i], points[i + 1]);
      else path.moveTo(points[i], points[i + 1]);
    }
    if (close) path.closePath();
  }

  function shapeOf(feature, arcs) {
    const rings = feature.rings.flat().map((ring) => ringOf(ring, arcs));
    const path = new Path2D();
    const bounds = box();
    for (const ring of rings) {
      trace(path, ring, true);
      widen(bounds, ring);
    }
    return { ...feature, rings, path, bounds };
  }

  function lineOf(points) {
    const path = new Path2D();
    trace(path, points);
    return { points, path, bounds: widen(box(), points) };
  }

  // Unpacks the map once; resolves to what the rest of this file draws.
  let loaded = null;
  T.baseMap = function () {
    loaded = loaded || T.stored("base-map").then((data) => {
      const arcs = data.arcs.map((arc) => arcOf(arc, data.quantum));
      const lines = {};
      for (const [kind, numbers] of Object.entries(data.lines)) lines[kind] = numbers.map((n) => lineOf(arcs[n]));
      const [countries, provinces] = [data.countries, data.provinces].map((list) => list.map((f) => shapeOf(f, arcs)));
      lines.province = provinces.flatMap((p) => p.rings.map(lineOf));
      const areas = new Map([...countries, ...provinces].filter((f) => f.id).map((f) => [f.id, f]));
      return { source: data.source, countries, lines, areas };
    });
    return loaded;
  };

  // view: { x, y (middle), scale (pixels a degree), width, height }.
  T.mapBounds = ({ x, y, scale, width, height }) => ({
    west: x - width / 2 / scale, east: x + width / 2 / scale, south: y - height / 2 / scale, north: y + height / 2 / scale,
  });

  T.drawBaseMap = function (context, base, view, colours) {
    const seen = T.mapBounds(view);
    const ratio = view.ratio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = colours["map-sea"];
    context.fillRect(0, 0, view.width, view.height);
    context.setTransform(ratio * view.scale, 0, 0, -ratio * view.scale,
      ratio * (view.width / 2 - view.x * view.scale), ratio * (view.height / 2 + view.y * view.scale));
    context.fillStyle = colours["map-land"];
    for (const country of base.countries) if (meets(country.bounds, seen)) context.fill(country.path, "evenodd");
    context.lineJoin = "round";
    for (const { kind, colour, width, dash, from } of LINES) {
      if (view.scale < from) continue;
      context.strokeStyle = colours[colour];
      context.lineWidth = width / view.scale;
      context.setLineDash((dash || []).map((d) => d / view.scale));
      for (const line of base.lines[kind] || []) if (meets(line.bounds, seen)) context.stroke(line.path);
    }
    context.setLineDash([]);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  };

  T.svgPath = function (points, view, close) {
    let text = "";
    for (let i = 0; i < points.length; i += 2) {
      const x = view.width / 2 + (points[i] - view.x) * view.scale;
      const y = view.height / 2 - (points[i + 1] - view.y) * view.scale;
      text += (i ? "L" : "M") + x.toFixed(1) + " " + y.toFixed(1);
    }
    return text + (close ? "Z" : "");
  };

  // The same as elements of an SVG, for the export.
  T.baseMapElements = function (base, view, colours) {
    const seen = T.mapBounds(view);
    const land = base.countries.filter((c) => meets(c.bounds, seen)).flatMap((c) => c.rings.map((r) => T.svgPath(r, view, true)));
    const made = [
      T.svg("rect", { width: view.width, height: view.height, fill: colours["map-sea"] }),
      T.svg("path", { d: land.join(""), fill: colours["map-land"], "fill-rule": "evenodd" }),
    ];
    for (const { kind, colour, width, dash, from } of LINES) {
      if (view.scale < from) continue;
      const paths = (base.lines[kind] || []).filter((line) => meets(line.bounds, seen)).map((line) => T.svgPath(line.points, view));
      made.push(T.svg("path", { class: kind, d: paths.join(""), fill: "none", stroke: colours[colour], "stroke-width": width, "stroke-dasharray": dash && dash.join(" ") }));
    }
    return made;
  };
})(window.tawthiq = window.tawthiq || {});

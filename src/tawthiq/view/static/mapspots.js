// What stands on the map: exact points in clusters, areas in which something happened somewhere, quiet places.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const { predicates, spots } = T.data;
  const NEAR = 42; // pixels within which points are one cluster

  // Event → nodes where it happened: its places, else the places among its targets. Made once, when a map is asked for.
  let where = null;
  function places() {
    if (where) return where;
    const [places, targets] = [new Map(), new Map()];
    const named = (name) => predicates.findIndex((p) => p.name === name);
    const [place, target] = [named("place"), named("target")];
    const add = (map, event, node) => (map.has(event) ? map.get(event).push(node) : map.set(event, [node]));
    const { columns } = T;
    const kindOfPlace = T.KINDS.indexOf("place");
    for (let e = 0; e < columns["edge.from"].length; e++) {
      if (!columns["edge.role"][e]) continue;
      const node = columns["edge.to"][e];
      if (!spots.has(node)) continue;
      if (columns["edge.predicate"][e] === place) add(places, columns["edge.from"][e], node);
      else if (columns["edge.predicate"][e] === target && columns["node.kind"][node] === kindOfPlace) add(targets, columns["edge.from"][e], node);
    }
    for (const [event, nodes] of targets) if (!places.has(event)) places.set(event, nodes);
    return (where = places);
  }
  T.placesOf = (event) => places().get(event) || [];

  // One spot for each point or area with events, and the nodes with exact points that have none.
  T.mapSpots = function () {
    const made = new Map();
    for (const event of T.hides("event") ? [] : T.shownEvents()) for (const node of T.placesOf(event)) {
      const { lat, lon, km, within } = spots.get(node);
      const key = within + (km ? "~" : "");
      let spot = made.get(key);
      if (!spot) made.set(key, (spot = { key, node: within, lat, lon, km, x: lon, y: T.mercator(lat), events: new Set(), nodes: new Set() }));
      spot.km = Math.max(spot.km, km);
      spot.events.add(event);
      spot.nodes.add(node);
    }
    const all = [...made.values()];
    const quiet = [];
    for (const [node, { lat, lon, km }] of spots) {
      if (!km && !made.has(String(node)) && !T.hides(T.data.nodes[node].kind)) quiet.push({ node, x: lon, y: T.mercator(lat) });
    }
    return { exact: all.filter((s) => !s.km), areas: all.filter((s) => s.km).sort((a, b) => b.km - a.km || a.node - b.node), quiet };
  };

  // Points that would cover each other at this scale are one: the busiest takes in those around it.
  T.mapClusters = function (exact, scale) {
    const cell = (value) => Math.floor(value * scale / NEAR);
    const grid = new Map();
    const clusters = [];
    for (const spot of [...exact].sort((a, b) => b.events.size - a.events.size || a.node - b.node)) {
      const [column, row] = [cell(spot.x), cell(spot.y)];
      let home = null;
      for (let i = -1; i <= 1; i++) for (let j = -1; j <= 1; j++) for (const other of grid.get((column + i) + ":" + (row + j)) || []) {
        const away = Math.hypot(other.x - spot.x, other.y - spot.y) * scale;
        if (away < NEAR && (!home || away < home.away)) home = { cluster: other, away };
      }
      if (home) {
        home.cluster.spots.push(spot);
        for (const event of spot.events) home.cluster.events.add(event);
        continue;
      }
      const cluster = { key: spot.key, x: spot.x, y: spot.y, node: spot.node, spots: [spot], events: new Set(spot.events) };
      clusters.push(cluster);
      const key = column + ":" + row;
      if (grid.has(key)) grid.get(key).push(cluster);
      else grid.set(key, [cluster]);
    }
    return clusters;
  };
});

// What the filters offer: each value of types, statuses, sources and participants, and how many events it would leave.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const { nodes } = T.data;
  const { columns, lists } = T;
  const MOST_REPORTS = 20;
  const people = ["actor", "person"].map((kind) => T.KINDS.indexOf(kind));

  // Calls action(facet, value) for each value that an event has, once.
  function values(event, action) {
    action("types", nodes[event].type);
    action("statuses", nodes[event].status);
    action("reports", Math.min(columns["node.reports"][event], MOST_REPORTS));
    const { at, all } = lists["node.claims"];
    const sources = new Set();
    for (let i = at[event]; i < at[event + 1]; i++) sources.add(T.sourceOf(all[i]));
    for (const source of sources) action("sources", source);
    const actors = new Set();
    for (let i = T.near.at[event]; i < T.near.at[event + 1]; i++) {
      const edge = T.near.all[i];
      const node = columns["edge.to"][edge];
      if (columns["edge.role"][edge] && people.includes(columns["node.kind"][node])) actors.add(node);
    }
    for (const actor of actors) action("actors", actor);
  }

  function counts(events) {
    const maps = { types: new Map(), statuses: new Map(), sources: new Map(), actors: new Map(), reports: new Map() };
    for (const [event, only] of events) values(event, (facet, value) => {
      if (value === undefined || value === null || (only && only !== facet)) return;
      maps[facet].set(value, (maps[facet].get(value) || 0) + 1);
    });
    return maps;
  }

  // All that there is to choose, the most frequent first: facet → [value, number of events]. Counted when first asked for.
  let every = null;
  T.choices = function () {
    if (every) return every;
    const { reports, ...facets } = counts(T.events.map((event) => [event, ""]));
    every = Object.fromEntries(Object.entries(facets).map(([facet, map]) => [facet, [...map].sort((a, b) => b[1] - a[1])]));
    every.most = Math.max(1, ...reports.keys());
    every.labels = new Map();
    for (const event of T.events) if (!every.labels.has(nodes[event].type)) every.labels.set(nodes[event].type, event);
    return every;
  };

  // How many events a value would leave, whatever else is chosen of its facet: T.leaves()(facet, value).
  let left = { of: null, maps: null };
  T.leaves = function () {
    if (left.of !== T.state.filters) {
      const events = T.events.map((event) => [event, T.lacks(event)]).filter(([, lacking]) => lacking !== null && lacking !== "time");
      left = { of: T.state.filters, maps: counts(events) };
    }
    const { maps } = left;
    return (facet, value) => maps[facet].get(value) || 0;
  };

  // How many events at least so many reports would leave.
  T.leavesReports = function (least) {
    const count = T.leaves();
    let sum = 0;
    for (let n = least > 1 ? least : 0; n <= MOST_REPORTS; n++) sum += count("reports", n);
    return sum;
  };
});

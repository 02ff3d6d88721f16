// What follows from the reader's choices: which events pass, which nodes and edges the graph shows.
window.tawthiq.whenReady(function () {
  "use strict";

  const T = window.tawthiq;
  const { nodes, edges } = T.data;
  const DAY = 86400000;

  T.otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);
  T.isEvent = (id) => nodes[id].kind === "event";
  T.events = nodes.filter((n) => n.kind === "event").map((n) => n.id);
  T.firstMode = edges.some((e) => !e.role) ? "direct" : "events";
  T.state.mode = T.firstMode;

  // First and last day of an ISO date or a prefix of it, in days since 1970; null if it is none.
  T.days = function (text) {
    const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text || "");
    if (!parts) return null;
    const [y, m, d] = [+parts[1], parts[2] ? +parts[2] - 1 : 0, parts[3] ? +parts[3] : 1];
    const next = parts[3] ? [y, m, d + 1] : parts[2] ? [y, m + 1, 1] : [y + 1, 0, 1];
    return [Date.UTC(y, m, d) / DAY, Date.UTC(...next) / DAY - 1];
  };
  T.isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  T.spans = nodes.map((node) => {
    const [first, last] = [T.days(node.start || node.end), T.days(node.end || node.start)];
    return first && last ? [first[0], Math.max(first[0], last[1])] : null;
  });

  T.dated = () => T.state.filters.from !== null || T.state.filters.to !== null;
  T.inTime = function (event) {
    if (!T.dated()) return true;
    const { from, to } = T.state.filters;
    const span = T.spans[event];
    return span !== null && span[1] >= (from ?? -Infinity) && span[0] <= (to ?? Infinity);
  };

  // Whether any choice asks something of events.
  T.filtered = function () {
    const { types, actors, sources, statuses, minReports } = T.state.filters;
    return T.dated() || minReports > 1 || [types, actors, sources, statuses].some((chosen) => chosen.size > 0);
  };

  function told(row) {
    const { sources, minReports } = T.state.filters;
    if ((row.reports || 0) < minReports) return false;
    return sources.size === 0 || (row.claims || []).some((claim) => sources.has(T.sourceOf(claim)));
  }

  function passes(event) {
    const { types, actors, statuses } = T.state.filters;
    const node = nodes[event];
    if (!T.inTime(event) || !T.passes(types, node.type) || !T.passes(statuses, node.status)) return false;
    if (actors.size && !T.edgesOf(event).some((e) => actors.has(T.otherEnd(e, event)))) return false;
    return told(node);
  }

  let passed = null; // for the present filters
  T.watch((changed) => { if (changed.has("filters")) passed = null; });
  const passing = () => (passed = passed || new Set(T.events.filter(passes)));
  T.passesFilters = (event) => passing().has(event);
  T.shownEvents = () => [...passing()];

  function edgeStands(edge) {
    if (edge.role) {
      if (T.state.mode !== "events") return false;
      return [edge.from, edge.to].every((id) => !T.isEvent(id) || T.passesFilters(id));
    }
    if (T.isEvent(edge.from) || T.isEvent(edge.to)) return T.state.mode === "events";
    if (!edge.events) return told(edge);
    return T.state.mode === "direct" && edge.events.some(T.passesFilters);
  }

  // Whether an edge between entities passes the filters, whatever the graph shows now.
  T.edgePasses = function (edge) {
    if (edge.role || T.isEvent(edge.from) || T.isEvent(edge.to) || [edge.from, edge.to].some((id) => T.hides(nodes[id].kind))) return false;
    return edge.events ? edge.events.some(T.passesFilters) : !T.filtered() || told(edge);
  };
  let relations = null;
  T.relationCount = () => (relations = relations ?? edges.filter((e) => !e.role && !T.isEvent(e.from) && !T.isEvent(e.to)).length);

  // Everything that the choices allow, before the cap: edges, and nodes with how many of the edges they have.
  function allowed() {
    const open = (id) => !T.hides(nodes[id].kind);
    let standing = edges.filter((e) => edgeStands(e) && open(e.from) && open(e.to));
    const degree = new Map();
    const count = (id) => degree.set(id, (degree.get(id) || 0) + 1);
    if (T.filtered()) {
      const named = new Set(standing.filter((e) => e.role || e.events).flatMap((e) => [e.from, e.to]));
      standing = standing.filter((e) => e.role || e.events || (named.has(e.from) && named.has(e.to)));
    }
    for (const e of standing) { count(e.from); count(e.to); }
    let lone = 0;
    for (const node of nodes) {
      if (degree.has(node.id) || !open(node.id)) continue;
      if (node.kind === "event") {
        if (T.state.mode === "events" && T.passesFilters(node.id)) degree.set(node.id, 0);
      } else if (!T.filtered()) {
        if (T.state.mode === "events" || standing.length === 0) degree.set(node.id, 0);
        else lone += 1;
      }
    }
    return { standing, degree, lone };
  }

  function choose(degree) {
    const cap = T.state.cap;
    const ranked = [...degree.keys()].sort((a, b) => degree.get(b) - degree.get(a) || a - b);
    if (ranked.length <= cap) return new Set(ranked);
    const live = new Set();
    const events = T.state.mode === "events" ? ranked.filter(T.isEvent) : [];
    for (const event of events) {
      if (live.size >= cap * 0.8) break;
      live.add(event);
      for (const e of T.edgesOf(event)) if (degree.has(T.otherEnd(e, event))) live.add(T.otherEnd(e, event));
    }
    for (const id of ranked) {
      if (live.size >= cap) break;
      if (!events.length || !T.isEvent(id)) live.add(id);
    }
    return live;
  }

  // What stands in the graph now: { nodes: Set, edges: [], total, lone }.
  T.visible = function () {
    const { standing, degree, lone } = allowed();
    const live = choose(degree);
    const before = live.size;
    for (const id of T.state.brought) if (degree.has(id)) live.add(id);
    const asked = T.state.selected && T.state.selected.node;
    if (T.state.brought.has(asked) && (T.state.mode === "events" || !T.isEvent(asked))) live.add(asked);
    const kept = standing.filter((e) => live.has(e.from) && live.has(e.to));
    const hiddenLone = Math.max(0, lone - [...live].filter((id) => !degree.has(id)).length);
    return { nodes: live, edges: kept, total: Math.max(degree.size, live.size), lone: hiddenLone, capped: before < degree.size };
  };
});

// Which events pass the reader's filters, and which nodes and edges stand after them. All views read this.
window.tawthiq.whenReady(function () {
  "use strict";

  const T = window.tawthiq;
  const { columns, lists } = T;
  const { nodes } = T.data;
  const DAY = 86400000;
  const EVENT = T.KINDS.indexOf("event");
  const count = nodes.length;
  const kind = columns["node.kind"];
  const [from, to, role] = [columns["edge.from"], columns["edge.to"], columns["edge.role"]];

  T.otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);
  T.isEvent = (id) => kind[id] === EVENT;
  T.events = nodes.filter((n) => kind[n.id] === EVENT).map((n) => n.id);
  T.firstMode = role.includes(0) ? "direct" : "events";
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

  // Of each event: its first and last day, or null.
  T.spans = new Array(count).fill(null);
  for (const id of T.events) {
    const { start, end } = nodes[id];
    const [first, last] = [T.days(start || end), T.days(end || start)];
    if (first && last) T.spans[id] = [first[0], Math.max(first[0], last[1])];
  }

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

  const enough = (row, id) => columns[row + ".reports"][id] >= T.state.filters.minReports;

  // Whether one of the chosen sources tells a row (a node or an edge).
  function sourced(row, id) {
    const { sources } = T.state.filters;
    if (sources.size === 0) return true;
    const { at, all } = lists[row + ".claims"];
    for (let i = at[id]; i < at[id + 1]; i++) if (sources.has(T.sourceOf(all[i]))) return true;
    return false;
  }
  const told = (row, id) => enough(row, id) && sourced(row, id);

  function takesPart(event, chosen) {
    const { at, all } = T.near;
    for (let i = at[event]; i < at[event + 1]; i++) {
      if (chosen.has(from[all[i]] === event ? to[all[i]] : from[all[i]])) return true;
    }
    return false;
  }

  // What the choices ask of events.
  const ASKED = {
    time: T.inTime,
    types: (event) => T.passes(T.state.filters.types, nodes[event].type),
    statuses: (event) => T.passes(T.state.filters.statuses, nodes[event].status),
    actors: (event) => T.state.filters.actors.size === 0 || takesPart(event, T.state.filters.actors),
    sources: (event) => sourced("node", event),
    reports: (event) => enough("node", event),
  };
  const asked = Object.entries(ASKED);
  const passes = (event) => asked.every(([, holds]) => holds(event));

  // What alone keeps an event from passing: the name of what is asked, "" of an event that passes, null if there is more.
  T.lacks = function (event) {
    let lacking = "";
    for (const [name, holds] of asked) {
      if (holds(event)) continue;
      if (lacking) return null;
      lacking = name;
    }
    return lacking;
  };

  // The last answers, with the choices that they are for (T.set makes a new object of filters).
  let passed = { of: null, each: null };
  let standing = null;
  function passing() {
    if (passed.of !== T.state.filters) {
      passed = { of: T.state.filters, each: new Uint8Array(count) }; // 1 for each event that passes
      for (const event of T.events) if (passes(event)) passed.each[event] = 1;
    }
    return passed.each;
  }
  T.passesFilters = (event) => passing()[event] === 1;
  T.shownEvents = () => T.events.filter((event) => passing()[event]);

  // Kinds of an edge: a role of an event, an edge that events gave rise to, a relation of its own.
  const [ROLE, DERIVED, RELATION] = [0, 1, 2];
  const { at: eventsAt, all: eventsOf } = lists["edge.events"];
  const sort = Uint8Array.from(role, (isRole, e) =>
    (isRole || kind[from[e]] === EVENT || kind[to[e]] === EVENT ? ROLE : eventsAt[e + 1] > eventsAt[e] ? DERIVED : RELATION));

  function stands(edge, pass, mode) {
    if (sort[edge] === RELATION) return told("edge", edge);
    if (sort[edge] === ROLE) {
      return mode === "events" && [from[edge], to[edge]].every((id) => kind[id] !== EVENT || pass[id]);
    }
    if (mode !== "direct") return false;
    for (let i = eventsAt[edge]; i < eventsAt[edge + 1]; i++) if (pass[eventsOf[i]]) return true;
    return false;
  }

  // Whether an edge between entities passes the filters, whatever the graph shows now.
  T.edgePasses = function ({ id }) {
    if (sort[id] === ROLE || T.hides(nodes[from[id]].kind) || T.hides(nodes[to[id]].kind)) return false;
    return sort[id] === DERIVED ? stands(id, passing(), "direct") : !T.filtered() || told("edge", id);
  };
  T.relationCount = () => sort.reduce((n, kind) => n + (kind !== ROLE), 0);

  // What the choices allow, whatever fits into the picture: { edge: 1 for each edge that stands, degree: of
  // each node how many of these it has (-1: the node is left out), total, lone, groups: total by community }.
  T.standing = function () {
    if (standing && standing.filters === T.state.filters && standing.mode === T.state.mode) return standing;
    const pass = passing();
    const { mode } = T.state;
    const open = T.KINDS.map((name) => !T.hides(name));
    const edge = new Uint8Array(from.length);
    const named = new Uint8Array(count);
    for (let e = 0; e < edge.length; e++) {
      if (!open[kind[from[e]]] || !open[kind[to[e]]] || !stands(e, pass, mode)) continue;
      edge[e] = 1;
      if (sort[e] !== RELATION) named[from[e]] = named[to[e]] = 1;
    }
    const filtered = T.filtered();
    const degree = new Int32Array(count).fill(-1);
    let edges = 0;
    for (let e = 0; e < edge.length; e++) {
      if (!edge[e]) continue;
      if (filtered && sort[e] === RELATION && !(named[from[e]] && named[to[e]])) { edge[e] = 0; continue; }
      edges += 1;
      for (const id of from[e] === to[e] ? [from[e]] : [from[e], to[e]]) degree[id] = Math.max(degree[id], 0) + 1;
    }
    standing = { filters: T.state.filters, mode, edge, degree, edges, ...counted(degree, open, pass, edges, filtered) };
    return standing;
  };

  function counted(degree, open, pass, edges, filtered) {
    const groups = T.overview.communities.map(() => 0);
    let [total, lone] = [0, 0];
    for (let id = 0; id < count; id++) {
      if (degree[id] < 0 && open[kind[id]]) {
        if (kind[id] === EVENT) {
          if (T.state.mode === "events" && pass[id]) degree[id] = 0;
        } else if (!filtered) {
          if (T.state.mode === "events" || edges === 0) degree[id] = 0;
          else lone += 1;
        }
      }
      if (degree[id] >= 0) {
        total += 1;
        groups[columns["node.community"][id]] += 1;
      }
    }
    return { total, lone, groups };
  }
});

// What is shown: the reader's choices, and which nodes and edges follow from them.
(function (T) {
  "use strict";

  const read = (id) => JSON.parse(document.getElementById("data-" + id).textContent);
  T.interface = read("interface");
  T.data = read("graph");
  const { nodes, edges } = T.data;
  const DAY = 86400000;
  const CAP = 300;

  T.state = {
    language: T.data.language, mode: "direct", view: "graph", hidden: new Set(), from: null, to: null,
    cap: CAP, brought: new Set(), selected: null,
  };

  T.edgesOf = nodes.map(() => []);
  for (const edge of edges) {
    T.edgesOf[edge.from].push(edge);
    if (edge.to !== edge.from) T.edgesOf[edge.to].push(edge);
  }
  T.otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);
  T.isEvent = (id) => nodes[id].kind === "event";
  T.events = nodes.filter((n) => n.kind === "event").map((n) => n.id);
  if (!edges.some((e) => !e.role)) T.state.mode = "events";

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

  T.filtered = () => T.state.from !== null || T.state.to !== null;
  T.inTime = function (event) {
    if (!T.filtered()) return true;
    const span = T.spans[event];
    return span !== null && span[1] >= (T.state.from ?? -Infinity) && span[0] <= (T.state.to ?? Infinity);
  };

  function edgeStands(edge) {
    if (edge.role) {
      if (T.state.mode !== "events") return false;
      return [edge.from, edge.to].every((id) => !T.isEvent(id) || T.inTime(id));
    }
    if (T.isEvent(edge.from) || T.isEvent(edge.to)) return T.state.mode === "events";
    if (!edge.events) return true;
    return T.state.mode === "direct" && edge.events.some(T.inTime);
  }

  // Everything that the choices allow, before the cap: edges, and nodes with how many of the edges they have.
  function allowed() {
    const open = (id) => !T.state.hidden.has(nodes[id].kind);
    let standing = edges.filter((e) => edgeStands(e) && open(e.from) && open(e.to));
    const degree = new Map();
    const count = (id) => degree.set(id, (degree.get(id) || 0) + 1);
    if (T.filtered()) {
      const told = new Set(standing.filter((e) => e.role || e.events).flatMap((e) => [e.from, e.to]));
      standing = standing.filter((e) => e.role || e.events || (told.has(e.from) && told.has(e.to)));
    }
    for (const e of standing) { count(e.from); count(e.to); }
    let lone = 0;
    for (const node of nodes) {
      if (degree.has(node.id) || !open(node.id)) continue;
      if (node.kind === "event") {
        if (T.state.mode === "events" && T.inTime(node.id)) degree.set(node.id, 0);
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
      for (const e of T.edgesOf[event]) if (degree.has(T.otherEnd(e, event))) live.add(T.otherEnd(e, event));
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

  T.bring = function (id) {
    T.state.brought.add(id);
    const near = T.edgesOf[id].map((e) => T.otherEnd(e, id));
    near.sort((a, b) => T.edgesOf[b].length - T.edgesOf[a].length);
    for (const other of near.slice(0, 20)) T.state.brought.add(other);
  };
  T.showMore = function () {
    T.state.cap += CAP;
    T.changed();
  };

  const watchers = [];
  T.watch = (action) => watchers.push(action);
  T.changed = (what) => watchers.forEach((action) => action(what || "all"));

  // Select a node or edge: { node: id } or { edge: id }; null for nothing.
  T.select = function (selected, options) {
    T.state.selected = selected;
    if (selected && selected.node !== undefined && !(options && options.quiet)) {
      if (T.isEvent(selected.node) && T.state.view === "graph" && options && options.bring) T.state.mode = "events";
      if (options && options.bring) {
        T.state.hidden.delete(nodes[selected.node].kind);
        T.bring(selected.node);
      }
    }
    T.changed("selection");
    if (options && options.focus && T.focusNode && selected) T.focusNode(selected);
  };
})(window.tawthiq = window.tawthiq || {});

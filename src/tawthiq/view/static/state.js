// What the reader has chosen. T.set changes it, tells the watchers and writes the link to it.
(function (T) {
  "use strict";

  const CAP = 300;
  const SETS = ["kinds", "types", "actors", "sources", "statuses"];
  const noFilters = () => ({
    kinds: new Set(), types: new Set(), actors: new Set(), sources: new Set(), statuses: new Set(),
    minReports: 0, from: null, to: null,
  });

  // An empty set of a filter lets everything pass; else only what is in it passes.
  T.state = {
    language: T.overview.language, mode: "direct", view: "graph", filters: noFilters(), cap: CAP, brought: new Set(),
    selected: null,
  };
  T.noFilters = noFilters;

  const watchers = [];
  // action(changed): the Set of the names of what changed (language, mode, view, filters, selected, …).
  T.watch = (action) => watchers.push(action);

  // T.set({ view: "map", filters: { types: new Set(["Talks"]) } }): what is not named stays as it is.
  T.set = function (change) {
    const { filters, ...rest } = change;
    if (filters) T.state.filters = { ...T.state.filters, ...filters };
    Object.assign(T.state, rest);
    if (!T.data) return;
    const changed = new Set(Object.keys(change));
    watchers.forEach((action) => action(changed));
    T.writeLink(changed);
  };
  T.only = (changed, ...names) => changed.size > 0 && [...changed].every((name) => names.includes(name));

  T.passes = (chosen, value) => chosen.size === 0 || chosen.has(value);
  T.hides = (kind) => !T.passes(T.state.filters.kinds, kind);

  T.setPeriod = (from, to) => T.set({ filters: { from, to } });

  T.bring = function (id) {
    T.state.brought.add(id);
    const near = T.edgesOf(id).map((e) => T.otherEnd(e, id));
    near.sort((a, b) => T.degree(b) - T.degree(a));
    for (const other of near.slice(0, 20)) T.state.brought.add(other);
  };
  T.showMore = () => T.set({ cap: T.state.cap + CAP });

  // Select a node or edge: { node: id } or { edge: id }; null for nothing. Options: bring (show it in the
  // graph, whatever is hidden), focus (move the picture to it).
  T.select = function (selected, options) {
    const change = { selected };
    if (selected && selected.node !== undefined && options && options.bring) {
      const { kind } = T.data.nodes[selected.node];
      if (kind === "event" && T.state.view === "graph") change.mode = "events";
      if (T.hides(kind)) change.filters = { kinds: new Set([...T.state.filters.kinds, kind]) };
      T.bring(selected.node);
    }
    T.set(change);
    if (options && options.focus && T.focusNode && selected) T.focusNode(selected);
  };

  // A choice that other modules keep in the state and in the link: T.state[name] is one of values, at first the first.
  const linked = new Map();
  T.inLink = function (name, values) {
    linked.set(name, values);
    T.state[name] = oneOf(new URLSearchParams(location.hash.slice(1)).get(name), values);
  };

  // ---- the link: all choices after the # of the address

  function written() {
    const { state } = T;
    const { filters } = state;
    const link = new URLSearchParams();
    if (state.language !== T.overview.language) link.set("lang", state.language);
    if (state.view !== "graph") link.set("view", state.view);
    if (state.mode !== T.firstMode) link.set("mode", state.mode);
    for (const [name, values] of linked) if (state[name] !== values[0]) link.set(name, state[name]);
    for (const name of SETS) {
      for (const value of filters[name]) link.append(name, name === "actors" ? T.data.nodes[value].name : value);
    }
    if (filters.minReports) link.set("reports", filters.minReports);
    for (const end of ["from", "to"]) if (filters[end] !== null) link.set(end, T.isoDay(filters[end]));
    const chosen = state.selected;
    if (chosen && chosen.node !== undefined) link.set("node", T.data.nodes[chosen.node].name);
    if (chosen && chosen.edge !== undefined) {
      const edge = T.data.edges[chosen.edge];
      const parts = [T.data.nodes[edge.from].name, T.data.predicates[edge.predicate].name, T.data.nodes[edge.to].name];
      for (const part of parts) link.append("edge", part);
    }
    return link.toString();
  }

  // Choices of another node, edge or view can be gone back from; the others only change the address.
  T.writeLink = function (changed) {
    const text = "#" + written();
    if (text === (location.hash || "#")) return;
    const step = changed.has("selected") || changed.has("view");
    try {
      history[step ? "pushState" : "replaceState"](null, "", text);
    } catch {
      // A frame without an address of its own, as in a notebook, has no link either.
    }
  };

  function read(text) {
    const link = new URLSearchParams(text.replace(/^#/, ""));
    const ids = new Map();
    if (link.has("node") || link.has("edge") || link.has("actors")) T.data.nodes.forEach((node) => ids.set(node.name, node.id));
    const filters = noFilters();
    for (const name of SETS) {
      const values = link.getAll(name).map((value) => (name === "actors" ? ids.get(value) : value));
      filters[name] = new Set(values.filter((value) => value !== undefined));
    }
    filters.minReports = Math.max(0, parseInt(link.get("reports"), 10) || 0);
    filters.from = T.days(link.get("from"))?.[0] ?? null;
    filters.to = T.days(link.get("to"))?.[1] ?? null;
    const others = Object.fromEntries([...linked].map(([name, values]) => [name, oneOf(link.get(name), values)]));
    return { ...others, language: language(link), view: oneOf(link.get("view"), ["graph", "map", "table"]), filters,
      mode: oneOf(link.get("mode"), [T.firstMode, "direct", "events"]), selected: selection(link, ids) };
  }

  const oneOf = (value, values) => (values.includes(value) ? value : values[0]);
  const language = (link) => oneOf(link.get("lang"), [T.overview.language, "ar", "en"]);

  function selection(link, ids) {
    if (ids.has(link.get("node"))) return { node: ids.get(link.get("node")) };
    const [from, predicate, to] = link.getAll("edge");
    if (!ids.has(from) || !ids.has(to)) return null;
    const found = T.edgesOf(ids.get(from)).find((e) => e.from === ids.get(from) && e.to === ids.get(to)
      && T.data.predicates[e.predicate].name === predicate);
    return found ? { edge: found.id } : null;
  }

  // Opens what the address says; the page's start and the browser's «back» call it.
  T.followLink = function () {
    const { selected, ...rest } = read(location.hash);
    Object.assign(T.state, rest);
    const ends = !selected ? [] : selected.node !== undefined ? [selected.node] : [T.data.edges[selected.edge].from, T.data.edges[selected.edge].to];
    ends.forEach(T.bring);
    T.set({ ...rest, selected });
    if (selected && T.focusNode) T.focusNode(selected);
  };
  addEventListener("popstate", () => T.data && T.followLink());

  // The language stands before the data is there.
  T.state.language = language(new URLSearchParams(location.hash.slice(1)));
})(window.tawthiq = window.tawthiq || {});

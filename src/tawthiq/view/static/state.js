// What the reader has chosen. T.set changes it, tells the watchers and writes the link to it.
(function (T) {
  "use strict";

  T.CAP = 300; // nodes of a community that are shown at first, and how many «more» adds
  T.WHOLE = 400; // so many nodes are shown at once; of more there is an overview
  const SETS = ["kinds", "types", "actors", "sources", "statuses"];
  const noFilters = () => ({
    kinds: new Set(), types: new Set(), actors: new Set(), sources: new Set(), statuses: new Set(),
    minReports: 0, from: null, to: null,
  });

  // An empty set of a filter lets everything pass; else only what is in it passes.
  T.state = {
    language: T.overview.language, mode: "direct", view: "graph", filters: noFilters(), open: null, cap: T.CAP,
    brought: new Set(), expanded: new Set(), selected: null, pathFrom: null,
  };
  T.noFilters = noFilters;

  const watchers = [];
  // action(changed): the Set of the names of what changed (language, mode, view, filters, selected, …).
  T.watch = (action) => watchers.push(action);

  // T.set({ view: "map", filters: { types: new Set(["Talks"]) } }): what is not named stays as it is.
  // option link: whether the address shall follow (it does unless told otherwise).
  T.set = function (change, { link } = { link: true }) {
    const { filters, ...rest } = change;
    // What moves the picture ends where it looked before.
    if (T.state.look && ["selected", "open", "mode", "cap", "filters"].some((name) => name in change)) T.state.look = null;
    if (filters) T.state.filters = { ...T.state.filters, ...filters };
    Object.assign(T.state, rest);
    if (!T.data) return;
    const changed = new Set(Object.keys(change));
    watchers.forEach((action) => action(changed));
    if (link) T.writeLink(changed);
  };
  T.only = (changed, ...names) => changed.size > 0 && [...changed].every((name) => names.includes(name));

  T.passes = (chosen, value) => chosen.size === 0 || chosen.has(value);
  T.hides = (kind) => !T.passes(T.state.filters.kinds, kind);

  T.setPeriod = (from, to) => T.set({ filters: { from, to } });

  // Select a node, an edge or the path between two nodes: { node: id }, { edge: id }, { path: [id, id] }; null for nothing. Options: bring (show it in the
  // graph, whatever is hidden), focus (move the picture to it).
  T.select = function (selected, options) {
    if (selected && selected.node !== undefined && options && options.bring) {
      const { kind } = T.data.nodes[selected.node];
      const change = {};
      if (kind === "event" && T.state.view === "graph" && T.state.mode !== "events") change.mode = "events";
      if (T.hides(kind)) change.filters = { kinds: new Set([...T.state.filters.kinds, kind]) };
      if (Object.keys(change).length) T.set(change);
      T.bring(selected.node);
    }
    T.set({ selected });
    if (options && options.focus && T.focusNode && selected) T.focusNode(selected);
  };

  // A choice that other modules keep in the state and in the link: T.state[name] is one of values, at first the
  // first; or what a function makes of the text in the link, or of null.
  const linked = new Map();
  T.inLink = function (name, values) {
    const read = typeof values === "function" ? values : (text) => oneOf(text, values);
    linked.set(name, read);
    T.state[name] = read(new URLSearchParams(location.hash.slice(1)).get(name));
  };

  // ---- the link: all choices after the # of the address

  function written() {
    const { state } = T;
    const { filters } = state;
    const link = new URLSearchParams();
    if (state.language !== T.overview.language) link.set("lang", state.language);
    if (state.view !== "graph") link.set("view", state.view);
    if (state.mode !== T.firstMode) link.set("mode", state.mode);
    for (const [name, read] of linked) if (state[name] !== read(null)) link.set(name, state[name]);
    for (const name of SETS) {
      for (const value of filters[name]) link.append(name, name === "actors" ? T.data.nodes[value].name : value);
    }
    if (state.open !== null) link.set("open", T.overview.communities[state.open].names[0].name);
    if (state.cap !== T.CAP) link.set("nodes", state.cap);
    if (filters.minReports) link.set("reports", filters.minReports);
    for (const end of ["from", "to"]) if (filters[end] !== null) link.set(end, T.isoDay(filters[end]));
    const chosen = state.selected;
    if (chosen && chosen.node !== undefined) link.set("node", T.data.nodes[chosen.node].name);
    const path = state.pathFrom !== null ? [state.pathFrom] : (chosen && chosen.path) || [];
    for (const id of path) link.append("path", T.data.nodes[id].name);
    if (T.level() !== "whole") for (const id of state.expanded) link.append("with", T.data.nodes[id].name);
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
    const step = ["selected", "view", "open"].some((name) => changed.has(name));
    try {
      history[step ? "pushState" : "replaceState"](null, "", text);
    } catch {
      // A frame without an address of its own, as in a notebook, has no link either.
    }
  };

  function read(text) {
    const link = new URLSearchParams(text.replace(/^#/, ""));
    const ids = new Map();
    if (["node", "edge", "path", "with", "actors"].some((name) => link.has(name))) T.data.nodes.forEach((node) => ids.set(node.name, node.id));
    const filters = noFilters();
    for (const name of SETS) {
      const values = link.getAll(name).map((value) => (name === "actors" ? ids.get(value) : value));
      filters[name] = new Set(values.filter((value) => value !== undefined));
    }
    filters.minReports = Math.max(0, parseInt(link.get("reports"), 10) || 0);
    filters.from = T.days(link.get("from"))?.[0] ?? null;
    filters.to = T.days(link.get("to"))?.[1] ?? null;
    const others = Object.fromEntries([...linked].map(([name, read]) => [name, read(link.get(name))]));
    const path = link.getAll("path").map((name) => ids.get(name));
    const expanded = link.getAll("with").map((name) => ids.get(name)).filter((id) => id !== undefined);
    const open = T.overview.communities.findIndex((c) => c.names[0].name === link.get("open"));
    return { ...others, language: language(link), view: oneOf(link.get("view"), ["graph", "map", "table"]), filters,
      open: open < 0 ? null : open, cap: Math.max(T.CAP, parseInt(link.get("nodes"), 10) || 0),
      mode: oneOf(link.get("mode"), [T.firstMode, "direct", "events"]), expanded,
      pathFrom: path.length === 1 ? path[0] ?? null : null, selected: selection(link, ids) };
  }

  const oneOf = (value, values) => (values.includes(value) ? value : values[0]);
  const language = (link) => oneOf(link.get("lang"), [T.overview.language, "ar", "en"]);

  function selection(link, ids) {
    if (ids.has(link.get("node"))) return { node: ids.get(link.get("node")) };
    const path = link.getAll("path").map((name) => ids.get(name));
    if (path.length === 2 && !path.includes(undefined)) return { path };
    const [from, predicate, to] = link.getAll("edge");
    if (!ids.has(from) || !ids.has(to)) return null;
    const found = T.edgesOf(ids.get(from)).find((e) => e.from === ids.get(from) && e.to === ids.get(to)
      && T.data.predicates[e.predicate].name === predicate);
    return found ? { edge: found.id } : null;
  }

  // Opens what the address says; the page's start and the browser's «back» call it.
  T.followLink = function () {
    const { selected, expanded, ...rest } = read(location.hash);
    const { open, look } = rest;
    T.forgetBrought();
    T.set({ ...rest, selected: null }, { link: false });
    expanded.forEach(T.bring);
    if (open !== null) T.state.open = open;
    const edge = selected && T.data.edges[selected.edge];
    const ends = edge ? [edge.from, edge.to] : selected && selected.node !== undefined ? [selected.node] : [];
    const { nodes } = T.visible();
    ends.filter((id) => !nodes.has(id)).forEach(T.bring);
    if (open !== null) T.state.open = open;
    if (expanded.length || ends.length) T.draw();
    if (selected) T.set({ selected }, { link: false });
    if (look) T.lookAt(look);
    else if (selected) T.focusNode(selected);
    else T.fit();
  };
  addEventListener("popstate", () => T.data && T.followLink());

  // The language stands before the data is there.
  T.state.language = language(new URLSearchParams(location.hash.slice(1)));
})(window.tawthiq = window.tawthiq || {});

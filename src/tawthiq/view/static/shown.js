// What the graph shows of all that stands: everything, an overview of communities, or one of them.
window.tawthiq.whenReady(function () {
  "use strict";

  const T = window.tawthiq;
  const { nodes, edges } = T.data;
  const group = T.columns["node.community"];
  const { at, all } = T.near;
  const MOST_BROUGHT = 120;
  const NEIGHBOURS = 20;
  const MOST_EXPANDED = 12; // nodes asked for that the link names

  const other = (e, id) => (edges[e].from === id ? edges[e].to : edges[e].from);

  // "whole" (all of it fits), "overview" (circles of communities) or "community" (the open one).
  T.level = () => (T.standing().total <= T.WHOLE ? "whole" : T.state.open === null && !T.state.brought.size && !(T.state.selected && T.state.selected.path) ? "overview" : "community");

  // The best connected of the ids, events together with those who take part in them.
  function best(ids, cap) {
    const { degree } = T.standing();
    const ranked = ids.sort((a, b) => degree[b] - degree[a] || a - b);
    if (ranked.length <= cap) return new Set(ranked);
    const live = new Set();
    const events = T.state.mode === "events" ? ranked.filter(T.isEvent) : [];
    const here = new Set(events.length ? ranked : []);
    for (const event of events) {
      if (live.size >= cap * 0.8) break;
      live.add(event);
      for (let i = at[event]; i < at[event + 1]; i++) if (here.has(other(all[i], event))) live.add(other(all[i], event));
    }
    for (const id of ranked) {
      if (live.size >= cap) break;
      if (!events.length || !T.isEvent(id)) live.add(id);
    }
    return live;
  }

  function chosen(level) {
    const { degree } = T.standing();
    if (level === "overview") return new Set();
    const ids = [];
    for (const node of nodes) {
      if (degree[node.id] >= 0 && (level === "whole" || group[node.id] === T.state.open)) ids.push(node.id);
    }
    return best(ids, level === "whole" ? Infinity : T.state.cap);
  }

  // What stands in the graph now: { level, nodes: Set of ids, edges: [], total, lone, here }: of total nodes that
  // pass, here are in the open community; lone ones have no direct edge and are left out.
  T.visible = function () {
    const level = T.level();
    const { degree, edge, total, lone, groups } = T.standing();
    const live = chosen(level);
    for (const id of T.state.brought) if (degree[id] >= 0) live.add(id);
    for (const id of T.asked()) if (T.state.mode === "events" || !T.isEvent(id)) live.add(id);
    const kept = [];
    for (const id of live) {
      for (let i = at[id]; i < at[id + 1]; i++) {
        const e = edges[all[i]];
        if (edge[e.id] && e.from === id && live.has(e.to)) kept.push(e);
      }
    }
    kept.sort((a, b) => a.id - b.id);
    const hiddenLone = Math.max(0, lone - [...live].filter((id) => degree[id] < 0).length);
    const here = level === "community" && T.state.open !== null ? groups[T.state.open] : total;
    return { level, nodes: live, edges: kept, total: Math.max(total, live.size), lone: hiddenLone, here: Math.max(here, live.size) };
  };

  // Nodes that must show, whatever is filtered: what the reader has asked for by name.
  T.asked = function () {
    const { selected, brought } = T.state;
    if (selected && selected.path) return T.pathNodes();
    return selected && brought.has(selected.node) ? [selected.node] : [];
  };

  // Make sure that a node shows, with its neighbours, and with its community where not everything fits.
  T.bring = function (id) {
    const { brought, expanded } = T.state;
    const { edge } = T.standing();
    const near = [...new Set(T.edgesOf(id).filter((e) => edge[e.id]).map((e) => T.otherEnd(e, id)))];
    near.sort((a, b) => T.degree(b) - T.degree(a));
    for (const bringing of [...near.slice(0, NEIGHBOURS).reverse(), id]) {
      brought.delete(bringing);
      brought.add(bringing);
    }
    for (const old of brought) if (brought.size > MOST_BROUGHT) brought.delete(old);
    T.state.open = group[id];
    expanded.delete(id);
    expanded.add(id);
    for (const old of expanded) if (expanded.size > MOST_EXPANDED) expanded.delete(old);
  };
  T.forgetBrought = function () {
    T.state.brought.clear();
    T.state.expanded.clear();
  };

  // Open a community, or go back to the overview (null).
  T.openCommunity = function (number) {
    T.forgetBrought();
    T.set({ open: number, cap: T.CAP, selected: null });
    T.fit();
  };
  T.showMore = () => T.set({ cap: T.state.cap + T.CAP });
});

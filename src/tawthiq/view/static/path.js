// The shortest path between two nodes along what stands in the graph.
window.tawthiq.whenReady(function () {
  "use strict";

  const T = window.tawthiq;
  const { nodes, edges } = T.data;
  const { at, all } = T.near;
  let last = { key: null, path: null };

  // Steps from a node to every node that can be reached, up to the goal's.
  function distances(start, goal, edge) {
    const steps = new Int32Array(nodes.length).fill(-1);
    steps[start] = 0;
    let front = [start];
    while (front.length && steps[goal] < 0) {
      const next = [];
      for (const id of front) {
        for (let i = at[id]; i < at[id + 1]; i++) {
          const there = T.otherEnd(edges[all[i]], id);
          if (!edge[all[i]] || steps[there] >= 0) continue;
          steps[there] = steps[id] + 1;
          next.push(there);
        }
      }
      front = next;
    }
    return steps;
  }

  // Of several shortest paths the one whose nodes have the fewest edges: that two things lie in one state says little.
  function quietest(start, goal, steps, edge) {
    const cost = new Map();
    const visit = function (id) {
      if (id === start) return { cost: 0, via: null };
      if (cost.has(id)) return cost.get(id);
      let best = { cost: Infinity, via: null };
      for (let i = at[id]; i < at[id + 1]; i++) {
        const before = T.otherEnd(edges[all[i]], id);
        if (!edge[all[i]] || steps[before] !== steps[id] - 1) continue;
        const sum = visit(before).cost + (before === start ? 0 : T.degree(before));
        if (sum < best.cost) best = { cost: sum, via: edges[all[i]] };
      }
      cost.set(id, best);
      return best;
    };
    const found = { nodes: [goal], edges: [] };
    for (let id = goal; id !== start;) {
      const { via } = visit(id);
      found.edges.unshift(via.id);
      id = T.otherEnd(via, id);
      found.nodes.unshift(id);
    }
    return found;
  }

  // { nodes: ids, edges: ids } from one to the other, or null if nothing that stands leads there.
  T.pathBetween = function (start, goal) {
    const standing = T.standing();
    const key = start + "-" + goal;
    if (last.key === key && last.standing === standing) return last.path;
    const steps = distances(start, goal, standing.edge);
    last = { key, standing, path: steps[goal] < 0 ? null : quietest(start, goal, steps, standing.edge) };
    return last.path;
  };
  const chosen = () => T.pathBetween(...T.state.selected.path);
  T.pathNodes = () => (chosen() || { nodes: T.state.selected.path }).nodes;
  T.onPath = (edge) => Boolean(chosen()) && chosen().edges.includes(edge);

  // ---- choosing the two ends: from a card, then with a click or the search

  T.askPath = function (id) {
    T.set({ pathFrom: id });
    document.getElementById("search").focus();
  };
  T.choose = function (id, options) {
    const start = T.state.pathFrom;
    if (start === null || start === id) { T.select({ node: id }, options); return; }
    T.set({ pathFrom: null, selected: { path: [start, id] } });
    T.focusNode(T.state.selected);
  };

  T.pathButton = (id) => T.el("button", { type: "button", class: "quiet path-from", onclick: () => T.askPath(id) }, T.word("path_from"));

  // The card of a path: its nodes, and between them the edges, each of which opens its own card.
  T.pathCard = function ({ path }) {
    const found = T.pathBetween(...path);
    const title = T.el("h2", {}, T.word("path"));
    if (!found) {
      return [title, T.item(path[0]), T.item(path[1]), T.el("p", { class: "hint" }, T.word("path_none"))];
    }
    const step = (e, i) => {
      const edge = edges[e];
      const forward = edge.from === found.nodes[i];
      return T.el("button", { type: "button", class: "item step", "data-edge": e, onclick: () => T.select({ edge: e }, { focus: true }) },
        T.el("span", { class: "predicate" }, (forward ? "↓ " : "↑ "), T.bdi(T.predicate(edge))),
        edge.claims ? T.el("small", {}, "❝ " + T.number(edge.claims.length)) : null);
    };
    const rows = found.nodes.flatMap((id, i) => (i < found.edges.length ? [T.item(id), step(found.edges[i], i)] : [T.item(id)]));
    return [title, T.el("p", { class: "hint" }, T.word("path_steps", { n: T.number(found.edges.length) })), T.el("div", { class: "triple" }, rows)];
  };

  const asking = document.getElementById("path-asking");
  if (!asking) return;
  document.getElementById("path-cancel").addEventListener("click", () => T.set({ pathFrom: null }));
  T.watch(() => {
    const start = T.state.pathFrom;
    asking.hidden = start === null;
    document.getElementById("path-start").textContent = start === null ? "" : T.word("path_asking", { name: T.isolate(T.name(nodes[start])) });
  });
});

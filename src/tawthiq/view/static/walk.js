// Mouse and keys in the graph: choose a node or an edge, open a community, walk to neighbours.
(function (T) {
  "use strict";
  if (!T.network) return;

  const { network } = T;
  const holder = document.getElementById("network");
  const REACH = 7; // pixels around a dot of the background that count as a click on it
  let current = null; // the community that the keys have come to

  const communityOf = (id) => +String(id).slice(1);

  network.on("click", ({ nodes, edges, pointer }) => {
    if (!T.data) return;
    if (T.shown().level === "overview") {
      if (nodes.length) T.openCommunity(communityOf(nodes[0]));
      return;
    }
    const dot = nodes.length || edges.length ? null : T.dotAt(pointer.canvas, REACH / network.getScale());
    if (nodes.length) T.choose(nodes[0], {});
    else if (edges.length) T.select({ edge: edges[0] });
    else if (dot !== null) T.choose(dot, { bring: true });
    else T.select(null);
  });

  const ANGLES = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };

  // How far one must turn from a direction to look from here to there.
  function turn(here, there, direction) {
    const angle = Math.atan2(there.y - here.y, there.x - here.x) - direction;
    return Math.abs(Math.atan2(Math.sin(angle), Math.cos(angle)));
  }

  const least = (list, cost) => list.reduce((best, item) => (best === null || cost(item) < cost(best) ? item : best), null);

  // The neighbour that lies most in the direction.
  function walk(direction) {
    const chosen = T.state.selected;
    const { nodes, edges } = T.shown();
    if (!chosen || chosen.node === undefined || !nodes.has(chosen.node)) {
      const first = least([...nodes], (id) => -T.degree(id));
      if (first !== null) T.select({ node: first }, { focus: true });
      return;
    }
    const at = network.body.nodes;
    const near = edges.filter((e) => e.from !== e.to && (e.from === chosen.node || e.to === chosen.node)).map((e) => T.otherEnd(e, chosen.node));
    const next = least(near, (id) => turn(at[chosen.node], at[id], direction));
    if (next !== null) T.select({ node: next }, { focus: true });
  }

  // The community that lies nearest in the direction; its name and number are told.
  function walkCommunities(direction) {
    const { circles } = T.shown();
    const here = circles.find((c) => c.number === current);
    const ahead = here ? circles.filter((c) => c !== here && turn(here, c, direction) < 1.1) : circles;
    const next = here ? least(ahead, (c) => Math.hypot(c.x - here.x, c.y - here.y) * (1 + turn(here, c, direction))) : least(ahead, (c) => -c.n);
    if (!next) return;
    current = next.number;
    network.selectNodes([next.id], false);
    document.getElementById("status").textContent = T.word("group_at", { name: T.isolate(T.communityName(next)), n: T.number(next.n) });
  }

  holder.addEventListener("keydown", (event) => {
    if (!T.data) return;
    const overview = T.shown().level === "overview";
    if (event.key in ANGLES) (overview ? walkCommunities : walk)(ANGLES[event.key]);
    else if (event.key === "+" || event.key === "-") T.zoom(event.key === "+" ? 1.25 : 0.8);
    else if (event.key === "0") T.fit();
    else if (event.key === "Enter" && overview) { if (current !== null) T.openCommunity(current); }
    else if (event.key === "Enter") document.getElementById("panel").focus();
    else if (event.key === "Backspace" && T.shown().level === "community") T.openCommunity(null);
    else if (event.key === "Escape" && !T.state.selected && T.shown().level === "community") T.openCommunity(null);
    else return;
    event.preventDefault();
  });
})(window.tawthiq = window.tawthiq || {});

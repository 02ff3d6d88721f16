// All events as a table; a column's heading sorts by it.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const view = document.getElementById("view-table");
  if (!view) return;

  const PAGE = 300;
  const COLUMNS = ["date", "event", "type", "actor", "target", "place", "status", "claims"];
  const ROLES = ["actor", "target", "place"];
  const { nodes, predicates } = T.data;
  let sorted = { column: "date", descending: true };
  let limit = PAGE;

  function withRole(event, role) {
    return T.edgesOf(event).filter((e) => e.role && predicates[e.predicate].name === role)
      .map((e) => T.name(nodes[T.otherEnd(e, event)]));
  }

  function row(id) {
    const node = nodes[id];
    const cells = { id, date: T.when(node), event: T.name(node), type: T.type(node), status: T.status(node), claims: (node.claims || []).length };
    for (const role of ROLES) cells[role] = withRole(id, role);
    return cells;
  }

  function compare(collator) {
    const { column, descending } = sorted;
    const text = (value) => (Array.isArray(value) ? value.join(" ") : value);
    return (a, b) => {
      const [x, y] = [text(a[column]), text(b[column])];
      if (x === y) return a.id - b.id;
      if (x === "" || y === "") return x === "" ? 1 : -1;
      const order = typeof x === "number" ? x - y : collator.compare(x, y);
      return descending ? -order : order;
    };
  }

  function head(column) {
    const state = sorted.column !== column ? "none" : sorted.descending ? "descending" : "ascending";
    return T.el("th", { scope: "col", "aria-sort": state }, T.el("button", {
      type: "button", "data-column": column, onclick: () => {
        sorted = { column, descending: sorted.column === column ? !sorted.descending : column === "claims" };
        draw();
        view.querySelector(`[data-column="${column}"]`).focus();
      },
    }, T.word("column_" + column)));
  }

  function line(cells) {
    const open = () => T.select({ node: cells.id }, { bring: true });
    const chosen = T.state.selected && T.state.selected.node === cells.id;
    const many = (values) => values.flatMap((v, i) => (i ? [T.word("comma"), T.bdi(v)] : [T.bdi(v)]));
    return T.el("tr", {
      tabindex: 0, "data-node": cells.id, "aria-selected": String(Boolean(chosen)), onclick: open,
      onkeydown: (e) => { if (e.key === "Enter") open(); },
    }, T.el("td", { class: "date" + (cells.date ? "" : " muted") }, T.bdi(cells.date || T.word("undated"))),
    T.el("td", {}, T.bdi(cells.event)), T.el("td", {}, T.bdi(cells.type)),
    ROLES.map((role) => T.el("td", {}, many(cells[role]))),
    T.el("td", { class: "muted" }, cells.status), T.el("td", {}, String(cells.claims)));
  }

  function draw() {
    if (T.state.view !== "table") return;
    const rows = T.shownEvents().map(row).sort(compare(new Intl.Collator(T.state.language, { numeric: true })));
    const counts = { n: T.number(rows.length), total: T.number(T.events.length) };
    const more = T.el("button", { type: "button", class: "link", onclick: () => { limit += PAGE; draw(); } }, T.word("more"));
    more.hidden = rows.length <= limit;
    view.replaceChildren(T.el("table", {}, T.el("caption", {}, T.word("table_caption", counts)),
      T.el("thead", {}, T.el("tr", {}, COLUMNS.map(head))), T.el("tbody", {}, rows.slice(0, limit).map(line))), more);
  }

  T.watch((changed) => {
    if (!T.only(changed, "selected")) draw();
    else for (const tr of view.querySelectorAll("tbody tr")) {
      tr.setAttribute("aria-selected", String(Boolean(T.state.selected && T.state.selected.node === +tr.dataset.node)));
    }
  });
});

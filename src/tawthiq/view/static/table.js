// Events and relations as a table that sorts by any column; only the rows in view are in the document.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const view = document.getElementById("view-table");
  if (!view) return;

  const ROW = 36; // pixels, as in the style sheet
  const SPARE = 12; // rows above and below those in view
  const KINDS = ["events", "relations"];
  const COLUMNS = {
    events: ["date", "event", "type", "actor", "target", "place", "status", "reports"],
    relations: ["subject", "relation", "object", "since", "count_events", "reports"],
  };
  const FIRST = { events: { column: "date", descending: true }, relations: { column: "reports", descending: true } };
  const { nodes, edges, predicates } = T.data;
  const { el, bdi, word } = T;
  let rows = []; // numbers of events or edges, in order
  let at = 0; // row that the keyboard stands on
  T.inLink("table", KINDS);

  // What each table is sorted by stands in the link: a column, with a minus where the greatest comes first.
  const SORTS = { events: "sort", relations: "sort_relations" };
  const written = ({ column, descending }) => (descending ? "-" : "") + column;
  for (const kind of KINDS) {
    const all = COLUMNS[kind].flatMap((column) => [column, "-" + column]);
    T.inLink(SORTS[kind], [written(FIRST[kind]), ...all]);
  }
  function sorting() {
    const text = T.state[SORTS[T.state.table]];
    return { column: text.replace("-", ""), descending: text[0] === "-" };
  }

  // ---- cells

  const roles = new Map(["actor", "target", "place"].map((name) => [name, predicates.findIndex((p) => p.name === name)]));
  function withRole(event, role) {
    return T.edgesOf(event).filter((e) => e.role && e.predicate === roles.get(role)).map((e) => T.name(nodes[T.otherEnd(e, event)]));
  }
  // A period as ISO 8601 shortens it: the end without what it shares with the start.
  function period(start, end) {
    if (!start || !end || start === end || start.length !== 10 || end.length !== 10) return start === end ? start : [start, end].filter(Boolean).join("–");
    const shared = start.slice(0, 7) === end.slice(0, 7) ? 8 : start.slice(0, 4) === end.slice(0, 4) ? 5 : 0;
    return start + "–" + end.slice(shared);
  }
  const join = (list) => list.join(word("comma"));
  const dates = (edge) => (edge.events || []).map((e) => nodes[e].start || nodes[e].end).filter(Boolean).sort();

  const CELLS = {
    events: {
      date: (id) => period(nodes[id].start, nodes[id].end) || "", event: (id) => T.name(nodes[id]), type: (id) => T.type(nodes[id]),
      actor: (id) => join(withRole(id, "actor")), target: (id) => join(withRole(id, "target")), place: (id) => join(withRole(id, "place")),
      status: (id) => T.status(nodes[id]), reports: (id) => nodes[id].reports,
    },
    relations: {
      subject: (id) => T.name(nodes[edges[id].from]), relation: (id) => T.predicate(edges[id]), object: (id) => T.name(nodes[edges[id].to]),
      since: (id) => { const d = dates(edges[id]); return d.length ? period(d[0], d[d.length - 1]) : ""; },
      count_events: (id) => (edges[id].events || []).length, reports: (id) => edges[id].reports,
    },
  };
  T.tableColumns = () => COLUMNS[T.state.table];
  T.tableCell = (column, id) => CELLS[T.state.table][column](id);
  T.tableRows = () => { order(); return rows; };

  function present() {
    if (T.state.table === "events") return T.shownEvents();
    return edges.filter((e) => !e.role && T.edgePasses(e)).map((e) => e.id);
  }

  function order() {
    const { column, descending } = sorting();
    const cell = CELLS[T.state.table][column];
    const collator = new Intl.Collator(T.state.language, { numeric: true });
    const keyed = present().map((id) => [cell(id), id]);
    const by = column === "date" || column === "since" ? (a, b) => (a < b ? -1 : 1) : collator.compare;
    keyed.sort(([a, i], [b, j]) => {
      if (a === b) return i - j;
      if (a === "" || b === "") return a === "" ? 1 : -1;
      const way = typeof a === "number" ? a - b : by(a, b);
      return descending ? -way : way;
    });
    rows = keyed.map(([, id]) => id);
  }

  // ---- drawing

  const head = el("div", { class: "table-head" });
  const scroller = el("div", { class: "scroller" });
  view.append(head, scroller);

  function columnHead(column) {
    const { column: by, descending } = sorting();
    const state = by !== column ? "none" : descending ? "descending" : "ascending";
    return el("th", { scope: "col", role: "columnheader", "aria-sort": state, class: "c-" + column }, el("button", {
      type: "button", "data-column": column, onclick: () => {
        const falling = by === column ? !descending : ["date", "reports", "count_events", "since"].includes(column);
        T.set({ [SORTS[T.state.table]]: written({ column, descending: falling }) });
        view.querySelector(`[data-column="${column}"]`).focus();
      },
    }, word("column_" + column)));
  }

  const isChosen = (id) => {
    const chosen = T.state.selected;
    return Boolean(chosen) && (T.state.table === "events" ? chosen.node : chosen.edge) === id;
  };
  function open(id) {
    if (T.state.table === "events") T.select({ node: id }, { bring: true });
    else T.select({ edge: id });
  }

  function line(id, index) {
    const cells = COLUMNS[T.state.table].map((column) => {
      const value = T.tableCell(column, id);
      const text = typeof value === "number" ? T.number(value) : value;
      const date = column === "date" || column === "since";
      return el("td", { role: "gridcell", class: "c-" + column, dir: date ? null : T.rightToLeft(text) ? "rtl" : "ltr", title: text.length > 20 ? T.plain(text) : null },
        text ? bdi(text, date ? { dir: "ltr" } : {}) : el("span", { class: "muted" }, column === "date" ? word("undated") : "—"));
    });
    return el("tr", { role: "row", tabindex: index === at ? 0 : -1, "data-row": index, "data-node": id, "aria-rowindex": index + 2, "aria-selected": String(isChosen(id)), onclick: () => { at = index; open(id); } }, cells);
  }

  const gap = (count) => {
    const cell = el("td", { colspan: COLUMNS[T.state.table].length });
    cell.style.height = count * ROW + "px";
    return el("tr", { class: "gap", role: "presentation", "aria-hidden": "true" }, cell);
  };

  let drawn = [0, 0];
  function window_() {
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - SPARE);
    return [first, Math.min(rows.length, first + Math.ceil(scroller.clientHeight / ROW) + 2 * SPARE)];
  }
  function fill(force) {
    const [first, last] = window_();
    if (!force && first >= drawn[0] && last <= drawn[1] && (drawn[0] === first || first - drawn[0] < SPARE)) return;
    drawn = [first, last];
    const body = scroller.querySelector("tbody");
    if (!body) return;
    const held = body.contains(document.activeElement);
    const lines = rows.slice(first, last).map((id, i) => line(id, first + i));
    body.replaceChildren(...(first ? [gap(first)] : []), ...lines, ...(last < rows.length ? [gap(rows.length - last)] : []));
    if (!body.querySelector('[tabindex="0"]') && lines.length) lines[0].tabIndex = 0;
    if (held) body.querySelector(`[data-row="${at}"]`)?.focus({ preventScroll: true });
  }
  let wanted = false;
  scroller.addEventListener("scroll", () => {
    if (wanted) return;
    wanted = true;
    requestAnimationFrame(() => { wanted = false; fill(); });
  }, { passive: true });

  function draw() {
    if (T.state.view !== "table") return;
    order();
    at = Math.min(at, Math.max(0, rows.length - 1));
    const total = T.state.table === "events" ? T.events.length : T.relationCount();
    const caption = word(T.state.table === "events" ? "table_caption" : "table_caption_relations", { n: T.number(rows.length), total: T.number(total) });
    head.replaceChildren(el("div", { class: "segments small", role: "group", "aria-label": word("table_which") }, KINDS.map((kind) => el("button", {
      type: "button", "aria-pressed": String(T.state.table === kind), "data-table": kind,
      onclick: () => { at = 0; T.set({ table: kind }); view.querySelector(`[data-table="${kind}"]`).focus(); },
    }, word("table_" + kind)))), el("p", { role: "status", id: "table-caption" }, caption), el("p", { class: "hint" }, word("table_keys")));
    const top = scroller.scrollTop;
    scroller.replaceChildren(el("table", { role: "grid", class: T.state.table, "aria-rowcount": rows.length + 1, "aria-labelledby": "table-caption" },
      el("thead", {}, el("tr", { role: "row", "aria-rowindex": 1 }, COLUMNS[T.state.table].map(columnHead))), el("tbody", {})));
    scroller.scrollTop = top;
    fill(true);
  }

  function go(index) {
    at = Math.max(0, Math.min(rows.length - 1, index));
    const top = at * ROW;
    const room = scroller.clientHeight - 2 * ROW;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room;
    fill(true);
    scroller.querySelector(`[data-row="${at}"]`)?.focus({ preventScroll: true });
  }

  scroller.addEventListener("keydown", (event) => {
    if (!event.target.closest("tbody tr")) return;
    const page = Math.max(1, Math.floor(scroller.clientHeight / ROW) - 2);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 };
    if (event.key in moves) go(moves[event.key]);
    else if (event.key === "Enter" || event.key === " ") open(rows[at]);
    else return;
    event.preventDefault();
  });
  scroller.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (row) at = +row.dataset.row;
  });
  new ResizeObserver(() => fill(true)).observe(scroller);

  // The rows in view as a picture: head and cells where they stand, each text as long as its cell is broad.
  T.pictures.table = async function () {
    const box = scroller.getBoundingClientRect();
    const table = scroller.querySelector("table");
    const { width } = table.getBoundingClientRect();
    const left = table.getBoundingClientRect().left;
    const style = getComputedStyle(table);
    const colours = T.colours(["ink", "soft", "line", "paper"]);
    const back = document.documentElement.dir === "rtl";
    const ruler = document.createElement("canvas").getContext("2d");
    const inView = (row) => { const { top, bottom } = row.getBoundingClientRect(); return bottom > box.top + ROW && top < box.bottom - ROW / 2; };
    const lines = [table.querySelector("thead tr"), ...[...table.querySelectorAll("tbody tr[data-row]")].filter(inView)];
    const svg = T.svg("svg", { width, height: lines.length * ROW, viewBox: `0 0 ${width} ${lines.length * ROW}`, direction: "ltr" });
    const fitting = (text, room) => {
      const letters = Array.from(text);
      if (ruler.measureText(text).width <= room) return text;
      while (letters.length && ruler.measureText(letters.join("") + "…").width > room) letters.pop();
      return letters.join("").trimEnd() + "…";
    };
    lines.forEach((row, i) => {
      const weight = i ? 400 : 600;
      ruler.font = `${weight} ${style.fontSize} ${style.fontFamily}`;
      for (const cell of row.cells) {
        const { left: from, width: room } = cell.getBoundingClientRect();
        const x = from - left + (back ? room - 10 : 10);
        const sign = { ascending: " ↑", descending: " ↓" }[cell.getAttribute("aria-sort")] || "";
        svg.append(T.svg("text", { x, y: i * ROW + 23, fill: cell.querySelector(".muted") ? colours.soft : colours.ink, "font-size": style.fontSize, "font-family": style.fontFamily,
          "font-weight": weight, "text-anchor": back ? "end" : "start" }, T.isolate(fitting(T.plain(cell.textContent), room - 20 - 8 * sign.length)) + sign));
      }
      svg.append(T.svg("line", { x1: 0, x2: width, y1: (i + 1) * ROW - 0.5, y2: (i + 1) * ROW - 0.5, stroke: colours.line }));
    });
    return svg;
  };

  T.watch((changed) => {
    if (!T.only(changed, "selected", "theme", "cap")) draw();
    else for (const row of scroller.querySelectorAll("tbody tr[data-row]")) row.setAttribute("aria-selected", String(isChosen(+row.dataset.node)));
  });
});

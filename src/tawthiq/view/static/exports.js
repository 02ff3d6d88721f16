// Saves what is shown: pictures (PNG, SVG) and data (CSV, JSON), made here and handed to the browser, without a request.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const button = document.getElementById("export");
  const menu = document.getElementById("export-menu");
  if (!button) return;

  const { nodes, edges } = T.data;
  const { el, word } = T;

  function save(name, blob) {
    const url = URL.createObjectURL(blob);
    const link = el("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }
  const fileName = (ending) => `tawthiq-${T.state.view}.${ending}`;

  // ---- pictures

  async function svgText() {
    const svg = await T.pictures[T.state.view]();
    const [width, height] = ["width", "height"].map((name) => +svg.getAttribute(name));
    svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    svg.prepend(T.svg("rect", { width, height, fill: T.colours(["paper"]).paper }));
    return { text: new XMLSerializer().serializeToString(svg), width, height };
  }

  async function saveSvg() {
    save(fileName("svg"), new Blob([(await svgText()).text], { type: "image/svg+xml" }));
  }

  async function savePng() {
    const { text, width, height } = await svgText();
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    await image.decode();
    const canvas = el("canvas", { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
    save(fileName("png"), await new Promise((done) => canvas.toBlob(done, "image/png")));
  }

  // ---- data

  // A cell that a spreadsheet takes for text, whatever it begins with.
  function cell(value) {
    const text = T.bare(value);
    const safe = /^[=+\-@\t\r]/.test(text) && typeof value !== "number" ? "'" + text : text;
    return /[",\n\r]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  }
  const unique = (list) => [...new Set(list.filter(Boolean))];

  async function saveCsv() {
    const relations = T.state.view === "table" && T.state.table === "relations";
    const kind = relations ? "relations" : T.state.table;
    const restore = T.state.table;
    T.state.table = relations ? "relations" : "events";
    const columns = T.tableColumns();
    const rows = [];
    for (const id of T.tableRows()) {
      const claims = await T.claimsOf(relations ? { edge: id } : { node: id });
      rows.push([...columns.map((column) => T.tableCell(column, id)), unique(claims.map((c) => c.claimant)).join(" | "),
        unique(claims.map((c) => c.source)).join(" | "), unique(claims.map((c) => c.url)).join(" "), unique(claims.map((c) => c.quote)).join(" | "),
        relations ? edgeName(edges[id]) : nodes[id].name]);
    }
    T.state.table = restore;
    const head = [...columns.map((c) => word("column_" + c)), word("claimant_column"), word("column_source"), word("column_url"), word("column_quotes"), "id"];
    const text = [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
    save(`tawthiq-${kind}.csv`, new Blob(["\ufeff" + text], { type: "text/csv;charset=utf-8" }));
  }

  const claimed = async (chosen) => (await T.claimsOf(chosen)).map(({ id, ...claim }) => claim);
  const edgeName = (e) => [nodes[e.from].name, T.data.predicates[e.predicate].name, nodes[e.to].name].join(" ");

  // What is shown: events that pass, edges that pass, and the nodes that these name.
  async function saveJson() {
    const events = T.shownEvents();
    const passing = edges.filter((e) => (e.role ? T.isEvent(e.from) && T.passesFilters(e.from) : T.edgePasses(e)));
    const ids = new Set([...events, ...passing.flatMap((e) => [e.from, e.to])]);
    const node = async (id) => {
      const { name, kind, type, ar, en, status, start, end, point } = nodes[id];
      return { id: name, kind, type, label: { ar: ar && T.bare(ar), en: en && T.bare(en) }, status, start, end, point, claims: kind === "event" ? await claimed({ node: id }) : undefined };
    };
    const edge = async (e) => ({
      source: nodes[e.from].name, predicate: T.data.predicates[e.predicate].name, target: nodes[e.to].name, role: e.role || undefined,
      events: e.events && e.events.map((i) => nodes[i].name), claims: e.role || e.events ? undefined : await claimed({ edge: e.id }),
    });
    const data = {
      title: T.overview.title, filters: T.askedFilters(), address: location.hash,
      nodes: await Promise.all([...ids].map(node)), edges: await Promise.all(passing.map(edge)),
    };
    save("tawthiq.json", new Blob([JSON.stringify(data, null, 1) + "\n"], { type: "application/json" }));
  }

  // ---- the menu

  const ITEMS = [["png", savePng], ["svg", saveSvg], ["csv", saveCsv], ["json", saveJson]];

  function fill() {
    menu.replaceChildren(...ITEMS.map(([kind, action]) => el("button", {
      type: "button", role: "menuitem", tabindex: -1, "data-export": kind, onclick: async () => {
        close(true);
        button.setAttribute("aria-busy", "true");
        await action();
        button.removeAttribute("aria-busy");
      },
    }, el("b", {}, kind.toUpperCase()), " ", el("small", {}, word("export_" + kind)))));
  }

  const items = () => [...menu.querySelectorAll("[role=menuitem]")];
  function open() {
    fill();
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    items()[0].focus();
  }
  function close(back) {
    if (menu.hidden) return;
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  }
  button.addEventListener("click", () => (menu.hidden ? open() : close(true)));
  menu.addEventListener("keydown", (event) => {
    const list = items();
    const at = list.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + list.length, Home: 0, End: list.length - 1 }[event.key];
    if (event.key === "Escape") { event.stopPropagation(); close(true); }
    else if (event.key === "Tab") close(false);
    else if (to !== undefined) { event.preventDefault(); list[to % list.length].focus(); }
  });
  document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target) && !button.contains(event.target)) close(false); });
});

// The filters: what the reader asks of events, as boxes to tick in a drawer and as chips that say what is asked.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const drawer = document.getElementById("filters");
  if (!drawer) return;

  const FEW = 8;
  const MATCHES = 30;
  const { nodes } = T.data;
  const { el, bdi, word } = T;
  const toggle = document.getElementById("filters-toggle");
  const chips = document.getElementById("chips");
  const whole = new Set(); // facets that are shown whole
  let typed = "";

  // ---- what there is to choose, with how many events: counted when first asked for

  let facets = null;
  function counted() {
    if (facets) return facets;
    const [types, statuses, sources, actors] = [new Map(), new Map(), new Map(), new Map()];
    const add = (map, key) => { if (key !== undefined && key !== null) map.set(key, (map.get(key) || 0) + 1); };
    const labels = new Map();
    let most = 1;
    for (const event of T.events) {
      const node = nodes[event];
      add(types, node.type);
      if (!labels.has(node.type)) labels.set(node.type, event);
      add(statuses, node.status);
      most = Math.max(most, node.reports);
      for (const source of new Set((node.claims || []).map(T.sourceOf))) add(sources, source);
    }
    const { columns } = T;
    const who = ["actor", "person"].map((kind) => T.KINDS.indexOf(kind));
    for (let e = 0; e < columns["edge.from"].length; e++) {
      const node = columns["edge.to"][e];
      if (columns["edge.role"][e] && who.includes(columns["node.kind"][node])) add(actors, node);
    }
    const ranked = (map) => [...map].sort((a, b) => b[1] - a[1]);
    facets = { types: ranked(types), statuses: ranked(statuses), sources: ranked(sources), actors: ranked(actors), labels, most };
    return facets;
  }

  const names = {
    types: (value) => (counted().labels.has(value) ? T.type(nodes[counted().labels.get(value)]) : value),
    statuses: (value) => T.status({ status: value }),
    sources: (value) => value,
    actors: (value) => T.name(nodes[value]),
    kinds: (value) => word("kind_" + value),
  };

  function flip(facet, value) {
    const chosen = new Set(T.state.filters[facet]);
    if (!chosen.delete(value)) chosen.add(value);
    T.set({ filters: { [facet]: chosen } });
  }

  // ---- the drawer

  function box(facet, value, count) {
    const key = facet + ":" + value;
    return el("label", { class: "choice" }, el("input", {
      type: "checkbox", checked: T.state.filters[facet].has(value), "data-key": key, onchange: () => flip(facet, value),
    }), el("span", {}, bdi(names[facet](value))), count === undefined ? null : el("small", {}, T.number(count)));
  }

  function section(facet, options, before) {
    if (!options.length && !before) return null;
    const chosen = options.filter(([value]) => T.state.filters[facet].has(value));
    const rest = options.filter(([value]) => !T.state.filters[facet].has(value));
    const shown = whole.has(facet) ? rest : rest.slice(0, Math.max(FEW - chosen.length, 3));
    const more = el("button", { type: "button", class: "link", "data-key": facet + "+", onclick: () => { whole.add(facet); draw(); } },
      word("all_of", { n: T.number(options.length) }));
    more.hidden = shown.length === rest.length;
    return el("fieldset", {}, el("legend", {}, word("filter_" + facet)), before || null,
      [...chosen, ...shown].map(([value, count]) => box(facet, value, count)), more);
  }

  function actors() {
    const all = counted().actors;
    const input = el("input", {
      type: "search", "data-key": "actors?", "aria-label": word("filter_actors_search"), placeholder: word("filter_actors_search"), autocomplete: "off", dir: "auto",
      value: typed, oninput: () => { typed = input.value; draw(); },
    });
    if (!T.fold(typed)) return section("actors", whole.has("actors") ? all.slice(0, 200) : all, all.length > FEW ? input : null);
    const counts = new Map(all);
    const found = T.find(typed).filter((id) => counts.has(id)).slice(0, MATCHES);
    const chosen = [...T.state.filters.actors].filter((id) => !found.includes(id));
    return el("fieldset", {}, el("legend", {}, word("filter_actors")), input, [...chosen, ...found].map((id) => box("actors", id, counts.get(id))),
      found.length ? null : el("p", { class: "hint" }, word("no_results")));
  }

  function reports() {
    const { most } = counted();
    if (most < 2) return null;
    const now = Math.max(1, T.state.filters.minReports);
    const output = el("output", {}, T.number(now));
    return el("fieldset", {}, el("legend", {}, word("filter_reports")), el("label", { class: "range" },
      el("span", { class: "unseen" }, word("filter_reports")),
      el("input", { type: "range", min: 1, max: Math.min(most, 20), value: now, step: 1, "data-key": "reports",
        oninput: (event) => { output.textContent = event.target.value; },
        onchange: (event) => T.set({ filters: { minReports: +event.target.value > 1 ? +event.target.value : 0 } }) }), output));
  }

  function draw() {
    if (drawer.hidden) return;
    const active = document.activeElement;
    const held = drawer.contains(active) ? active.dataset.key : null;
    const caret = held === "actors?" ? active.selectionStart : null;
    const f = counted();
    const shown = T.word("table_caption", { n: T.number(T.shownEvents().length), total: T.number(T.events.length) });
    const clear = el("button", { type: "button", class: "link", "data-key": "clear", onclick: T.clearFilters }, word("filter_clear"));
    clear.hidden = !asked().length;
    drawer.replaceChildren(...[el("div", { class: "head" }, el("h2", {}, word("filters")),
      el("button", { type: "button", class: "close", "aria-label": word("filter_close"), "data-key": "close", onclick: () => show(false) }, "×")),
    el("p", { class: "hint", role: "status" }, shown, " ", clear),
    section("types", f.types), actors(), section("sources", f.sources), section("statuses", f.statuses), reports()].filter(Boolean));
    const again = held && [...drawer.querySelectorAll("[data-key]")].find((e) => e.dataset.key === held);
    if (again) again.focus({ preventScroll: true });
    if (again && caret !== null) again.setSelectionRange(caret, caret);
  }

  function show(open) {
    drawer.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    if (open) {
      draw();
      drawer.querySelector(".close").focus();
    } else {
      toggle.focus();
    }
    dispatchEvent(new Event("resize"));
  }
  toggle.addEventListener("click", () => show(drawer.hidden));
  drawer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    show(false);
  });

  // ---- the chips

  // What is asked now: [words, action that takes it back].
  function asked() {
    const { filters } = T.state;
    const list = ["types", "actors", "sources", "statuses"].flatMap((facet) => [...filters[facet]].map((value) =>
      [word("filter_" + facet) + word("colon") + T.isolate(names[facet](value)), () => flip(facet, value)]));
    if (filters.minReports > 1) list.push([word("filter_reports") + word("colon") + T.number(filters.minReports), () => T.set({ filters: { minReports: 0 } })]);
    if (T.dated()) {
      const ends = [filters.from, filters.to].map((day) => (day === null ? "…" : T.isoDay(day)));
      list.push(["\u2066" + (ends[0] === ends[1] ? ends[0] : ends.join(" – ")) + "\u2069", () => T.setPeriod(null, null)]);
    }
    return list;
  }
  T.askedFilters = () => asked().map(([text]) => T.bare(text));
  T.clearFilters = () => T.set({ filters: { ...T.noFilters(), kinds: T.state.filters.kinds } });

  function drawChips() {
    const list = asked();
    const held = chips.contains(document.activeElement);
    chips.replaceChildren(...list.map(([text, undo]) => el("button", {
      type: "button", class: "chip", "aria-label": word("filter_remove", { what: text }), onclick: undo,
    }, el("span", {}, text), el("span", { "aria-hidden": "true" }, "×"))));
    if (list.length > 1) chips.append(el("button", { type: "button", class: "link", onclick: T.clearFilters }, word("filter_clear")));
    chips.hidden = !list.length;
    document.getElementById("filters-count").textContent = list.length ? T.number(list.length) : "";
    if (held) (chips.querySelector("button") || toggle).focus();
  }

  T.watch((changed) => {
    if (!T.only(changed, "selected", "view", "cap", "theme", "table")) { draw(); drawChips(); }
  });
});

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

  const names = {
    types: (value) => (T.choices().labels.has(value) ? T.type(nodes[T.choices().labels.get(value)]) : value),
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

  // The number is that of the events that the choice would give, with all that is asked beside it.
  function box(facet, value) {
    const [key, count] = [facet + ":" + value, T.leaves()(facet, value)];
    return el("label", { class: count ? "choice" : "choice none" }, el("input", {
      type: "checkbox", checked: T.state.filters[facet].has(value), "data-key": key, onchange: () => flip(facet, value),
    }), el("span", {}, bdi(names[facet](value))), el("small", {}, T.number(count)));
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
      [...chosen, ...shown].map(([value]) => box(facet, value)), more);
  }

  function actors() {
    const all = T.choices().actors;
    const input = el("input", {
      type: "search", "data-key": "actors?", "aria-label": word("filter_actors_search"), placeholder: word("filter_actors_search"), autocomplete: "off", dir: "auto",
      value: typed, oninput: () => { typed = input.value; draw(); },
    });
    if (!T.fold(typed)) return section("actors", whole.has("actors") ? all.slice(0, 200) : all, all.length > FEW ? input : null);
    const known = new Set(all.map(([id]) => id));
    const found = T.find(typed).filter((id) => known.has(id)).slice(0, MATCHES);
    const chosen = [...T.state.filters.actors].filter((id) => !found.includes(id));
    return el("fieldset", {}, el("legend", {}, word("filter_actors")), input, [...chosen, ...found].map((id) => box("actors", id)),
      found.length ? null : el("p", { class: "hint" }, word("no_results")));
  }

  function reports() {
    const { most } = T.choices();
    if (most < 2) return null;
    const now = Math.max(1, T.state.filters.minReports);
    const tell = (least) => [T.number(least), el("small", {}, T.number(T.leavesReports(least)))];
    const output = el("output", {}, tell(now));
    return el("fieldset", {}, el("legend", {}, word("filter_reports")), el("label", { class: "range" },
      el("span", { class: "unseen" }, word("filter_reports")),
      el("input", { type: "range", min: 1, max: most, value: now, step: 1, "data-key": "reports",
        oninput: (event) => output.replaceChildren(...tell(+event.target.value)),
        onchange: (event) => T.set({ filters: { minReports: +event.target.value > 1 ? +event.target.value : 0 } }) }), output));
  }

  function draw() {
    if (drawer.hidden) return;
    const active = document.activeElement;
    const held = drawer.contains(active) ? active.dataset.key : null;
    const caret = held === "actors?" ? active.selectionStart : null;
    const choices = T.choices();
    const shown = T.word("table_caption", { n: T.number(T.shownEvents().length), total: T.number(T.events.length) });
    const clear = el("button", { type: "button", class: "link", "data-key": "clear", onclick: T.clearFilters }, word("filter_clear"));
    clear.hidden = !asked().length;
    drawer.replaceChildren(...[el("div", { class: "head" }, el("h2", {}, word("filters")),
      el("button", { type: "button", class: "close", "aria-label": word("filter_close"), "data-key": "close", onclick: () => show(false) }, "×")),
    el("p", { class: "hint", role: "status" }, shown, " ", clear),
    section("types", choices.types), actors(), section("sources", choices.sources), section("statuses", choices.statuses), reports()].filter(Boolean));
    const again = held && [...drawer.querySelectorAll("[data-key]")].find((e) => e.dataset.key === held);
    if (again) again.focus({ preventScroll: true });
    if (again && caret !== null) again.setSelectionRange(caret, caret);
  }

  T.inLink("drawer", ["closed", "open"]);
  function show(open) {
    T.set({ drawer: open ? "open" : "closed" });
    if (open) drawer.querySelector(".close").focus();
    else toggle.focus();
  }
  function follow() {
    const open = T.state.drawer === "open";
    if (open !== drawer.hidden) return;
    drawer.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    if (open) draw();
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
    follow();
    if (!T.only(changed, "selected", "view", "cap", "theme", "table", "sort", "sort_relations", "drawer")) { draw(); drawChips(); }
  });
});

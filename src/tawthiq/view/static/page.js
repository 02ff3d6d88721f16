// Puts the page together: language, views, legend, the switch between edges and events.
(function (T) {
  "use strict";

  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);

  function speak() {
    root.lang = T.state.language;
    root.dir = T.state.language === "ar" ? "rtl" : "ltr";
    for (const e of document.querySelectorAll("[data-word]")) e.textContent = T.word(e.dataset.word);
    for (const e of document.querySelectorAll("[data-word-label]")) {
      e.setAttribute("aria-label", T.word(e.dataset.wordLabel));
      if (e.tagName === "BUTTON") e.title = T.word(e.dataset.wordLabel);
    }
    for (const e of document.querySelectorAll("[data-word-placeholder]")) e.placeholder = T.word(e.dataset.wordPlaceholder);
    byId("language").lang = T.state.language === "ar" ? "en" : "ar";
  }

  byId("language").addEventListener("click", () => {
    T.set({ language: T.state.language === "ar" ? "en" : "ar" });
    speak();
  });

  byId("theme").addEventListener("click", () => T.switchTheme());

  // A skip link moves the focus and leaves the address, which holds the reader's choices, as it is.
  for (const link of document.querySelectorAll("[data-skip]")) link.addEventListener("click", (event) => {
    event.preventDefault();
    byId(link.dataset.skip).focus();
  });

  const VIEWS = ["graph", "map", "table"];
  function showView() {
    const name = T.state.view;
    for (const view of VIEWS) {
      const chosen = view === name;
      byId("tab-" + view).setAttribute("aria-selected", String(chosen));
      byId("tab-" + view).tabIndex = chosen ? 0 : -1;
      byId("view-" + view).hidden = !chosen;
    }
    for (const id of ["mode", "counts"]) byId(id).hidden = name !== "graph";
  }
  T.showView = function (name) {
    T.set({ view: name });
    if (name === "graph") T.network.redraw();
  };

  // The arrow keys move in a group of buttons of which one is chosen.
  function arrows(group, choose) {
    group.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const buttons = [...group.querySelectorAll("button")];
      const way = root.dir === "rtl" ? -step : step;
      const next = buttons[(buttons.indexOf(document.activeElement) + way + buttons.length) % buttons.length];
      next.focus();
      choose(next);
    });
  }

  function legend() {
    byId("legend").replaceChildren(...T.data.kinds.map((kind) => {
      const open = !T.hides(kind);
      const count = T.overview.kinds[kind];
      return T.el("button", {
        type: "button", "aria-pressed": String(open), "data-kind": kind, onclick: () => {
          const kinds = T.data.kinds.filter((k) => (k === kind ? !open : !T.hides(k)));
          T.set({ filters: { kinds: new Set(kinds.length < T.data.kinds.length ? kinds : []) } });
          byId("legend").querySelector(`[data-kind="${kind}"]`).focus();
        },
      }, T.shape(kind), T.word("kind_" + kind), T.el("span", { class: "number" }, T.number(count)));
    }));
  }

  function mode(name) {
    T.set({ mode: name });
    T.fit();
  }

  function showMode() {
    for (const name of ["direct", "events"]) {
      byId("mode-" + name).setAttribute("aria-checked", String(T.state.mode === name));
      byId("mode-" + name).tabIndex = T.state.mode === name ? 0 : -1;
    }
  }

  function start() {
    for (const view of VIEWS) byId("tab-" + view).addEventListener("click", () => T.showView(view));
    arrows(byId("tab-graph").parentElement, (button) => button.click());
    for (const name of ["direct", "events"]) byId("mode-" + name).addEventListener("click", () => mode(name));
    arrows(byId("mode"), (button) => button.click());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && event.target.id !== "search" && T.state.selected) T.select(null);
      if (event.key === "/" && !/INPUT|TEXTAREA/.test(event.target.tagName)) {
        event.preventDefault();
        byId("search").focus();
      }
    });
    T.watch((changed) => changed.has("language") && speak());
    T.watch(showView);
    T.watch(legend);
    T.watch(showMode);
    T.followLink();
  }

  speak();
  if (byId("network")) T.whenReady(start);
  else for (const e of document.querySelectorAll(".search, [role=tablist]")) e.hidden = true;
})(window.tawthiq = window.tawthiq || {});

// Search by name: Arabic or English, any spelling, with or without the article, words in any order.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;

  const MOST = 12;
  const box = document.getElementById("search");
  const list = document.getElementById("results");
  const { nodes } = T.data;
  let index = null;
  let active = -1;

  function entries() {
    index = index || nodes.map((node) => [node.ar, node.en, node.ar || node.en ? "" : node.name, ...(node.names || [])]
      .filter(Boolean).map((name) => {
        const words = T.searchWords(name);
        return { words, joined: words.join("") };
      }));
    return index;
  }

  // How well a name fits: 0 not at all; whole names before beginnings, beginnings before insides.
  function score(entry, wanted, joined) {
    if (entry.joined === joined) return 4;
    if (entry.joined.startsWith(joined)) return 3;
    if (wanted.every((w) => entry.words.some((own) => own.startsWith(w)))) return 2;
    return entry.joined.includes(joined) || wanted.every((w) => entry.words.some((own) => own.includes(w))) ? 1 : 0;
  }

  // Ids of the nodes that a text names, the best first.
  T.find = function (text) {
    const wanted = T.searchWords(text);
    if (!wanted.length) return [];
    const joined = wanted.join("");
    const found = [];
    entries().forEach((names, id) => {
      const best = Math.max(0, ...names.map((entry) => score(entry, wanted, joined)));
      if (best) found.push([best, T.degree(id), id]);
    });
    return found.sort((a, b) => b[0] - a[0] || b[1] - a[1] || a[2] - b[2]).map((f) => f[2]);
  };

  function close() {
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function choose(id) {
    close();
    box.value = T.name(nodes[id]);
    if (T.state.view === "table") T.showView("graph");
    T.choose(id, { bring: true, focus: true });
  }

  function option(id, i) {
    const node = nodes[id];
    const other = T.other(node.ar, node.en);
    return T.el("li", { role: "option", id: "result-" + i, "aria-selected": "false", "data-node": id,
      onmousedown: (event) => { event.preventDefault(); choose(id); } },
    T.shape(node.kind), T.el("span", {}, T.bdi(T.name(node)), other ? T.el("small", { class: "other" }, T.bdi(other)) : ""),
    T.el("small", { class: "note" }, T.bdi(T.when(node) || T.type(node))));
  }

  function show() {
    const found = T.find(box.value);
    active = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = !T.fold(box.value);
    box.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) return;
    list.replaceChildren(...found.slice(0, MOST).map(option));
    const note = found.length ? T.word("results", { n: T.number(found.length) }) : T.word("no_results");
    if (!found.length || found.length > MOST) list.append(T.el("li", { role: "presentation" }, T.el("small", {}, note)));
    const status = document.getElementById("status");
    if (status) status.textContent = note;
  }

  function move(step) {
    const options = [...list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    active = (active + step + options.length) % options.length;
    options.forEach((o, i) => o.setAttribute("aria-selected", String(i === active)));
    options[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[active].id);
  }

  box.addEventListener("input", show);
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      else move(event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1);
    } else if (event.key === "Enter" && !list.hidden) {
      const options = [...list.querySelectorAll("[role=option]")];
      if (options.length) choose(+options[Math.max(0, active)].dataset.node);
    } else if (event.key === "Escape") {
      close();
    }
  });
});

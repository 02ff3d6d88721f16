// Search by name: Arabic or English, any spelling, with or without the article, words in any order.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;

  const MOST = 12;
  const box = document.getElementById("search");
  const list = document.getElementById("results");
  const { nodes } = T.data;
  let active = -1;

  // ---- the index: the folded words of all names in two long texts, a line for each name. Made in idle moments.

  const SLICE = 4000;
  const parts = { spaced: [], joined: [], owner: [] };
  const folded = new Map();
  let done = 0;
  let index = null;

  function wordsOf(name) {
    return name.split(/\s+/).map((token) => {
      if (!folded.has(token)) folded.set(token, T.searchWords(token).join(" "));
      return folded.get(token);
    }).filter(Boolean).join(" ");
  }

  function add(upTo) {
    for (; done < upTo; done++) {
      const { ar, en, name, names } = nodes[done];
      for (const text of [ar, en, ar || en ? "" : name, ...(names || [])]) {
        const words = text && wordsOf(text);
        if (!words) continue;
        parts.spaced.push("\n " + words);
        parts.joined.push("\n" + words.replaceAll(" ", ""));
        parts.owner.push(done);
      }
    }
  }

  function lines(list) {
    const at = new Uint32Array(list.length + 1);
    list.forEach((line, i) => { at[i + 1] = at[i] + line.length; });
    return { text: list.join(""), at };
  }

  function whole() {
    if (!index) {
      add(nodes.length);
      index = { spaced: lines(parts.spaced), joined: lines(parts.joined), owner: Uint32Array.from(parts.owner) };
      folded.clear();
      parts.spaced = parts.joined = parts.owner = null;
    }
    return index;
  }

  const idle = window.requestIdleCallback || ((action) => setTimeout(action, 50));
  idle(function slice() {
    if (index) return;
    add(Math.min(done + SLICE, nodes.length));
    if (done < nodes.length) idle(slice);
    else whole();
  });

  // How well a name fits: 0 not at all; whole names before beginnings, beginnings before insides.
  function score(line, wanted, joined) {
    const own = index.joined.text.slice(index.joined.at[line] + 1, index.joined.at[line + 1]);
    if (own === joined) return 4;
    if (own.startsWith(joined)) return 3;
    const words = index.spaced.text.slice(index.spaced.at[line] + 1, index.spaced.at[line + 1]);
    if (wanted.every((w) => words.includes(" " + w))) return 2;
    return own.includes(joined) || wanted.every((w) => words.includes(w)) ? 1 : 0;
  }

  // Ids of the nodes that a text names, the best first, the better connected before others.
  T.find = function (text) {
    const wanted = T.searchWords(text);
    if (!wanted.length) return [];
    const { joined: { text: all, at }, owner } = whole();
    const joined = wanted.join("");
    const longest = wanted.reduce((a, b) => (b.length > a.length ? b : a));
    const best = new Map();
    let line = 0;
    for (let found = all.indexOf(longest); found >= 0; found = all.indexOf(longest, at[line + 1])) {
      while (at[line + 1] <= found) line += 1;
      const fits = score(line, wanted, joined);
      if (fits > (best.get(owner[line]) || 0)) best.set(owner[line], fits);
    }
    // One number says all that counts, for numbers are sorted much faster than rows.
    const keys = Float64Array.from(best, ([id, fits]) => ((4 - fits) * 2 ** 20 + (2 ** 20 - 1 - T.degree(id))) * 2 ** 24 + id).sort();
    return Array.from(keys, (key) => key % 2 ** 24);
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
    const other = T.otherName(node);
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

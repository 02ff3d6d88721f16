// The strip below: how many events in each day, week, month or year; a brush over it chooses a period for all views.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const strip = document.getElementById("timeline");
  if (!strip) return;

  const HEIGHT = 58;
  const BASE = 42;
  const MOST_BINS = 120;
  const { el, word } = T;
  const dated = T.events.filter((e) => T.spans[e]);
  let [first, last] = [Infinity, -Infinity];
  for (const e of dated) {
    first = Math.min(first, T.spans[e][0]);
    last = Math.max(last, T.spans[e][0]);
  }
  const bins = dated.length ? makeBins() : [];
  const ends = bins.length ? [bins[0].start, bins[bins.length - 1].end] : [0, 1];

  function makeBins() {
    const span = last - first + 1;
    const units = [[span, day], [span / 7, week], [span / 30.4, month], [Infinity, year]];
    const step = units.find(([count]) => count <= MOST_BINS)?.[1] || year;
    const made = [];
    let start = step(first, 0);
    while (start <= last) {
      const next = step(start, 1);
      made.push({ start, end: next - 1, events: [] });
      start = next;
    }
    for (const e of dated) made[binOf(made, T.spans[e][0])].events.push(e);
    return made;
  }

  // Number of the bin that a day falls in; the first or last one for days outside.
  function binOf(list, d) {
    let [low, high] = [0, list.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].end < d) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Start of the unit that a day falls in (0) or of the next one (1).
  function day(d, next) { return d + next; }
  function week(d, next) { return d - ((d + 3) % 7 + 7) % 7 + 7 * next; }
  function month(d, next) {
    const date = new Date(d * 86400000);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + next, 1) / 86400000;
  }
  function year(d, next) { return Date.UTC(new Date(d * 86400000).getUTCFullYear() + next, 0, 1) / 86400000; }

  // ---- the picture

  const back = () => T.state.language === "ar";
  let width = 600;
  const place = (d) => {
    const part = (d - ends[0]) / (ends[1] + 1 - ends[0]);
    return (back() ? 1 - part : part) * width;
  };
  const dayAt = (x) => {
    const part = Math.min(Math.max(x / width, 0), 0.99999);
    return Math.floor(ends[0] + (back() ? 1 - part : part) * (ends[1] + 1 - ends[0]));
  };
  // The chosen period within the strip, whole when nothing is chosen.
  const period = () => [T.state.filters.from ?? ends[0], T.state.filters.to ?? ends[1]];
  const rect = (a, b) => ({ x: Math.min(place(a), place(b + 1)), width: Math.abs(place(b + 1) - place(a)) });

  function bars() {
    const most = Math.max(...bins.map((b) => b.events.length));
    const tall = (n) => Math.max(2.5, (n / most) * (BASE - 6));
    return bins.filter((bin) => bin.events.length).map((bin) => {
      const { x, width: w } = rect(bin.start, bin.end);
      const gap = w > 5 ? 1 : 0;
      const size = { x: x + gap, width: Math.min(Math.max(1.5, w - 2 * gap), 46), rx: 1 };
      const passed = bin.events.filter(T.passesFilters).length;
      const label = `${T.isoDay(bin.start)}${bin.end > bin.start ? " – " + T.isoDay(bin.end) : ""}: ${passed < bin.events.length ? passed + " / " : ""}${bin.events.length}`;
      const bar = (n, kind) => T.svg("rect", { class: kind, ...size, y: BASE - tall(n), height: tall(n) });
      return T.svg("g", {}, T.svg("title", {}, "\u2066" + label + "\u2069"), bar(bin.events.length, "bin out"), passed ? bar(passed, "bin") : "");
    });
  }

  function ticks() {
    const made = [];
    let edge = null;
    const long = ends[1] - ends[0] > 365 * 4;
    for (const bin of bins) {
      const x = place(bin.start);
      const text = T.isoDay(bin.start).slice(0, long ? 4 : bin.end - bin.start > 8 ? 7 : 10);
      if ((edge !== null && Math.abs(x - edge) < 96) || Math.abs(place(ends[1]) - x) < 70) continue;
      edge = x;
      made.push(T.svg("line", { class: "axis", x1: x, x2: x, y1: BASE, y2: BASE + 5 }),
        T.svg("text", { x: x + (back() ? -3 : 3), y: HEIGHT - 3, "text-anchor": back() ? "end" : "start" }, text));
    }
    return made;
  }

  // ---- the brush

  // A handle of the brush: a slider for keys and screen readers.
  function handle(side) {
    const [from, to] = period();
    const now = side === "from" ? from : to;
    return T.svg("rect", {
      class: "handle" + (T.dated() ? " on" : ""), role: "slider", tabindex: 0, "data-side": side, "aria-label": word(side === "from" ? "brush_from" : "brush_to"), "aria-orientation": "horizontal",
      "aria-valuemin": side === "from" ? ends[0] : Math.max(from, ends[0]), "aria-valuemax": side === "from" ? Math.min(to, ends[1]) : ends[1],
      "aria-valuenow": Math.min(Math.max(now, ends[0]), ends[1]), "aria-valuetext": T.isoDay(now),
      x: place(side === "from" ? now : now + 1) - 3, y: 1, width: 6, height: BASE - 1, rx: 2, onkeydown: (event) => key(event, side),
    });
  }

  function key(event, side) {
    const on = back() ? -1 : 1;
    const steps = { ArrowRight: on, ArrowLeft: -on, ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity };
    if (event.key === "Escape" && T.dated()) { event.stopPropagation(); T.setPeriod(null, null); }
    if (!(event.key in steps)) return;
    event.preventDefault();
    const [from, to] = period();
    const at = binOf(bins, side === "from" ? from : to) + steps[event.key];
    if (event.shiftKey) return shift(steps[event.key]);
    const bin = bins[Math.min(Math.max(at, 0), bins.length - 1)];
    choose(side === "from" ? Math.min(bin.start, binStart(to)) : from, side === "to" ? Math.max(bin.end, binEnd(from)) : to);
  }
  const binStart = (d) => bins[binOf(bins, d)].start;
  const binEnd = (d) => bins[binOf(bins, d)].end;

  // The whole period, as long as it is, some bins on.
  function shift(step) {
    const [from, to] = period().map((d) => binOf(bins, d));
    const by = Math.min(Math.max(step, -from), bins.length - 1 - to);
    choose(bins[from + by].start, bins[to + by].end);
  }

  // The whole strip is no choice.
  const choose = (from, to) => (from <= ends[0] && to >= ends[1] ? T.setPeriod(null, null) : T.setPeriod(from, to));

  function drags(svg) {
    let held = null; // { how, from (bin), period }
    const at = (event) => {
      const box = svg.getBoundingClientRect();
      return binOf(bins, dayAt((event.clientX - box.left) * width / box.width));
    };
    const mark = svg.querySelector(".brush");
    function wanted(event) {
      const here = at(event);
      const [from, to] = held.period;
      if (held.how === "new") return [Math.min(held.at, here), Math.max(held.at, here)];
      if (held.how === "from") return [Math.min(here, to), to];
      if (held.how === "to") return [from, Math.max(here, from)];
      const by = Math.min(Math.max(here - held.at, -from), bins.length - 1 - to);
      return [from + by, to + by];
    }
    svg.addEventListener("pointerdown", (event) => {
      const side = event.target.dataset.side;
      const inBrush = T.dated() && event.target.classList.contains("brush");
      held = { how: side || (inBrush ? "move" : "new"), at: at(event), period: period().map((d) => binOf(bins, d)) };
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      if (!held) return;
      const [a, b] = wanted(event);
      for (const [name, value] of Object.entries(rect(bins[a].start, bins[b].end))) mark.setAttribute(name, value);
      mark.classList.add("on");
    });
    svg.addEventListener("pointerup", (event) => {
      if (!held) return;
      const [a, b] = wanted(event);
      held = null;
      choose(bins[a].start, bins[b].end);
    });
    svg.addEventListener("pointercancel", () => { held = null; draw(); });
  }

  function picture() {
    const [from, to] = period();
    const svg = T.svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "group", "aria-label": word("timeline_label"), direction: "ltr" });
    const clamped = [Math.min(Math.max(from, ends[0]), ends[1]), Math.min(Math.max(to, ends[0]), ends[1])];
    svg.append(T.svg("rect", { class: "ground", x: 0, y: 0, width, height: BASE }), T.svg("g", { "aria-hidden": "true" }, bars()),
      T.svg("line", { class: "axis", x1: 0, x2: width, y1: BASE + 0.5, y2: BASE + 0.5 }), T.svg("g", { "aria-hidden": "true" }, ticks()),
      T.svg("rect", { class: "brush" + (T.dated() ? " on" : ""), ...rect(...clamped), y: 0, height: BASE }), handle("from"), handle("to"));
    drags(svg);
    return svg;
  }

  // ---- the line above

  function dateField(side) {
    const value = T.state.filters[side];
    const edge = side === "from" ? 0 : 1;
    const input = el("input", { id: "time-" + side, dir: "ltr", inputmode: "numeric", size: 10, autocomplete: "off",
      value: value === null ? "" : T.isoDay(value), placeholder: T.isoDay(ends[edge]) });
    input.addEventListener("change", () => {
      const days = T.days(input.value.trim());
      const chosen = { from: T.state.filters.from, to: T.state.filters.to, [side]: days ? days[edge] : null };
      T.setPeriod(chosen.from, chosen.to);
      document.getElementById("time-" + side).focus();
    });
    return el("label", {}, word(side), input);
  }

  function draw() {
    if (!bins.length) {
      strip.replaceChildren(el("div", { class: "row" }, word("no_dates")));
      return;
    }
    const active = strip.contains(document.activeElement) ? document.activeElement : null;
    const held = active && (active.dataset.side ? `[data-side="${active.dataset.side}"]` : active.id ? "#" + active.id : null);
    const inside = dated.filter(T.passesFilters).length;
    const undated = T.events.length - dated.length;
    const text = [word(inside < dated.length ? "dated_in" : "dated", { n: T.number(inside), total: T.number(dated.length) }),
      undated ? word("undated_count", { n: T.number(undated) }) : ""];
    const clear = el("button", { type: "button", class: "link", id: "time-clear", onclick: () => T.setPeriod(null, null) }, word("clear"));
    clear.hidden = !T.dated();
    width = Math.max(240, strip.clientWidth - 36);
    strip.replaceChildren(el("div", { class: "row" }, el("h2", {}, word("timeline")), dateField("from"), dateField("to"), clear,
      el("span", { class: "count" }, text.filter(Boolean).join(" · "))), picture());
    if (held) (strip.querySelector(held) || strip.querySelector(".handle")).focus({ preventScroll: true });
  }

  T.watch((changed) => T.only(changed, "selected", "view", "cap", "mode", "table", "sort", "sort_relations", "drawer", "theme") || draw());
  addEventListener("resize", draw);
});

// The strip below: how many events in each day, week, month or year; dragging chooses a period.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const strip = document.getElementById("timeline");
  if (!strip) return;

  const HEIGHT = 62;
  const BASE = 44;
  const MOST_BINS = 90;
  const dated = T.events.filter((e) => T.spans[e]);
  const first = Math.min(...dated.map((e) => T.spans[e][0]));
  const last = Math.max(...dated.map((e) => T.spans[e][0]));
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
    for (const e of dated) made.find((b) => T.spans[e][0] <= b.end).events.push(e);
    return made;
  }

  // Start of the unit that a day falls in (0) or of the next one (1).
  function day(d, next) { return d + next; }
  function week(d, next) { return d - ((d + 3) % 7 + 7) % 7 + 7 * next; }
  function month(d, next) {
    const date = new Date(d * 86400000);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + next, 1) / 86400000;
  }
  function year(d, next) { return Date.UTC(new Date(d * 86400000).getUTCFullYear() + next, 0, 1) / 86400000; }

  const rightToLeft = () => T.state.language === "ar";
  const place = (d, width) => {
    const part = (d - ends[0]) / (ends[1] + 1 - ends[0]);
    return (rightToLeft() ? 1 - part : part) * width;
  };
  const dayAt = (x, width) => {
    const part = Math.min(Math.max(x / width, 0), 0.99999);
    return Math.floor(ends[0] + (rightToLeft() ? 1 - part : part) * (ends[1] + 1 - ends[0]));
  };
  const binAt = (d) => bins.find((b) => d <= b.end) || bins[bins.length - 1];

  function picture(width) {
    const svg = T.svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": T.word("timeline_label"), direction: "ltr" });
    const most = Math.max(...bins.map((b) => b.events.length));
    if (T.dated()) {
      const [a, b] = [place(Math.max(T.state.from ?? ends[0], ends[0]), width), place(Math.min((T.state.to ?? ends[1]), ends[1]) + 1, width)];
      svg.append(T.svg("rect", { class: "brush", x: Math.min(a, b), y: 0, width: Math.abs(b - a), height: BASE }));
    }
    for (const bin of bins) {
      if (!bin.events.length) continue;
      const [a, b] = [place(bin.start, width), place(bin.end + 1, width)];
      const height = Math.max(3, (bin.events.length / most) * (BASE - 6));
      const gap = Math.abs(b - a) > 5 ? 1 : 0;
      const x = Math.min(a, b) + gap;
      const w = Math.min(Math.max(1.5, Math.abs(b - a) - 2 * gap), 46);
      const label = `${T.isoDay(bin.start)}${bin.end > bin.start ? " – " + T.isoDay(bin.end) : ""}: ${bin.events.length}`;
      svg.append(T.svg("rect", { class: "bin" + (bin.events.some(T.inTime) ? "" : " out"), x, y: BASE - height, width: w, height, rx: 1 }, T.svg("title", {}, label)));
    }
    svg.append(T.svg("line", { class: "axis", x1: 0, x2: width, y1: BASE + 0.5, y2: BASE + 0.5 }));
    ticks(svg, width);
    return svg;
  }

  function ticks(svg, width) {
    let edge = null;
    const long = ends[1] - ends[0] > 365 * 4;
    for (const bin of bins) {
      const x = place(bin.start, width);
      const text = T.isoDay(bin.start).slice(0, long ? 4 : bin.end - bin.start > 8 ? 7 : 10);
      if (edge !== null && Math.abs(x - edge) < 96) continue;
      if (Math.abs(place(ends[1], width) - x) < 70) continue;
      edge = x;
      svg.append(T.svg("line", { class: "axis", x1: x, x2: x, y1: BASE, y2: BASE + 5 }),
        T.svg("text", { x: x + (rightToLeft() ? -3 : 3), y: HEIGHT - 4, "text-anchor": rightToLeft() ? "end" : "start" }, text));
    }
  }

  function brush(svg) {
    let from = null;
    const at = (event) => {
      const box = svg.getBoundingClientRect();
      return dayAt(event.clientX - box.left, box.width);
    };
    const mark = T.svg("rect", { class: "brush", y: 0, height: BASE, width: 0, x: 0 });
    svg.append(mark);
    svg.addEventListener("pointerdown", (event) => { from = at(event); svg.setPointerCapture(event.pointerId); });
    svg.addEventListener("pointermove", (event) => {
      if (from === null) return;
      const width = svg.viewBox.baseVal.width;
      const [a, b] = [place(from, width), place(at(event), width)];
      mark.setAttribute("x", Math.min(a, b));
      mark.setAttribute("width", Math.abs(b - a));
    });
    svg.addEventListener("pointerup", (event) => {
      if (from === null) return;
      const days = [from, at(event)].sort((a, b) => a - b);
      from = null;
      T.setPeriod(binAt(days[0]).start, binAt(days[1]).end);
    });
  }

  function dateField(key) {
    const value = T.state.filters[key];
    const edge = key === "from" ? 0 : 1;
    const input = T.el("input", { id: "time-" + key, dir: "ltr", inputmode: "numeric", size: 10, autocomplete: "off",
      value: value === null ? "" : T.isoDay(value), placeholder: T.isoDay(ends[edge]) });
    input.addEventListener("change", () => {
      const days = T.days(input.value.trim());
      const chosen = { from: T.state.filters.from, to: T.state.filters.to, [key]: days ? days[edge] : null };
      T.setPeriod(chosen.from, chosen.to);
      document.getElementById("time-" + key).focus();
    });
    return T.el("label", {}, T.word(key), input);
  }

  function draw() {
    if (!bins.length) {
      strip.replaceChildren(T.el("div", { class: "row" }, T.word("no_dates")));
      return;
    }
    const inside = dated.filter(T.passesFilters).length;
    const counts = { n: T.number(inside), total: T.number(dated.length) };
    const undated = T.events.length - dated.length;
    const text = [T.word(T.dated() ? "dated_in" : "dated", counts), undated ? T.word("undated_count", { n: T.number(undated) }) : ""];
    const clear = T.el("button", { type: "button", class: "link", id: "time-clear", onclick: () => T.setPeriod(null, null) }, T.word("clear"));
    clear.hidden = !T.dated();
    const row = T.el("div", { class: "row" }, T.el("h2", {}, T.word("timeline")), dateField("from"), dateField("to"), clear,
      T.el("span", { class: "count" }, text.filter(Boolean).join(" · ")));
    const svg = picture(Math.max(300, strip.clientWidth - 36));
    brush(svg);
    strip.replaceChildren(row, svg);
  }

  T.watch((changed) => T.only(changed, "selected") || draw());
  addEventListener("resize", draw);
});

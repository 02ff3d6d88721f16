// What is said: reports with the quoted words, and where reports of one event differ.
(function (T) {
  "use strict";

  const { el, bdi } = { el: (...a) => T.el(...a), bdi: (...a) => T.bdi(...a) };
  const word = (key, values) => T.word(key, values);

  // Claims of one report are one: it may rest on several places of the article.
  T.reportsOf = function (claims) {
    const made = new Map();
    for (const claim of claims) {
      const key = claim.report || claim.id;
      if (made.has(key)) made.get(key).quotes.push(claim);
      else made.set(key, { ...claim, quotes: [claim] });
    }
    return [...made.values()];
  };

  // A sentence of which a report has several quotes is shown once, with the widest of them.
  function sentences(claims) {
    const made = new Map();
    for (const claim of claims) {
      const whole = [claim.before, claim.quote, claim.after].map((part) => part ?? "").join("");
      const shown = made.get(whole);
      if (!shown || claim.quote.length > shown.quote.length) made.set(whole, claim);
    }
    return [...made.values()];
  }

  // Stretches to mark, in order: words that tell the event, and those that name who and where. Where both do, the
  // event's word stands out of the name around it.
  function marked({ marks, trigger }) {
    const [names, events] = [marks || [], trigger || []];
    const ends = [...new Set([...names, ...events].flat())].sort((a, b) => a - b);
    const within = (spans, at) => spans.some(([start, end]) => start <= at && at < end);
    return ends.slice(0, -1).map((from, i) => ({ from, to: ends[i + 1], event: within(events, from), name: within(names, from) }))
      .filter((part) => part.event || part.name);
  }

  // The quote with the words of the fact marked; offsets count characters, not halves of them.
  function quote(claim) {
    const rtl = T.rightToLeft(claim.quote);
    const box = el("blockquote", { dir: rtl ? "rtl" : "ltr", lang: rtl ? "ar" : "en" });
    const letters = Array.from(String(claim.quote ?? ""));
    let at = 0;
    const around = (text) => (text ? el("span", { class: "around" }, T.plain(text)) : "");
    box.append(around(claim.before));
    const plain = (from, to) => T.plain(letters.slice(from, to).join(""));
    for (const { from, to, event } of marked(claim)) {
      box.append(plain(at, from), el("mark", { class: event && "event", title: event && word("mark_event") }, plain(from, to)));
      at = to;
    }
    box.append(plain(at), around(claim.after));
    return box;
  }

  function safeLink(url) {
    const text = T.plain(url);
    return /^https?:\/\/[^\s]+$/i.test(text)
      ? el("a", { href: text, target: "_blank", rel: "noopener noreferrer", title: text }, word("open_document"))
      : bdi(text);
  }

  const between = (parts, sign) => parts.filter(Boolean).flatMap((part, i) => (i ? [sign, part] : [part]));

  T.quantity = (name) => {
    const labels = T.data.quantities[name];
    return T.plain(labels ? T.pick(labels.ar, labels.en) : name);
  };
  const time = ([start, end]) => (start === end ? start : `${start} – ${end}`);

  function told(report) {
    const parts = Object.entries(report.quantities || {}).map(([name, n]) => [T.quantity(name), T.number(n)]);
    if (report.status && report.status !== "actual") parts.unshift([word("column_status"), T.status(report)]);
    if (report.time) parts.push([word("column_date"), bdi(time(report.time), { dir: "ltr" })]);
    return parts.length ? el("ul", { class: "told" }, parts.map(([name, value]) => el("li", {}, name + word("colon"), el("b", {}, value)))) : null;
  }

  T.reportCard = function (report) {
    const about = between([report.source ? bdi(report.source) : null, report.date ? bdi(report.date, { class: "date", dir: "ltr" }) : null], " · ");
    const who = report.claimant ? [word("claimant"), " ", el("b", {}, bdi(report.claimant))] : [el("b", {}, word("outlet_itself"))];
    const place = [
      report.url ? safeLink(report.url) : null,
      report.start !== undefined && report.end !== undefined
        ? el("span", {}, word("characters"), " ", bdi(report.start + "–" + report.end, { dir: "ltr" })) : null,
    ];
    return el("article", { class: "claim" },
      el("p", { class: "who" }, who),
      sentences(report.quotes).map(quote), told(report),
      el("p", { class: "from" }, between([bdi(report.title || report.document || ""), ...(about.length ? [el("span", {}, about)] : [])], " · ")),
      place.some(Boolean) ? el("p", { class: "from" }, between(place, " · ")) : null);
  };

  // ---- where reports differ

  // A shelling is an attack too, and a day lies within its month: such reports do not differ.
  const related = (a, b) => a === b || (T.data.broader[a] || []).includes(b) || (T.data.broader[b] || []).includes(a);
  function meet(a, b) {
    const [x, y] = [a, b].map(([start, end]) => [T.days(start), T.days(end)]);
    return [...x, ...y].some((d) => !d) || (x[0][0] <= y[1][1] && y[0][0] <= x[1][1]);
  }
  const same = (a, b) => a === b;

  // What is read of a report, how it is said, and whether two of them can both be true.
  const FIELDS = {
    status: { read: (r) => r.status, say: (r) => T.status(r), agree: same },
    type: { read: (r) => r.type, say: (r) => T.plain(T.pick(r.type_ar, r.type_en) || r.type), agree: related },
    date: { read: (r) => r.time, say: (r) => time(r.time), agree: meet },
  };
  const number = (name) => {
    const read = (r) => (r.quantities || {})[name];
    return { read, say: (r) => T.number(read(r)), agree: same };
  };

  function differing(reports) {
    const fields = { ...FIELDS };
    for (const report of reports) for (const name of Object.keys(report.quantities || {})) fields["#" + name] = number(name);
    return Object.entries(fields).filter(([, { read, agree }]) => {
      const values = reports.map(read).filter((value) => value !== undefined);
      return values.some((a, i) => values.slice(i + 1).some((b) => !agree(a, b)));
    });
  }

  T.differences = function (reports) {
    const fields = reports.length > 1 ? differing(reports) : [];
    if (!fields.length) return null;
    const name = (field) => (field[0] === "#" ? T.quantity(field.slice(1)) : word("column_" + field));
    const rows = new Map(); // reports that tell the same of these are one row
    for (const report of reports) {
      const cells = fields.map(([, { read, say }]) => (read(report) === undefined ? "" : say(report)));
      if (cells.every((c) => !c)) continue;
      const who = report.claimant || report.source || report.document || "";
      rows.set([who, report.document, ...cells].join("\n"), { who, report, cells });
    }
    return el("div", { class: "differences" },
      el("table", {}, el("caption", {}, word("differences")),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, word("claimant_column")), fields.map(([field]) => el("th", { scope: "col" }, name(field))))),
        el("tbody", {}, [...rows.values()].map(({ who, report, cells }) => el("tr", {},
          el("th", { scope: "row" }, bdi(who), el("small", {}, between([report.claimant && report.source ? bdi(report.source) : null, report.date ? bdi(report.date, { class: "date", dir: "ltr" }) : null], " · "))),
          cells.map((cell) => el("td", {}, cell ? bdi(cell) : "—")))))));
  };
})(window.tawthiq = window.tawthiq || {});

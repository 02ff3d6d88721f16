// The side panel: the card of a node or an edge, down to the sentences that it rests on.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  if (!document.getElementById("panel")) return;

  const FEW = 12;
  const { nodes, edges } = T.data;
  const { el, bdi, word } = T;

  function open(selected) {
    T.select(selected, { bring: true, focus: true });
  }

  T.item = function (id, note, before) {
    const node = nodes[id];
    return el("button", { type: "button", class: "item", "data-node": id, onclick: () => open({ node: id }) },
      before || null, T.shape(node.kind), el("span", { class: "name" }, bdi(T.name(node))),
      note ? el("small", {}, bdi(note)) : null);
  };

  const heading = (key) => el("h3", {}, word(key));
  const closer = () => el("button", {
    type: "button", class: "close", "aria-label": word("close"), onclick: () => T.select(null),
  }, "×");

  function safeLink(url) {
    const text = T.plain(url);
    return /^https?:\/\/[^\s]+$/i.test(text)
      ? el("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, word("open_document"))
      : bdi(text);
  }

  function claimRow(claim) {
    const rows = [];
    const row = (key, ...content) => rows.push(el("dt", {}, word(key)), el("dd", {}, ...content));
    if (claim.claimant) row("claimant", bdi(claim.claimant));
    const about = [claim.source ? bdi(claim.source) : null, claim.date ? bdi(claim.date, { class: "date", dir: "ltr" }) : null].filter(Boolean);
    row("document", bdi(claim.title || claim.document || ""), ...about.flatMap((b) => [" · ", b]));
    if (claim.status && claim.status !== "actual") row("column_status", T.status(claim));
    const place = [];
    if (claim.url) place.push(safeLink(claim.url));
    if (claim.start !== undefined && claim.end !== undefined) {
      place.push(el("span", { class: "other" }, word("characters", { start: claim.start, end: claim.end })));
    }
    if (place.length) rows.push(el("dt", {}), el("dd", {}, place.flatMap((p, i) => (i ? [" · ", p] : [p]))));
    return el("div", { class: "claim" }, el("blockquote", { dir: "auto" }, T.plain(claim.quote)), el("dl", {}, rows));
  }

  function capped(items, make) {
    const box = el("div", {});
    const rest = items.slice(FEW);
    box.append(...items.slice(0, FEW).map(make));
    if (rest.length) {
      const button = el("button", { type: "button", class: "link", onclick: () => button.replaceWith(...rest.map(make)) },
        word("all_of", { n: T.number(items.length) }));
      box.append(button);
    }
    return box;
  }

  // Evidence is unpacked when a card asks for it; the list fills when it is there.
  function claimList(numbers) {
    const box = el("div", {});
    if (numbers.length) T.claimsOf({ claims: numbers }).then((claims) => box.replaceChildren(capped(claims, claimRow)));
    else box.append(el("p", { class: "hint" }, word("no_claims")));
    return [heading("claims"), box];
  }

  function tags(node) {
    const parts = [el("span", {}, T.shape(node.kind), bdi(T.type(node)))];
    if (node.aggregate) parts.push(el("span", {}, word("aggregate")));
    if (node.status && node.status !== "actual") parts.push(el("span", {}, T.status(node)));
    if (T.when(node)) parts.push(el("span", {}, bdi(T.when(node), { dir: "ltr" })));
    if (node.point) parts.push(el("span", {}, bdi(node.point.map((c) => c.toFixed(2)).join(", "), { dir: "ltr" })));
    return el("div", { class: "tags" }, parts);
  }

  function edgeItem(edge, id) {
    const out = edge.from === id;
    const other = nodes[T.otherEnd(edge, id)];
    const arrow = T.state.language === "ar" ? "←" : "→";
    const count = edge.claims ? edge.claims.length : 0;
    // Read in the order of the sentence, so that nobody takes who did it for whom it was done to.
    const link = el("span", { class: "predicate" }, bdi(T.predicate(edge)), " " + arrow);
    const name = bdi(T.name(other));
    const sentence = el("span", { class: "name" }, out ? [link, " ", name] : [name, " ", link]);
    return el("button", {
      type: "button", class: "item", "data-edge": edge.id, onclick: () => T.select({ edge: edge.id }, { focus: true }),
    }, sentence, count ? el("small", {}, "❝ " + count) : null);
  }

  function nodeCard(id) {
    const node = nodes[id];
    const other = T.other(node.ar, node.en);
    const card = [closer(), el("h2", {}, bdi(T.name(node)))];
    if (other) card.push(el("p", { class: "other", lang: T.state.language === "ar" ? "en" : "ar" }, bdi(other)));
    card.push(tags(node));
    if (node.names) card.push(heading("other_names"), el("p", { class: "other" }, node.names.flatMap((n, i) => (i ? [" · ", bdi(n)] : [bdi(n)]))));
    const mine = T.edgesOf(id);
    if (node.kind === "event") {
      card.push(heading("participants"), capped(mine, (e) =>
        T.item(T.otherEnd(e, id), "", el("span", { class: "predicate" }, bdi(T.predicate(e))))));
      const all = node.claims || [...new Set(mine.flatMap((e) => e.claims || []))];
      card.push(...claimList(all));
    } else {
      const direct = mine.filter((e) => !e.role).sort((a, b) => (b.claims || []).length - (a.claims || []).length);
      const events = [...new Set(mine.filter((e) => e.role).map((e) => T.otherEnd(e, id)).filter(T.isEvent))].sort(newest);
      if (direct.length) card.push(heading("relations"), capped(direct, (e) => edgeItem(e, id)));
      if (events.length) card.push(heading("view_table"), capped(events, (e) => T.item(e, T.when(nodes[e]))));
      const said = new Set([...(node.claims || []), ...mine.flatMap((e) => e.claims || [])]);
      card.push(...claimList([...said]));
    }
    return card;
  }

  function edgeCard(id) {
    const edge = edges[id];
    const card = [closer(), el("div", { class: "triple" }, T.item(edge.from),
      el("span", { class: "predicate" }, "↓ ", bdi(T.predicate(edge))), T.item(edge.to))];
    let said = edge.claims || [];
    if (edge.events) {
      card.push(heading("events_of"), capped([...edge.events].sort(newest), (e) => T.item(e, T.when(nodes[e]))));
      if (!said.length) said = [...new Set(edge.events.flatMap((e) => nodes[e].claims || []))];
    }
    return card.concat(claimList(said));
  }

  const newest = (a, b) => (T.spans[b] || [-Infinity])[0] - (T.spans[a] || [-Infinity])[0] || a - b;

  function startCard() {
    const linked = nodes.filter((n) => n.kind !== "event").map((n) => n.id)
      .sort((a, b) => T.degree(b) - T.degree(a) || a - b).slice(0, 8);
    const latest = [...T.events].filter((e) => T.spans[e]).sort(newest).slice(0, 6);
    const card = [el("p", { class: "hint" }, word("start_hint"))];
    if (linked.length) card.push(heading("most_linked"), ...linked.map((id) => T.item(id, String(T.degree(id)))));
    if (latest.length) card.push(heading("latest_events"), ...latest.map((id) => T.item(id, T.when(nodes[id]))));
    return card;
  }

  T.showCard = function () {
    const panel = document.getElementById("panel");
    const chosen = T.state.selected;
    panel.replaceChildren(...(!chosen ? startCard() : chosen.edge !== undefined ? edgeCard(chosen.edge) : nodeCard(chosen.node)));
    panel.scrollTop = 0;
  };
  T.watch((changed) => T.only(changed, "filters", "cap") || T.showCard());
});

// The side panel: the card of a node or an edge, down to the sentences that it rests on.
window.tawthiq.whenReady(function () {
  "use strict";
  const T = window.tawthiq;
  const panel = document.getElementById("panel");
  if (!panel) return;

  const FEW = 12;
  const AT_ONCE = 12; // claims that are unpacked at once
  const { nodes, edges } = T.data;
  const { el, bdi, word } = T;

  const open = (selected) => T.select(selected, { bring: true, focus: true });

  T.item = function (id, note, before) {
    const node = nodes[id];
    return el("button", { type: "button", class: "item", "data-node": id, onclick: () => open({ node: id }) },
      before || null, T.shape(node.kind), el("span", { class: "name" }, bdi(T.name(node))),
      note ? el("small", {}, bdi(note)) : null);
  };

  const heading = (key, count, level) => el("h3", { "aria-level": level }, word(key), count ? el("span", { class: "number" }, " " + T.number(count)) : null);
  const closer = () => el("button", {
    type: "button", class: "close", "aria-label": word("close"), onclick: () => T.select(null),
  }, "×");
  const title = (text) => el("h2", { tabindex: -1 }, bdi(text));

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

  // Evidence is unpacked when a card asks for it, some at a time; differences stand above all.
  function claimList(numbers, compare) {
    const box = el("div", { class: "claims" });
    if (!numbers.length) {
      box.append(el("p", { class: "hint" }, word("no_claims")));
      return [heading("claims"), box];
    }
    const differences = el("div", {});
    async function show(from) {
      const claims = await T.claimsOf({ claims: numbers.slice(from, from + AT_ONCE) });
      const reports = T.reportsOf(claims);
      if (compare && from === 0) differences.append(T.differences(reports) || "");
      box.append(...reports.map(T.reportCard));
      const left = numbers.length - from - AT_ONCE;
      if (left <= 0) return;
      const more = el("button", { type: "button", class: "link", onclick: () => { more.remove(); show(from + AT_ONCE); } },
        word("more_claims", { n: T.number(left) }));
      box.append(more);
    }
    show(0);
    return [differences, heading("claims", numbers.length), box];
  }

  function tags(node) {
    const parts = [el("span", {}, T.shape(node.kind), bdi(T.type(node)))];
    if (node.aggregate) parts.push(el("span", {}, word("aggregate")));
    if (node.status) parts.push(el("span", { class: "status-" + (T.interface["status_" + node.status] ? node.status : "other") }, T.status(node)));
    if (T.when(node)) parts.push(el("span", {}, bdi(T.when(node), { dir: "ltr" })));
    if (node.kind === "event" && node.reports) parts.push(el("span", {}, word("reports_count", { n: T.number(node.reports) })));
    const spot = T.data.spots.get(node.id);
    if (node.point && spot && !spot.km) parts.push(el("span", {}, bdi(node.point.map((c) => c.toFixed(2)).join(", "), { dir: "ltr" })));
    else if (spot && spot.within !== node.id) parts.push(el("span", {}, word("somewhere_in", { place: T.isolate(T.name(nodes[spot.within])) })));
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
    }, sentence, count ? el("small", {}, el("span", { "aria-hidden": "true" }, "❝ "), T.number(count), el("span", { class: "unseen" }, " " + word("column_claims"))) : null);
  }

  const shownOnMap = (id) => (node(id) ? el("button", { type: "button", class: "link", onclick: () => T.showView("map") }, word("show_on_map")) : null);
  const node = (id) => T.data.spots.has(id) || T.placesOf(id).length > 0;

  function nodeCard(id) {
    const node = nodes[id];
    const other = T.otherName(node);
    const card = [closer(), title(T.name(node))];
    if (other) card.push(el("p", { class: "other", lang: T.state.language === "ar" ? "en" : "ar" }, bdi(other)));
    card.push(tags(node), T.pathButton(id));
    if (T.state.view !== "map") card.push(shownOnMap(id));
    const mine = T.edgesOf(id);
    if (node.kind === "event") {
      card.push(heading("participants"), capped(mine, (e) =>
        T.item(T.otherEnd(e, id), "", el("span", { class: "predicate" }, bdi(T.predicate(e))))));
      card.push(...claimList(node.claims || [...new Set(mine.flatMap((e) => e.claims || []))], true));
      return card.filter(Boolean);
    }
    if (node.names) card.push(heading("other_names"), el("p", { class: "other" }, node.names.flatMap((n, i) => (i ? [" · ", bdi(n)] : [bdi(n)]))));
    const direct = mine.filter((e) => !e.role).sort((a, b) => (b.claims || []).length - (a.claims || []).length);
    const events = [...new Set(mine.filter((e) => e.role).map((e) => T.otherEnd(e, id)).filter(T.isEvent))].sort(newest);
    if (direct.length) card.push(heading("relations", direct.length), capped(direct, (e) => edgeItem(e, id)));
    if (events.length) card.push(heading("events", events.length), capped(events, (e) => T.item(e, T.when(nodes[e]))));
    const said = new Set([...(node.claims || []), ...mine.flatMap((e) => e.claims || [])]);
    card.push(...claimList([...said]));
    return card.filter(Boolean);
  }

  function edgeCard(id) {
    const edge = edges[id];
    const sentence = [nodes[edge.from], edge, nodes[edge.to]].map((part) => (part === edge ? T.predicate(edge) : T.name(part)));
    const card = [closer(), el("h2", { class: "unseen", tabindex: -1 }, sentence.flatMap((part) => [bdi(part), " "])),
      el("div", { class: "triple" }, T.item(edge.from), el("span", { class: "predicate" }, "↓ ", bdi(T.predicate(edge))), T.item(edge.to))];
    let said = edge.claims || [];
    if (edge.events) {
      card.push(heading("events_of", edge.events.length), capped([...edge.events].sort(newest), (e) => T.item(e, T.when(nodes[e]))));
      if (!said.length) said = [...new Set(edge.events.flatMap((e) => nodes[e].claims || []))];
    }
    return card.concat(claimList(said, Boolean(edge.events) && edge.events.length === 1));
  }

  const newest = (a, b) => (T.spans[b] || [-Infinity])[0] - (T.spans[a] || [-Infinity])[0] || a - b;

  let first = null; // the most linked nodes and the latest events: sought once
  function startCard() {
    first = first || {
      linked: nodes.filter((n) => n.kind !== "event").map((n) => n.id).sort((a, b) => T.degree(b) - T.degree(a) || a - b).slice(0, 8),
      latest: T.events.filter((e) => T.spans[e]).sort(newest).slice(0, 6),
    };
    const { linked, latest } = first;
    const card = [el("p", { class: "hint" }, word("start_hint"))];
    if (linked.length) card.push(heading("most_linked", 0, 2), ...linked.map((id) => T.item(id, T.number(T.degree(id)))));
    if (latest.length) card.push(heading("latest_events", 0, 2), ...latest.map((id) => T.item(id, T.when(nodes[id]))));
    return card;
  }

  function fill(card) {
    const held = panel.contains(document.activeElement);
    panel.replaceChildren(...card);
    panel.scrollTop = 0;
    // Who came here by keyboard goes on here: what had the focus is gone.
    if (held) (panel.querySelector("h2") || panel).focus({ preventScroll: true });
  }

  T.showCard = function () {
    const chosen = T.state.selected;
    panel.classList.toggle("chosen", Boolean(chosen));
    fill(!chosen ? startCard() : chosen.path ? [closer(), ...T.pathCard(chosen)] : chosen.edge !== undefined ? edgeCard(chosen.edge) : nodeCard(chosen.node));
  };

  // The events of a spot of the map, which is no node: listed here, not kept in the link.
  T.listEvents = function (place, events, hint) {
    panel.classList.add("chosen");
    fill([closer(), title(T.name(nodes[place])), el("p", { class: "hint" }, word(hint, { n: T.number(events.length) })),
      ...[...events].sort(newest).map((e) => T.item(e, T.when(nodes[e])))]);
    panel.querySelector("h2").focus({ preventScroll: true });
  };

  T.watch((changed) => T.only(changed, "filters", "cap", "theme", "view", "table", "sort", "sort_relations", "drawer") || T.showCard());
});

// Texts: folding for the search, names in the reader's language, elements made without any markup.
(function (T) {
  "use strict";

  const LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي",
    "ی": "ي", "ک": "ك", "ھ": "ه", "ہ": "ه",
  };
  const DIGIT_ZEROS = [0x0660, 0x06f0];
  const CONTROLS = /[\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

  // The engine's folding (tawthiq.fold): what differs only in hamza, ya, ta marbuta or marks is one.
  // Accents of Latin letters go too, and whatever is no letter and no digit becomes a space.
  T.fold = function (text) {
    return Array.from(text.normalize("NFKC").replace(CONTROLS, ""), (c) => LETTERS[c] || c).join("")
      .normalize("NFKD").replace(/\p{Mn}/gu, "").replace(/\p{Nd}/gu, digit).toLowerCase()
      .replace(/['’‘ʼʿʾ`]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  };

  function digit(c) {
    for (const zero of DIGIT_ZEROS) {
      const value = c.charCodeAt(0) - zero;
      if (value >= 0 && value < 10) return String(value);
    }
    return c;
  }

  // Words without the article, which a searcher may write or leave out.
  T.searchWords = (text) => T.fold(text).split(" ").filter(Boolean).map((w) => w.replace(/^ال(?=..)/, ""));

  // Invisible controls of direction are left out of what is shown: they could turn a sentence round.
  T.bare = (text) => String(text ?? "").replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  // Isolates stay, each closed where it began: they do nothing to what stands around them.
  T.plain = function (text) {
    const all = String(text ?? "");
    if (!all.includes("\u2068")) return T.bare(all);
    let open = 0;
    const kept = all.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) => {
      if (c === "\u2068") open += 1;
      else if (c === "\u2069" && open > 0) open -= 1;
      else return "";
      return c;
    });
    return kept + "\u2069".repeat(open);
  };
  T.isolate = (text) => "\u2068" + T.plain(text) + "\u2069";

  // Whether a text runs from the right: by most of its letters, for its first may be a foreign name.
  T.rightToLeft = function (text) {
    const right = (String(text ?? "").match(/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g) || []).length;
    const left = (String(text ?? "").match(/\p{Script=Latin}|\p{Script=Cyrillic}/gu) || []).length;
    return right > left;
  };

  T.number = (n) => n.toLocaleString("en");

  T.word = function (key, values) {
    const entry = T.interface[key];
    let text = entry ? entry[T.state.language] : key;
    for (const name in values || {}) text = text.replace("{" + name + "}", values[name]);
    return text;
  };

  T.pick = (ar, en) => (T.state.language === "ar" ? ar || en : en || ar);
  T.other = (ar, en) => (ar && en && ar !== en ? (T.state.language === "ar" ? en : ar) : "");
  // A label comes in an isolate, for the canvas; a page has <bdi>, and who copies a name wants it without.
  const inner = (text) => (/^\u2068[^]*\u2069$/.test(text || "") ? text.slice(1, -1) : text);
  T.name = (node) => T.plain(inner(T.pick(node.ar, node.en)) || node.name);
  T.otherName = (node) => inner(T.other(node.ar, node.en));
  // The label as a canvas takes it, cut after so many letters.
  T.drawn = function (node, most) {
    const label = T.pick(node.ar, node.en) || "\u2068" + node.name + "\u2069";
    return T.plain(label.length > most + 2 ? label.slice(0, most - 1).trimEnd() + "…" : label);
  };
  T.type = (node) => T.plain(T.pick(node.type_ar, node.type_en)) || T.word("kind_" + node.kind);
  T.predicate = (edge) => {
    const p = T.data.predicates[edge.predicate];
    return T.plain(T.pick(p.ar, p.en) || p.name.replaceAll("_", " "));
  };
  T.status = (node) => (T.interface["status_" + node.status] ? T.word("status_" + node.status) : T.plain(node.status));

  // When something happened, as far as it is known: an ISO date, a part of one, or two of them.
  T.when = function (node) {
    if (!node.start && !node.end) return "";
    if (!node.end || node.end === node.start) return node.start;
    return node.start ? node.start + " – " + node.end : "… – " + node.end;
  };

  const SVG = "http://www.w3.org/2000/svg";

  function fill(element, attributes, children) {
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== ""));
    return element;
  }

  T.el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  T.svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
  T.bdi = (text, attributes) => T.el("bdi", { dir: "auto", ...attributes }, T.plain(text));

  // Pictures of the views, for the export: name → function that gives an SVG element.
  T.pictures = {};

  const STYLES = ["fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity",
    "font-family", "font-size", "font-weight", "letter-spacing", "paint-order", "stroke-linejoin", "text-anchor"];

  // A copy of an SVG that needs no style sheet, with a size and a ground of its own.
  T.standalone = function (svg, { width, height }) {
    const copy = svg.cloneNode(true);
    const [from, to] = [[...svg.querySelectorAll("*")], [...copy.querySelectorAll("*")]];
    from.forEach((element, i) => {
      const style = getComputedStyle(element);
      for (const name of STYLES) to[i].setAttribute(name, style.getPropertyValue(name));
      for (const name of ["tabindex", "role", "class", "aria-label", "data-key", "data-node"]) to[i].removeAttribute(name);
    });
    for (const { name } of [...copy.attributes]) if (name !== "direction") copy.removeAttribute(name);
    copy.setAttribute("xmlns", SVG);
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
    return copy;
  };

  const OUTLINES = {
    actor: "M6 0.5a5.5 5.5 0 1 0 0.01 0Z", person: "M6 0.5 12 11.5H0Z", place: "M1 1H11V11H1Z",
    event: "M6 0 12 6 6 12 0 6Z", thing: "M3 0.8H9L12 6 9 11.2H3L0 6Z",
  };

  // The sign of a kind, as in the graph: colour and shape, so that colour alone need not tell.
  T.outline = (kind) => OUTLINES[kind];
  T.shape = (kind) => T.svg("svg", { class: "shape", viewBox: "0 0 12 12", "aria-hidden": "true" },
    T.svg("path", { d: OUTLINES[kind], fill: "var(--" + kind + ")" }));
})(window.tawthiq = window.tawthiq || {});

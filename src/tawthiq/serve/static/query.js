// The editor: Yasqe for the text, our own table for the answer, which Yasr shows too if asked to. All text goes in
// as text, never as HTML.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const by = (id) => document.getElementById(id);
  const SHOWN = 1000, LABELLED = 400, ID = data.prefixes.id, TWQ = data.prefixes.twq;
  const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
  const JSON_ROWS = "application/sparql-results+json";
  const ROWS = { CSV: "text/csv", TSV: "text/tab-separated-values", JSON: JSON_ROWS, XML: "application/sparql-results+xml" };
  const TRIPLES = { Turtle: "text/turtle", "N-Triples": "application/n-triples", "JSON-LD": "application/ld+json", "RDF/XML": "application/rdf+xml" };
  const ENDINGS = { CSV: "csv", TSV: "tsv", JSON: "json", XML: "xml", Turtle: "ttl", "N-Triples": "nt", "JSON-LD": "jsonld", "RDF/XML": "rdf" };
  const FIRST = "SELECT ?who ?whom {\n  ?who twq:attacked ?whom\n}\nLIMIT 100";

  // Nothing but what this server knows is offered: Yasqe's own completers ask other servers.
  Yasqe.Autocompleters = {};
  Yasqe.defaults.autocompleters = [];
  Yasqe.registerAutocompleter({
    name: "terms",
    bulk: false,
    autoShow: false,
    isValidCompletionPosition: () => true,
    get: (_, token) => completions((token && (token.autocompletionString || token.string)) || ""),
  });

  function completions(typed) {
    const wanted = typed.trim().replace(/^twq:/, "").toLowerCase();
    return data.terms
      .filter(([name, label]) => name.toLowerCase().startsWith(wanted) || label.startsWith(wanted))
      .map(([name]) => `twq:${name}`).slice(0, 60);
  }

  const yasqe = new Yasqe(by("editor"), {
    value: firstText(),
    persistenceId: null,
    showQueryButton: false,
    resizeable: true,
    lineWrapping: true,
    createShareableLink: null,
    consumeShareLink: null,
    editorHeight: "280px",
    extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run },
  });

  // The server binds these prefixes itself, so the editor is not to call them undefined.
  const mode = yasqe.getMode(), start = mode.startState;
  mode.startState = (...given) => {
    const state = start.apply(mode, given);
    Object.assign(state.prefixes, data.prefixes);
    return state;
  };
  yasqe.setValue(yasqe.getValue());

  function firstText() {
    const asked = new URLSearchParams(location.search);
    by("stored").value = asked.get("name") in data.queries ? asked.get("name") : "";
    return asked.get("query") || data.queries[asked.get("name")] || FIRST;
  }

  let running = null, last = null;

  async function run() {
    if (running) running.abort();
    const mine = running = new AbortController();
    by("stop").hidden = false;
    clear(words.running);
    const began = performance.now();
    try {
      const answer = await ask(yasqe.getValue(), `${JSON_ROWS}, text/turtle;q=0.9`, mine.signal);
      const text = await answer.text();
      if (mine !== running) return;
      const seconds = ((performance.now() - began) / 1000).toFixed(2);
      if (!answer.ok) return fail(text);
      last = { data: text, status: answer.status, contentType: answer.headers.get("Content-Type"), executionTime: performance.now() - began };
      const rows = (answer.headers.get("Content-Type") || "").startsWith(JSON_ROWS);
      if (rows) await showRows(JSON.parse(text), seconds); else showText(text, seconds);
      offer(rows ? ROWS : TRIPLES);
    } catch (error) {
      if (mine === running) fail(error.name === "AbortError" ? "" : words.failed);
    } finally {
      if (mine === running) { running = null; by("stop").hidden = true; }
    }
  }

  function ask(query, accept, signal) {
    return fetch("/sparql", { method: "POST", body: new URLSearchParams({ query }), headers: { Accept: accept }, signal });
  }

  function clear(state) {
    by("state").className = "";
    by("state").textContent = state;
    by("table").replaceChildren();
    by("text").hidden = true;
    by("yasr").hidden = true;
    by("table").hidden = false;
    by("files").hidden = true;
  }

  function fail(message) {
    clear(message);
    by("state").className = "failed";
  }

  function showText(text, seconds) {
    clear(`${seconds} s`);
    by("text").textContent = text.slice(0, 500000);
    by("text").hidden = false;
  }

  async function showRows(answer, seconds) {
    if ("boolean" in answer) return clear(`${answer.boolean ? words.yes : words.no} · ${seconds} s`);
    const rows = answer.results.bindings, header = answer.head.vars;
    clear(`${words.rows}: ${rows.length.toLocaleString("en")} · ${seconds} s` + (rows.length > SHOWN ? ` · ${words.more_rows}` : ""));
    if (!rows.length) { by("state").textContent = `${words.nothing} · ${seconds} s`; return; }
    const table = element("table"), head = element("tr"), body = element("tbody"), cells = [];
    header.forEach((name) => head.append(element("th", name)));
    rows.slice(0, SHOWN).forEach((row) => {
      const line = element("tr");
      header.forEach((name) => { const td = element("td"); if (row[name]) cells.push([td, row[name]]); line.append(td); });
      body.append(line);
    });
    const top = element("thead");
    top.append(head);
    table.append(top, body);
    cells.forEach(([td, term]) => td.append(shown(term, {})));
    by("table").append(table);
    const labels = await labelsOf(cells.map(([, term]) => term));
    cells.forEach(([td, term]) => term.type === "uri" && labels[term.value] && td.replaceChildren(shown(term, labels)));
  }

  function shown(term, labels) {
    const text = term.type === "uri" ? labels[term.value] || short(term.value) : term.type === "triple" ? "<< … >>" : term.value;
    const target = term.type === "uri" ? address(term.value) : "";
    const node = target ? element("a", "") : element("bdi", text);
    if (target) { node.href = target; node.title = term.value; node.rel = "noreferrer"; node.append(element("bdi", text)); }
    if (term["xml:lang"]) node.lang = term["xml:lang"];
    return node;
  }

  function address(iri) {
    if (iri.startsWith(ID)) return `/id/${encodeURIComponent(iri.slice(ID.length))}`;
    if (iri.startsWith(TWQ)) return `/ontology#${encodeURIComponent(iri.slice(TWQ.length))}`;
    if (iri.startsWith(data.graphs)) return `/graph/${encodeURIComponent(iri.slice(data.graphs.length))}`;
    return /^https?:\/\//.test(iri) ? iri : "";
  }

  function short(iri) {
    for (const [prefix, namespace] of Object.entries(data.prefixes)) {
      if (iri.startsWith(namespace) && /^[\w-]+$/.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
    }
    return iri;
  }

  async function labelsOf(terms) {
    const iris = [...new Set(terms.filter((t) => t.type === "uri").map((t) => t.value))].slice(0, LABELLED);
    if (!iris.length) return {};
    const query = `SELECT ?n ?l { VALUES ?n { ${iris.map((i) => `<${i}>`).join(" ")} } ?n <${LABEL}> ?l }`;
    const answer = await ask(query, JSON_ROWS);
    if (!answer.ok) return {};
    const labels = {};
    for (const { n, l } of (await answer.json()).results.bindings) {
      if (!(n.value in labels) || l["xml:lang"] === data.language) labels[n.value] = l.value;
    }
    return labels;
  }

  function offer(formats) {
    by("formats").replaceChildren(...Object.entries(formats).map(([name, media]) => {
      const button = element("button", name);
      button.addEventListener("click", () => download(name, media));
      return button;
    }));
    by("files").hidden = false;
  }

  async function download(name, media) {
    const answer = await ask(yasqe.getValue(), media);
    if (!answer.ok) return fail(await answer.text());
    const link = element("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = `answer.${ENDINGS[name]}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // Yasr is large, so it comes when it is wanted first.
  let yasr = null;
  async function showInYasr() {
    if (!yasr) {
      const style = element("link");
      style.rel = "stylesheet";
      style.href = "/static/yasr/yasr.min.css";
      const script = element("script");
      script.src = "/static/yasr/yasr.min.js";
      const loaded = new Promise((done, failed) => { script.onload = done; script.onerror = failed; });
      document.head.append(style, script);
      await loaded;
      yasr = new Yasr(by("yasr"), { persistenceId: null, prefixes: data.prefixes });
    }
    by("table").hidden = by("text").hidden = true;
    by("yasr").hidden = false;
    yasr.setResponse(last);
  }

  function element(name, text) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    return made;
  }

  by("run").addEventListener("click", run);
  by("in-yasr").addEventListener("click", showInYasr);
  by("yasr").addEventListener("click", (event) => {
    const link = event.target.closest("a.iri, td a[href]");
    if (link) link.href = address(link.href) || link.href;
  }, true);
  by("stop").addEventListener("click", () => running && running.abort());
  by("stored").addEventListener("change", (event) => {
    if (event.target.value) { yasqe.setValue(data.queries[event.target.value]); run(); }
  });
  window.tawthiq = { yasqe, run };
})();

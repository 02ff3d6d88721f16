// The data: the overview is there at once; columns are unpacked after it, evidence when it is asked for.
(function (T) {
  "use strict";

  const json = (id) => JSON.parse(document.getElementById("data-" + id).textContent);
  T.interface = json("interface");
  T.overview = json("overview");

  const ready = [];
  T.whenReady = (action) => (T.data ? action() : ready.push(action));

  function bytesOf(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
  }

  async function unzipped(id) {
    const bytes = bytesOf(document.getElementById("data-" + id).textContent);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }
  const unzippedJson = async (id) => JSON.parse(new TextDecoder().decode(await unzipped(id)));

  const ARRAYS = { Uint8Array, Int16Array, Uint16Array, Int32Array };

  // The block that tawthiq.view.packing writes: head, then columns of numbers.
  function unpack(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    const columns = {};
    for (const [name, [type, at, count]] of Object.entries(head.numbers)) {
      columns[name] = new ARRAYS[type](buffer, 4 + length + at, count);
    }
    return { columns, texts: head.texts, words: head.words, values: head.values };
  }

  // Where the list of each row begins in the column of all: the sums of the lengths.
  function starts(lengths) {
    const at = new Uint32Array(lengths.length + 1);
    for (let i = 0; i < lengths.length; i++) at[i + 1] = at[i] + lengths[i];
    return at;
  }

  function classes({ columns, texts, words, values }) {
    const list = (name) => {
      const at = starts(columns[name + ".lengths"]);
      const all = columns[name + ".all"];
      T.lists[name] = { at, all };
      return (id) => (at[id + 1] > at[id] ? Array.from(all.subarray(at[id], at[id + 1])) : undefined);
    };
    const word = (name) => (id) => words[name][columns[name][id]] ?? undefined;
    const text = (name) => (id) => texts[name][id] ?? undefined;
    const make = (fields) => {
      class Row { constructor(id) { this.id = id; } }
      for (const [name, read] of Object.entries(fields)) {
        Object.defineProperty(Row.prototype, name, { get() { return read(this.id); }, enumerable: true });
      }
      return Row;
    };
    const kinds = T.KINDS;
    const flag = (bit) => (id) => Boolean(columns["node.flags"][id] & bit);
    const Node = make({
      kind: (id) => kinds[columns["node.kind"][id]], shape: (id) => SHAPES[columns["node.kind"][id]],
      community: (id) => columns["node.community"][id], x: (id) => columns["node.x"][id] / 10, y: (id) => columns["node.y"][id] / 10,
      size: (id) => Math.min(6 + 2.1 * Math.sqrt(T.degree(id)), 22),
      aggregate: flag(2), name: text("node.name"), ar: text("node.ar"), en: text("node.en"),
      type: word("node.type"), type_ar: word("node.type_ar"), type_en: word("node.type_en"),
      status: word("node.status"), start: word("node.start"), end: word("node.end"),
      reports: (id) => columns["node.reports"][id],
      names: (id) => values.names[id], point: (id) => values.points[id], claims: list("node.claims"),
    });
    const Edge = make({
      from: (id) => columns["edge.from"][id], to: (id) => columns["edge.to"][id],
      predicate: (id) => columns["edge.predicate"][id], reports: (id) => columns["edge.reports"][id], role: (id) => Boolean(columns["edge.role"][id]),
      events: list("edge.events"), claims: list("edge.claims"),
    });
    return { Node, Edge };
  }

  const SHAPES = ["dot", "triangle", "square", "diamond", "hexagon"];
  T.lists = {}; // of rows: those of row i are all[at[i]] up to all[at[i + 1]]
  T.KINDS = ["actor", "person", "place", "event", "thing"];

  // Edges at each node, in compressed rows: those of node i are all[at[i]] up to all[at[i + 1]].
  function adjacency(from, to, count) {
    const at = new Uint32Array(count + 1);
    for (let e = 0; e < from.length; e++) {
      at[from[e] + 1] += 1;
      if (to[e] !== from[e]) at[to[e] + 1] += 1;
    }
    for (let i = 0; i < count; i++) at[i + 1] += at[i];
    const all = new Uint32Array(at[count]);
    const next = at.slice(0, count);
    for (let e = 0; e < from.length; e++) {
      all[next[from[e]]++] = e;
      if (to[e] !== from[e]) all[next[to[e]]++] = e;
    }
    return { at, all };
  }

  // Where nodes stand on the map: degrees, km within which the place lies (0: exactly there), node that it is of.
  function spots(columns) {
    const made = new Map();
    columns["spot.node"].forEach((node, i) => made.set(node, {
      lat: columns["spot.latitude"][i] / 1e4, lon: columns["spot.longitude"][i] / 1e4,
      km: columns["spot.km"][i], within: columns["spot.within"][i],
    }));
    return made;
  }

  function complete(block) {
    const { columns, values } = block;
    const count = columns["node.kind"].length;
    const { at, all } = adjacency(columns["edge.from"], columns["edge.to"], count);
    const { Node, Edge } = classes(block);
    T.columns = columns;
    T.near = { at, all };
    T.degree = (id) => at[id + 1] - at[id];
    T.edgesOf = (id) => Array.from(all.subarray(at[id], at[id + 1]), (e) => T.data.edges[e]);
    T.data = {
      nodes: Array.from({ length: count }, (_, id) => new Node(id)),
      edges: Array.from(columns["edge.from"], (_, id) => new Edge(id)),
      predicates: values.predicates, quantities: values.quantities, broader: values.broader, spots: spots(columns), kinds: Object.keys(T.overview.kinds),
      sources: block.words["document.source"].filter(Boolean),
    };
    T.sourceOf = (claim) => block.words["document.source"][columns["document.source"][columns["claim.document"][claim]]];
  }

  const blocks = new Map();
  const kept = (id) => {
    if (!blocks.has(id)) blocks.set(id, unzippedJson(id));
    return blocks.get(id);
  };

  T.stored = kept;

  // The claims that a node or an edge rests on ({ node: id } or { edge: id }), or those of given numbers.
  T.claimsOf = async function (chosen) {
    const numbers = chosen.claims || (chosen.edge !== undefined ? T.data.edges[chosen.edge] : T.data.nodes[chosen.node]).claims || [];
    const documents = numbers.length ? await kept("documents") : [];
    return Promise.all(numbers.map(async (number) => {
      const rows = await kept("claims-" + Math.floor(number / T.overview.block));
      return { id: number, ...rows[number % T.overview.block], ...documents[T.columns["claim.document"][number]] };
    }));
  };

  // Unpacking begins when the first picture stands.
  T.ready = new Promise((done) => {
    requestAnimationFrame(() => setTimeout(async () => {
      complete(unpack(await unzipped("graph")));
      ready.forEach((action) => action());
      done();
    }));
  });
})(window.tawthiq = window.tawthiq || {});

// Answers queries over a Turtle or N-Quads file with Comunica: node query.js FILE QUERY.rq…
// Prints one line of SPARQL JSON for each query. The graphs of N-Quads are taken together.
import { createReadStream, readFileSync } from "node:fs";
import { extname } from "node:path";
import { QueryEngine } from "@comunica/query-sparql-rdfjs-lite";
import { DataFactory, Store, StreamParser } from "n3";

const [path, ...queries] = process.argv.slice(2);
const format = extname(path) === ".nq" ? "application/n-quads" : "text/turtle";
const store = new Store();
for await (const { subject, predicate, object } of createReadStream(path).pipe(new StreamParser({ format }))) {
  store.addQuad(DataFactory.quad(subject, predicate, object));
}
const engine = new QueryEngine();
for (const query of queries) {
  const result = await engine.query(readFileSync(query, "utf8"), { sources: [store] });
  const { variables } = await result.metadata();
  const vars = variables.map((variable) => variable.value);
  const bindings = await (await result.execute()).map(row).toArray();
  console.log(JSON.stringify({ head: { vars }, results: { bindings } }));
}

function row(solution) {
  return Object.fromEntries([...solution].map(([variable, term]) => [variable.value, json(term)]));
}

function json(term) {
  if (term.termType !== "Literal") return { type: term.termType === "NamedNode" ? "uri" : "bnode", value: term.value };
  const more = term.language ? { "xml:lang": term.language } : { datatype: term.datatype.value };
  return { type: "literal", value: term.value, ...more };
}

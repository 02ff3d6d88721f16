// Prints the number of statements that a JavaScript parser reads from a file: node count.js FILE
import { createReadStream } from "node:fs";
import { extname } from "node:path";
import { JsonLdParser } from "jsonld-streaming-parser";
import { StreamParser } from "n3";
import { RdfXmlParser } from "rdfxml-streaming-parser";

const PARSERS = {
  ".ttl": () => new StreamParser({ format: "text/turtle" }),
  ".trig": () => new StreamParser({ format: "application/trig" }),
  ".nt": () => new StreamParser({ format: "application/n-triples" }),
  ".nq": () => new StreamParser({ format: "application/n-quads" }),
  ".jsonld": () => new JsonLdParser(),
  ".rdf": () => new RdfXmlParser(),
};

const path = process.argv[2];
let count = 0;
for await (const _ of createReadStream(path).pipe(PARSERS[extname(path)]())) count += 1;
console.log(count);

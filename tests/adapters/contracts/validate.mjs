// Holds recorded exchanges to the providers' published descriptions, with a validator that is not ours (ajv).
//
//     npm install ajv ajv-formats yaml
//     DRAGOMAN_RECORD=talk.jsonl python3 tests/adapters/sandbox_flow.py
//     node tests/adapters/contracts/validate.mjs talk.jsonl tomp=TOMP-API-1.6.1.yaml osdm=OSDM-3.9.0.yml amadeus=HotelBooking_v2.json …
//
// The descriptions are not shipped; where they are published is said in docs/adapters.md. OpenAPI 3.0 and Swagger 2.0. A path that
// none of a provider's descriptions knows is a fault, as is a body that its schema refuses.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const Ajv = require("ajv"), addFormats = require("ajv-formats"), yaml = require("yaml");
const [, , cassette, ...pairs] = process.argv;

// What OpenAPI writes otherwise than JSON Schema: null, and bounds that are flags.
function toJsonSchema(node) {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (node === null || typeof node !== "object") return node;
  const out = {};
  for (const [key, value] of Object.entries(node)) {
    if (["example", "examples", "discriminator", "xml", "externalDocs"].includes(key) && typeof node.type !== "undefined") continue;
    out[key] = toJsonSchema(value);
  }
  if (out.nullable === true && typeof out.type === "string") out.type = [out.type, "null"];
  delete out.nullable;
  for (const bound of ["Minimum", "Maximum"]) {
    if (typeof out["exclusive" + bound] === "boolean") delete out["exclusive" + bound];
  }
  if (typeof out.pattern === "string") {
    try { new RegExp(out.pattern, "u"); } catch { delete out.pattern; } // some descriptions hold patterns that are none
  }
  return out;
}

// What descriptions demand and their own examples, or the earth, contradict. Counted, not hidden.
const contradictions = [
  ["tomp", /coordinates\/lng must be >= 0$/], // everything west of Greenwich
  ["amadeus", /\/at must match format "date-time"$/], // airports' local times have no offset, in its examples neither
  ["amadeus", /roomAssociations\/0 must NOT have more than 1 properties$/], // two are required there
  ["amadeus", /^reply \/data must be object$/], // hotel offers: a list in its own example
];

// additionalProperties: false in a part of an allOf forbids what the other parts add: OSDM's references could never be written.
function openParts(doc) {
  const parts = new Set();
  const walk = (node, inParts) => {
    if (node === null || typeof node !== "object") return;
    if (inParts && node.$ref) parts.add(resolve(doc, node));
    if (inParts || node.allOf) parts.add(node);
    for (const [key, value] of Object.entries(node)) {
      if (key === "allOf") value.forEach((part) => walk(part, true));
      else walk(value, false);
    }
  };
  walk(doc, false);
  for (const part of parts) if (part.additionalProperties === false) delete part.additionalProperties;
}

// The version stands before the path; where a server's own folder does, it is the operator's.
function baseOf(doc) {
  if (doc.swagger) return (doc.basePath || "").replace(/\/$/, "");
  const path = doc.servers?.[0]?.url.startsWith("http") ? new URL(doc.servers[0].url).pathname : "";
  return /^\/v\d+$/.test(path) ? path : "";
}

function load(pair, number) {
  const [provider, file] = pair.split("=");
  const doc = toJsonSchema(yaml.parseDocument(readFileSync(file, "utf8"), { strict: false, uniqueKeys: false }).toJS());
  openParts(doc);
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true, logger: false });
  addFormats(ajv);
  ajv.addSchema(doc, "doc" + number);
  return { provider, file, doc, ajv, id: "doc" + number, base: baseOf(doc) };
}

function resolve(doc, node) {
  while (node && node.$ref) node = node.$ref.slice(2).split("/").reduce((at, key) => at[key.replace(/~1/g, "/").replace(/~0/g, "~")], doc);
  return node;
}

function operation(description, method, path) {
  for (const [pattern, item] of Object.entries(description.doc.paths)) {
    const form = new RegExp("^" + (description.base + pattern).replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+") + "$");
    if (form.test(path) && item[method]) return { pattern, op: item[method] };
  }
  return null;
}

function jsonSchemaOf(content) {
  const type = content && Object.keys(content).find((name) => name.includes("json"));
  return type && content[type].schema;
}

const schemas = {
  request: ({ doc }, op) => doc.swagger
    ? (op.parameters || []).map((p) => resolve(doc, p)).find((p) => p.in === "body")?.schema
    : jsonSchemaOf(resolve(doc, op.requestBody)?.content),
  reply: ({ doc }, op, status) => {
    const reply = resolve(doc, op.responses[status] || op.responses[String(status)[0] + "XX"] || op.responses.default);
    return doc.swagger ? reply?.schema : jsonSchemaOf(reply?.content);
  },
};

// The schema stands anywhere in the description; its own references are of the whole.
function faults({ ajv, id }, schema, text) {
  const check = ajv.compile({ $id: undefined, ...rebased(schema, id) });
  return check(JSON.parse(text)) ? [] : check.errors.map((e) => `${e.instancePath || "/"} ${e.message}`);
}

function rebased(node, id) {
  if (Array.isArray(node)) return node.map((one) => rebased(one, id));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) =>
    [key, key === "$ref" && typeof value === "string" && value.startsWith("#") ? id + value : rebased(value, id)]));
}

// The sandbox also answers what no description allows, for the tests of garbage and floods.
function isJson(text) {
  try { JSON.parse(text); return true; } catch { return false; }
}

const descriptions = pairs.map(load);
let garbage = 0;
const seen = new Map();
let wrong = 0, contradicted = 0;
for (const line of readFileSync(cassette, "utf8").split("\n").filter(Boolean).map(JSON.parse)) {
  const [, provider, rest] = line.path.split("?")[0].match(/^\/([^/]+)(\/.*)$/);
  if (line.body && !isJson(line.body)) { garbage++; continue; }
  const own = descriptions.filter((d) => d.provider === provider);
  if (!own.length || line.status === null || /\/(oauth2\/)?(v\d\/)?token$/.test(rest)) continue; // of another server
  const found = own.map((d) => ({ d, ...operation(d, line.method.toLowerCase(), rest) })).find((one) => one.op);
  const name = `${provider} ${line.method} ${found ? found.pattern : rest} ${line.status}`;
  const said = [];
  if (!found) said.push("no such path in the description");
  const sent = found && line.request && schemas.request(found.d, found.op);
  const got = found && line.body && line.status < 300 && schemas.reply(found.d, found.op, line.status);
  // a request that is refused on purpose may be wrong; one that is taken must be right
  if (sent && line.status < 300) said.push(...faults(found.d, sent, line.request).map((f) => "request " + f));
  if (got) said.push(...faults(found.d, got, line.body).map((f) => "reply " + f));
  const known = said.filter((one) => contradictions.some(([of, form]) => of === provider && form.test(one)));
  contradicted += known.length;
  const bad = said.filter((one) => !known.includes(one));
  const entry = seen.get(name) || { count: 0, said: new Set() };
  entry.count++;
  bad.forEach((one) => entry.said.add(one));
  seen.set(name, entry);
  wrong += bad.length;
}
for (const [name, entry] of [...seen].sort()) {
  console.log(`${entry.said.size ? "FAULT" : "ok   "} ${name} (${entry.count})`);
  for (const one of [...entry.said].slice(0, 8)) console.log("      " + one);
}
console.log(`${[...seen.values()].reduce((n, e) => n + e.count, 0)} exchanges, ${seen.size} kinds, ${wrong} faults; ${contradicted} against what a description contradicts itself; ${garbage} replies were garbage on purpose`);
process.exit(wrong ? 1 : 0);

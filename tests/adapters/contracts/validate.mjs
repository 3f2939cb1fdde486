// Holds recorded exchanges to the providers' published descriptions, with a validator that is not ours (ajv).
//
//     node validate.mjs DESCRIPTIONS talk.jsonl … talk.conv …
//
// ./dev contracts runs it. The descriptions are not shipped: DESCRIPTIONS is a folder that holds them anywhere, and each is known by
// its title and version. OpenAPI 3.0 and Swagger 2.0. Of a recording (talk.jsonl), queries, bodies and replies are held to them; of
// conversations (talk.conv) what is sent, as their replies are excerpts. A path that none of a provider's descriptions knows is a
// fault, as is a parameter that it does not name and a body that its schema refuses.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import yaml from "yaml";

const [, , folder, ...talks] = process.argv;

// provider (the sandbox's path), title and version of each description that is spoken
const spoken = [
  ["tomp", "Transport Operator MaaS Provider API", /^1\.6\./],
  ["osdm", "UIC 90918-10 - OSDM", /^3\.9\./],
  ["amadeus", "Amadeus OAuth2 Login", /^1\./],
  ["amadeus", "Hotel List", /^1\./],
  ["amadeus", "Hotel Search API", /^3\./],
  ["amadeus", "Hotel Booking API", /^2\./],
  ["amadeus", "Flight Offers Search", /^2\./],
  ["amadeus", "Flight Offers Price", /^1\./],
  ["amadeus", "Flight Create Orders", /^1\./],
  ["amadeus", "Flight Order Management", /^1\./],
  ["google", "Calendar API", /^v3$/],
];
// whom the conversations' adapters speak to
const providers = { tomp: "tomp", osdm: "osdm", "amadeus-hotel": "amadeus", "amadeus-flight": "amadeus", "google-calendar-api": "google" };

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
  ["amadeus", /roomAssociations\/\d+ must NOT have more than 1 properties$/], // two are required there
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

function validator(doc, id, options) {
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true, logger: false, ...options });
  addFormats(ajv);
  ajv.addSchema(doc, id);
  return ajv;
}

function load(provider, raw, id) {
  const doc = toJsonSchema(raw);
  openParts(doc);
  return { provider, doc, id, base: baseOf(doc), ajv: validator(doc, id), texts: validator(doc, id, { coerceTypes: "array" }) };
}

function read(file) {
  try { return yaml.parseDocument(readFileSync(file, "utf8"), { strict: false, uniqueKeys: false }).toJS(); } catch { return null; }
}

function loadAll() {
  const found = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(json|ya?ml)$/.test(entry.name)) continue;
    const raw = read(join(entry.parentPath ?? entry.path, entry.name)), info = raw?.info;
    const match = info && spoken.find(([, title, version]) => title === info.title && version.test(info.version));
    if (match && !found.some((one) => one.match === match)) found.push({ match, ...load(match[0], raw, "doc" + found.length) });
  }
  for (const one of spoken) {
    if (!found.some(({ match }) => match === one)) console.log(`absent ${one[1]} ${one[2].source}`);
  }
  return found;
}

function resolve(doc, node) {
  while (node && node.$ref) node = node.$ref.slice(2).split("/").reduce((at, key) => at[key.replace(/~1/g, "/").replace(/~0/g, "~")], doc);
  return node;
}

function operation(description, method, path) {
  for (const [pattern, item] of Object.entries(description.doc.paths)) {
    const form = new RegExp("^" + (description.base + pattern).replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+") + "$");
    if (form.test(path) && item[method]) return { pattern, op: item[method], all: [...(item.parameters || []), ...(item[method].parameters || [])] };
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
function faults(ajv, id, schema, value) {
  const check = ajv.compile(rebased(schema, id));
  return check(value) ? [] : check.errors.map((e) => `${e.instancePath || "/"} ${e.message}${e.params.additionalProperty ? ": " + e.params.additionalProperty : ""}`);
}

// The query as one object; lists are written with commas.
function queryFaults({ doc, id, texts }, all, query) {
  const schema = { type: "object", properties: {}, required: [], additionalProperties: false };
  const value = Object.fromEntries(new URLSearchParams(query));
  for (const p of all.map((one) => resolve(doc, one)).filter((one) => one.in === "query")) {
    const own = p.schema || { ...p, required: undefined };
    schema.properties[p.name] = own;
    if (p.required) schema.required.push(p.name);
    if (resolve(doc, own).type === "array" && p.name in value) value[p.name] = value[p.name].split(",");
  }
  return faults(texts, id, schema, value);
}

function rebased(node, id) {
  if (Array.isArray(node)) return node.map((one) => rebased(one, id));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) =>
    [key, key === "$ref" && typeof value === "string" && value.startsWith("#") ? id + value : rebased(value, id)]));
}

function asJson(text) {
  try { return JSON.parse(text); } catch { return undefined; }
}

// Each line {"method", "path": /PROVIDER/…, "request", "status", "body"}; of a conversation without status and body.
function* exchanges(file) {
  const text = readFileSync(file, "utf8");
  if (!file.endsWith(".conv")) {
    yield* text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    return;
  }
  for (const story of text.split(/^== /m)) {
    const provider = providers[story.match(/^adapter (.*)$/m)?.[1]], base = story.match(/^set url = (.*?)\/?$/m)?.[1];
    for (const [, method, url, rest] of provider ? story.matchAll(/^> ([A-Z]+) (\S+)\n((?:>.*\n)*)/gm) : []) {
      if (!url.startsWith(base)) continue; // of another server
      const lines = rest.split("\n").map((line) => line.replace(/^> ?/, "")), end = lines.indexOf("");
      yield { method, path: "/" + provider + url.slice(base.length), request: lines.slice(end + 1).join("\n").trim() };
    }
  }
}

const descriptions = loadAll();
const seen = new Map(), unchecked = new Map();
let garbage = 0, wrong = 0, contradicted = 0;

// What is refused on purpose may be wrong; what is taken, or expected word for word, must be right.
function held(line, { d, op, all }, query) {
  const said = [], taken = line.status === undefined || line.status < 300;
  const request = line.request && asJson(line.request), sent = request !== undefined && schemas.request(d, op);
  if (taken) said.push(...queryFaults(d, all, query).map((f) => "query " + f));
  if (taken && line.request && sent) said.push(...faults(d.ajv, d.id, sent, request).map((f) => "request " + f));
  const got = line.body && line.status < 300 && schemas.reply(d, op, line.status);
  if (got) said.push(...faults(d.ajv, d.id, got, asJson(line.body)).map((f) => "reply " + f));
  return said;
}

function note(name, said) {
  const entry = seen.get(name) || { count: 0, said: new Set() };
  entry.count++;
  said.forEach((one) => entry.said.add(one));
  seen.set(name, entry);
  wrong += said.length;
}

function look(line) {
  const [path, query] = line.path.split("?"), [, provider, rest] = path.match(/^\/([^/]+)(\/.*)$/);
  if (line.body && asJson(line.body) === undefined) return garbage++; // for the tests of garbage and floods
  const own = descriptions.filter((d) => d.provider === provider);
  if (!own.length || line.status === null || (provider === "google" && rest === "/token"))
    return unchecked.set(provider, (unchecked.get(provider) || 0) + 1);
  const found = own.map((d) => ({ d, ...operation(d, line.method.toLowerCase(), rest) })).find((one) => one.op);
  const said = found ? held(line, found, query || "") : ["no such path in the description"];
  const bad = said.filter((one) => !contradictions.some(([of, form]) => of === provider && form.test(one)));
  contradicted += said.length - bad.length;
  return note(`${provider} ${line.method} ${found ? found.pattern : rest} ${line.status ?? "as expected"}`, bad);
}

for (const talk of talks) {
  for (const line of exchanges(talk)) look(line);
}
for (const [name, entry] of [...seen].sort()) {
  console.log(`${entry.said.size ? "FAULT" : "ok   "} ${name} (${entry.count})`);
  for (const one of [...entry.said].slice(0, 8)) console.log("      " + one);
}
console.log(`without a description, or without an answer: ${[...unchecked].map(([name, count]) => `${name} ${count}`).join(", ") || "none"}`);
console.log(`${[...seen.values()].reduce((n, e) => n + e.count, 0)} exchanges, ${seen.size} kinds, ${wrong} faults; ${contradicted} against what a description contradicts itself; ${garbage} replies were garbage on purpose`);
process.exit(wrong || !seen.size ? 1 : 0);

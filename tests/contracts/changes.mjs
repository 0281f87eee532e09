// Keeps openapi/CHANGELOG.md: what changed in each contract since the one that was released last.
//   node changes.mjs           writes the section of the version that is being worked on, and fails when that isn't right
//   node changes.mjs --check   fails when that section, or the version, isn't right
//   node changes.mjs --release makes the present contracts the released ones
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { apiCompare } from "api-smart-diff";

const contracts = ["v3", "runner"];

// What may change without a new version.
const texts = new Set(["description", "summary", "example", "examples", "x-codes", "x-required-right", "x-requires"]);

/** The contract without its texts. In `properties`, such a word is the name of a member. */
export function withoutTexts(node, isOfNames = false) {
  if (Array.isArray(node)) return node.map((item) => withoutTexts(item));
  if (node === null || typeof node !== "object") return node;
  const kept = Object.entries(node).filter(([name]) => isOfNames || !texts.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutTexts(value, name === "properties")]));
}

/** What changed, as lines: `isBreaking` where a program that was right before can fail now. */
export function changesBetween(before, after) {
  const operations = operationsOf(after, operationsOf(before));
  const { diffs } = apiCompare(withoutTexts(before), withoutTexts(after));
  const lines = new Map();
  for (const { type, action, path, description } of diffs) {
    if (type === "annotation" || path[0] !== "paths" || action === "rename") continue;
    // Said a second time: a member that is required appears as a place in a list, and as itself.
    if (isOnlyAPlace(description)) continue;
    const operation = operations.get(`${path[2]} ${path[1]}`);
    const what = description ?? `[${action}] ${path.slice(3).join("/")}`;
    const isBreaking = isRefusedFromNow(action, path) || (type === "breaking" && !isFurtherValue(action, path));
    if (operation !== undefined) add(lines, isBreaking, what, operation);
    else for (const one of operationsAt(operations, path[1])) add(lines, isBreaking, `[${action}] operation`, one);
  }
  return [...lines.values()];
}

/** What the comparison says of a change that it has no words for. */
const isOnlyAPlace = (description) => /^\s|^\[\w+\] ( to|annotation \()/.test(description ?? "");

/** Requests are closed: a member that isn't known any more is refused. */
function isRefusedFromNow(action, path) {
  return action === "remove" && path.includes("requestBody");
}

/** Programs take a value that they don't know in an answer as that: docs/front-ends.md. */
function isFurtherValue(action, path) {
  return action === "add" && path.includes("responses") && path.at(-2) === "enum" && path.at(-3) !== "properties";
}

function add(lines, isBreaking, what, operation) {
  const line = lines.get(what) ?? { isBreaking, what, operations: new Set() };
  line.isBreaking ||= isBreaking;
  line.operations.add(operation);
  lines.set(what, line);
}

function operationsOf(contract, names = new Map()) {
  for (const [path, verbs] of Object.entries(contract.paths))
    for (const [verb, { operationId }] of Object.entries(verbs)) if (operationId) names.set(`${verb} ${path}`, operationId);
  return names;
}

const operationsAt = (operations, path) => [...operations].filter(([at]) => at.endsWith(` ${path}`)).map(([, id]) => id);

/** Whether the number of the version says what changed. */
export function faultOfVersion(before, after, changes) {
  const [was, is] = [before, after].map((contract) => contract.info.version.split(".").map(Number));
  if (is.length !== 3 || is.some(Number.isNaN)) return `${after.info.version} isn't a version such as 3.1.0`;
  const isLater = is[0] > was[0] || (is[0] === was[0] && (is[1] > was[1] || (is[1] === was[1] && is[2] > was[2])));
  if (changes.length > 0 && !isLater) return `${after.info.version} must be later than ${before.info.version}, which was released`;
  if (changes.some((change) => change.isBreaking) && is[0] === was[0] && is[1] === was[1])
    return `${after.info.version} breaks programs: raise its second number, and from 1.0 of CHS on its first`;
  return undefined;
}

function sectionOf(name, { info }, changes) {
  const list = (isBreaking) =>
    changes
      .filter((change) => change.isBreaking === isBreaking)
      .map(({ what, operations }) => `- ${what} (${[...operations].sort().join(", ")})`)
      .sort();
  const [breaking, others] = [list(true), list(false)];
  const part = (title, lines) => (lines.length > 0 ? [`### ${title}`, "", ...lines, ""] : []);
  return [
    `## ${name} ${info.version}, ${info["x-date"]}`,
    "",
    ...part("Breaks programs", breaking),
    ...part("Breaks nothing", others),
    ...(changes.length === 0 ? ["Nothing changed for programs.", ""] : []),
  ].join("\n");
}

/** Does what the command line says, with the contracts in a folder. Returns the exit code. */
export function run(options, folder) {
  const log = `${folder}CHANGELOG.md`;
  const [mode] = options;
  if (options.length > 1 || ![undefined, "--check", "--release"].includes(mode)) {
    console.error(`Unknown: ${options.join(" ")}. Usage: node changes.mjs [--check | --release]`);
    return 2;
  }
  let text = readFileSync(log, "utf8");
  const faults = [];
  for (const name of contracts) {
    const current = JSON.parse(readFileSync(`${folder}${name}.json`, "utf8"));
    if (mode === "--release") {
      mkdirSync(`${folder}released`, { recursive: true });
      writeFileSync(`${folder}released/${name}.json`, `${JSON.stringify(withoutTexts(current))}\n`);
      continue;
    }
    const released = JSON.parse(readFileSync(`${folder}released/${name}.json`, "utf8"));
    const changes = changesBetween(released, current);
    const fault = faultOfVersion(released, current, changes);
    if (fault !== undefined) faults.push(`${name}: ${fault}`);
    if (current.info.version === released.info.version) continue;
    const section = sectionOf(name, current, changes);
    const start = text.search(new RegExp(`^## ${name} ${current.info.version.replaceAll(".", "\\.")},`, "m"));
    const before = start < 0 ? text.search(/^## /m) : start;
    const end = start < 0 ? before : before + nextSection(text.slice(before));
    const changed = text.slice(0, before) + `${section}\n` + text.slice(end);
    if (mode === "--check" && changed !== text) faults.push(`openapi/CHANGELOG.md lacks what changed in ${name}: run ./dev openapi`);
    text = changed;
  }
  if (mode === undefined) writeFileSync(log, text);
  for (const fault of faults) console.error(fault);
  return faults.length === 0 ? 0 : 1;
}

/** Where the section ends with which the text begins. */
function nextSection(text) {
  const next = text.slice(1).search(/^## /m);
  return next < 0 ? text.length : next + 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = run(process.argv.slice(2), fileURLToPath(new URL("../../openapi/", import.meta.url)));

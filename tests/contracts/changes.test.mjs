import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { changesBetween, faultOfVersion, run, withoutTexts } from "./changes.mjs";

const answer = (properties, required = Object.keys(properties)) => ({
  200: { description: "OK", content: { "application/json": { schema: { type: "object", required, properties } } } },
});

const contract = (version, responses, requestBody, more = {}) => ({
  openapi: "3.0.4",
  info: { title: "T", version },
  paths: { "/things": { post: { operationId: "createThing", requestBody, responses }, ...more } },
});

const body = (properties, required) => ({
  required: true,
  content: { "application/json": { schema: { type: "object", additionalProperties: false, properties, required } } },
});

const text = { type: "string" };
const before = contract("3.0.0", answer({ id: text, name: text }), body({ name: text, note: text }));

test("a member that answers lose breaks programs", () => {
  const changes = changesBetween(before, contract("3.1.0", answer({ id: text }), body({ name: text, note: text })));
  assert.ok(changes.some((change) => change.isBreaking && change.what.includes("`name`")), JSON.stringify(changes));
  assert.deepEqual([...changes[0].operations], ["createThing"]);
});

test("a member that answers get breaks none", () => {
  const after = contract("3.1.0", answer({ id: text, name: text, more: text }), body({ name: text, note: text }));
  const changes = changesBetween(before, after);
  assert.ok(changes.length > 0 && changes.every((change) => !change.isBreaking), JSON.stringify(changes));
});

test("a member that requests lose is refused from then on", () => {
  const changes = changesBetween(before, contract("3.1.0", answer({ id: text, name: text }), body({ name: text })));
  assert.ok(changes.some((change) => change.isBreaking && change.what.includes("`note`")), JSON.stringify(changes));
});

test("a member that requests must have from now on breaks programs", () => {
  const after = body({ name: text, note: text, more: text }, ["more"]);
  const changes = changesBetween(before, contract("3.1.0", answer({ id: text, name: text }), after));
  assert.ok(changes.some((change) => change.isBreaking && change.what.includes("`more`")), JSON.stringify(changes));
});

test("a member that requests may have from now on breaks none", () => {
  const after = body({ name: text, note: text, more: text });
  const changes = changesBetween(before, contract("3.0.1", answer({ id: text, name: text }), after));
  assert.ok(changes.length > 0 && changes.every((change) => !change.isBreaking), JSON.stringify(changes));
});

test("an enum of answers that grows breaks none, and one that shrinks in requests does", () => {
  const word = (...values) => ({ type: "string", enum: values });
  const changesFrom = (...words) => {
    const [was, is] = words.map(([answered, sent]) => contract("3.0.0", answer({ word: answered }), body({ word: sent })));
    return changesBetween(was, is);
  };
  const grown = changesFrom([word("a"), word("a", "b")], [word("a", "b"), word("a", "b")]);
  assert.ok(grown.length > 0 && grown.every((change) => !change.isBreaking), JSON.stringify(grown));
  const shrunk = changesFrom([word("a"), word("a", "b")], [word("a"), word("a")]);
  assert.ok(shrunk.some((change) => change.isBreaking), JSON.stringify(shrunk));
});

test("an operation that is gone breaks programs", () => {
  const whole = contract("3.0.0", answer({ id: text }), body({}), { get: { operationId: "listThings", responses: answer({}) } });
  const changes = changesBetween(whole, contract("3.1.0", answer({ id: text }), body({})));
  assert.ok(changes.some((change) => change.isBreaking && change.operations.has("listThings")), JSON.stringify(changes));
});

test("texts and examples change nothing, but members may have such names", () => {
  const described = contract("3.0.0", answer({ description: { ...text, description: "What it is." } }), body({}));
  assert.deepEqual(changesBetween(described, withoutTexts(described)), []);
  assert.ok(changesBetween(described, contract("3.0.0", answer({}), body({}))).length > 0);
});

test("the version says what changed", () => {
  const version = (number) => ({ info: { version: number } });
  const breaking = [{ isBreaking: true }];
  const harmless = [{ isBreaking: false }];
  assert.equal(faultOfVersion(version("3.0.0"), version("3.0.0"), []), undefined);
  assert.match(faultOfVersion(version("3.0.0"), version("3.0.0"), harmless), /later/);
  assert.equal(faultOfVersion(version("3.0.0"), version("3.0.1"), harmless), undefined);
  assert.match(faultOfVersion(version("3.0.0"), version("3.0.1"), breaking), /breaks/);
  assert.equal(faultOfVersion(version("3.0.9"), version("3.1.0"), breaking), undefined);
  assert.match(faultOfVersion(version("3.1.0"), version("3.0.9"), harmless), /later/);
  assert.match(faultOfVersion(version("3.0.0"), version("4"), breaking), /isn't a version/);
});

test("a run writes what changed, and fails when the version doesn't say it", (t) => {
  t.mock.method(console, "error", () => {});
  const after = (version) => contract(version, answer({ id: text }), body({ name: text, note: text }));
  const folder = folderOf(after("3.0.1"), before);
  assert.equal(run([], folder), 1);
  assert.match(readFileSync(`${folder}CHANGELOG.md`, "utf8"), /^## v3 3\.0\.1, [^]*### Breaks programs\n\n- .*`name`/m);
  writeFileSync(`${folder}v3.json`, JSON.stringify(after("3.1.0")));
  assert.equal(run(["--check"], folder), 1);
  assert.equal(run([], folder), 0);
  assert.equal(run(["--check"], folder), 0);
});

test("an unknown option is refused, and writes nothing", (t) => {
  t.mock.method(console, "error", () => {});
  const folder = folderOf(contract("3.1.0", answer({ id: text, name: text, more: text }), body({ name: text, note: text })), before);
  const written = readFileSync(`${folder}CHANGELOG.md`, "utf8");
  for (const options of [["--chek"], ["release"], ["--check", "--release"]]) assert.equal(run(options, folder), 2);
  assert.equal(readFileSync(`${folder}CHANGELOG.md`, "utf8"), written);
  assert.equal(run([], folder), 0);
  assert.notEqual(readFileSync(`${folder}CHANGELOG.md`, "utf8"), written);
});

/** A folder as openapi/ is, with one contract and what was released of it. */
function folderOf(current, released) {
  const folder = `${mkdtempSync(join(tmpdir(), "chs-changes-"))}/`;
  mkdirSync(`${folder}released`);
  for (const [file, content] of [["v3", current], ["runner", before], ["released/v3", released], ["released/runner", before]])
    writeFileSync(`${folder}${file}.json`, JSON.stringify(content));
  writeFileSync(`${folder}CHANGELOG.md`, "# What changed\n\n## v3 3.0.0, 2026-01-01\n\nThe first one.\n");
  return folder;
}

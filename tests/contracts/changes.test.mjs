import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBetween, faultOfVersion, withoutTexts } from "./changes.mjs";

const answer = (properties, required = Object.keys(properties)) => ({
  200: { description: "OK", content: { "application/json": { schema: { type: "object", required, properties } } } },
});

const contract = (version, responses, requestBody, more = {}) => ({
  openapi: "3.0.4",
  info: { title: "T", version },
  paths: { "/things": { post: { operationId: "createThing", requestBody, responses }, ...more } },
});

const body = (properties) => ({
  required: true,
  content: { "application/json": { schema: { type: "object", additionalProperties: false, properties } } },
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

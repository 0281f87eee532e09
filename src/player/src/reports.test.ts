import assert from "node:assert/strict";
import { test } from "node:test";
import { Reports, type ReportedError } from "./reports.js";

const origin = "https://s1.play.example.org";

interface Body { response: string | null; errors: ReportedError[] }

function gathering(response: string | null = "r") {
  const sent: (Body & { keepalive: boolean })[] = [];
  const timers: (() => void)[] = [];
  const send = async (body: string, keepalive: boolean): Promise<void> => {
    sent.push({ ...(JSON.parse(body) as Body), keepalive });
  };
  const reports = new Reports(response, send, origin, (action) => timers.push(action));
  const pass = (): void => timers.splice(0).forEach((action) => action());
  return { reports, sent, pass };
}

/** The error as a browser's engine makes it. */
const failed = (message: string, stack: string): Error => Object.assign(new ReferenceError(message), { stack });

test("errors are gathered and sent together, with place and instant", () => {
  const { reports, sent, pass } = gathering();
  const stack = `ReferenceError: x\n    at f (${origin}/play/experiment/r.js?v=1:3:7)`;
  reports.add(failed("jsPsychFoo is not defined", stack), `${origin}/play/experiment/r.js:3:7`);
  reports.add("Script error.");
  assert.equal(sent.length, 0);
  pass();
  assert.equal(sent.length, 1);
  assert.equal(sent[0]!.response, "r");
  assert.deepEqual(sent[0]!.errors.map(({ message, place }) => [message, place]), [
    ["ReferenceError: jsPsychFoo is not defined", "/play/experiment/r.js:3:7\nat f (/play/experiment/r.js:3:7)"],
    ["Script error.", ""],
  ]);
  assert.match(sent[0]!.errors[0]!.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test("the last three errors can be said, each in a line", () => {
  const { reports } = gathering();
  assert.deepEqual(reports.recent, []);
  reports.add(failed("x is not defined", `ReferenceError: x\n    at f (${origin}/play/experiment/r.js?v=1:3:7)`));
  reports.add("Script error.");
  assert.deepEqual(reports.recent, ["ReferenceError: x is not defined – /play/experiment/r.js:3:7", "Script error."]);
  for (const error of ["a", "b", "c"]) reports.add(error);
  assert.deepEqual(reports.recent, ["a", "b", "c"]);
});

test("the place of a rejection is the first of its stack, in the ways of all browsers", () => {
  const { reports, sent, pass } = gathering(null);
  const frames = [`    at ${origin}/play/experiment/r.js:3:7`, "    at async g (https://cdn.example/x.js?k=1#h:9:1)"];
  reports.add(failed("a", ["ReferenceError: a", ...frames].join("\n")));
  reports.add(failed("b", `f@${origin}/play/experiment/r.js:4:1\n@${origin}/play/experiment/r.js:5:2`));
  pass();
  assert.equal(sent[0]!.response, null);
  assert.deepEqual(sent[0]!.errors.map(({ place }) => place.split("\n")), [
    ["/play/experiment/r.js:3:7", "at /play/experiment/r.js:3:7", "at async g (https://cdn.example/x.js:9:1)"],
    ["/play/experiment/r.js:4:1", "f@/play/experiment/r.js:4:1", "@/play/experiment/r.js:5:2"],
  ]);
});

test("an error without a stack may say its place otherwise", () => {
  const { reports, sent, pass } = gathering();
  const syntaxError = failed("a", "");
  reports.add(Object.assign(syntaxError, { fileName: `${origin}/play/experiment/r.js`, lineNumber: 2, columnNumber: 11 }));
  reports.add(Object.assign(failed("b", ""), { sourceURL: `${origin}/play/experiment/r.js`, line: 3, column: 1 }));
  pass();
  assert.deepEqual(sent[0]!.errors.map(({ place }) => place), ["/play/experiment/r.js:2:11", "/play/experiment/r.js:3:1"]);
});

test("the same error is sent once, and at most 50 are", () => {
  const { reports, sent, pass } = gathering();
  for (let i = 0; i < 200; i++) reports.add(new Error("again"), "f:1:1");
  for (let i = 0; i < 200; i++) reports.add(`error ${i}`);
  pass();
  assert.equal(sent.flatMap(({ errors }) => errors).length, 50);
  reports.add("one more");
  pass();
  assert.equal(sent.length, 1);
});

test("messages and places are short, well-formed and without queries and data", () => {
  const { reports, sent, pass } = gathering();
  reports.add("x".repeat(999) + "😀", "y".repeat(2_000));
  reports.add("couldn't load <img>", `${origin}/a.png?child=Ada#b`);
  reports.add("couldn't load <audio>", `data:audio/wav;base64,${"A".repeat(5_000)}`);
  reports.add(failed("deep", `Error: deep\n${"    at f (https://x.example/a.js:1:1)\n".repeat(30)}`));
  pass();
  const [long, query, data, deep] = sent[0]!.errors;
  assert.equal(long!.message.length, 1_000);
  assert.ok(long!.message.endsWith("\ufffd"));
  assert.equal(long!.place.length, 1_000);
  assert.equal(query!.place, "/a.png");
  assert.equal(data!.place, "data:audio/wav");
  assert.equal(deep!.place.split("\n").length, 6);
});

test("a page that is closed sends the rest as far as browsers allow", () => {
  const { reports, sent, pass } = gathering();
  for (let i = 0; i < 49; i++) reports.add(`${i} ${"ü".repeat(990)}`);
  reports.flush(true);
  assert.equal(sent.length, 1);
  assert.ok(sent[0]!.keepalive);
  assert.ok(sent[0]!.errors.length >= 10 && sent[0]!.errors.length < 49);
  assert.ok(JSON.stringify(sent[0]!.errors).length < 64_000);
  pass();
  assert.equal(sent.length, 1);
});

test("anything can be thrown, and reporting never fails", async () => {
  const hostile = { get message(): string { throw new Error("no"); }, toJSON() { throw new Error("no"); } };
  const reports = new Reports("r", () => { throw new Error("no"); }, origin, (action) => action());
  for (const thrown of [undefined, null, 1, Symbol("s"), {}, [], () => 1, hostile, Object.create(null)]) reports.add(thrown);
  const rejecting = new Reports("r", () => Promise.reject(new Error("no")), origin, (action) => action());
  rejecting.add("x");
  await new Promise((resolve) => setTimeout(resolve, 1));
});

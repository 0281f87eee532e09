import assert from "node:assert/strict";
import { test } from "node:test";
import { meansEnd, watchCalls, type Call } from "./calls.js";

const origin = "https://s1.play.example.org";
const own = "own-response";

const rows: [string, Call, string | null, boolean][] = [
  ["no key", { method: "GET", url: `${origin}/api/v2/studies/s/`, status: 401 }, own, true],
  ["no key, own addresses", { method: "POST", url: `${origin}/play/errors`, status: 401 }, own, true],
  ["another host", { method: "GET", url: "https://cdn.example.com/api/x", status: 401 }, own, false],
  ["a host that only begins like ours", { method: "GET", url: `${origin}.evil.example/api/v2/x`, status: 401 }, own, false],
  ["files", { method: "GET", url: `${origin}/studies/s/app.js`, status: 401 }, own, false],
  ["saved", { method: "PATCH", url: `${origin}/api/v2/responses/${own}/`, status: 200 }, own, false],
  ["own session isn't there", { method: "PATCH", url: `${origin}/api/v2/responses/${own}/`, status: 404 }, own, true],
  ["another session isn't there", { method: "PATCH", url: `${origin}/api/v2/responses/other/`, status: 404 }, own, false],
  ["reading what isn't there", { method: "GET", url: `${origin}/api/v2/responses/${own}/`, status: 404 }, own, false],
  ["a frameplayer's session", { method: "put", url: `${origin}/api/v1/responses/any`, status: 404 }, null, true],
  ["refused", { method: "PATCH", url: `${origin}/api/v2/responses/${own}/`, status: 409 }, own, false],
  ["no answer", { method: "PATCH", url: "", status: 0 }, own, false],
];

for (const [name, call, response, expected] of rows) {
  test(`an answer that means the end of the play: ${name}`, () => assert.equal(meansEnd(call, origin, response), expected));
}

class Request extends EventTarget {
  status = 0;
  responseURL = "";
  opened: unknown[] = [];
  open(...args: unknown[]): void { this.opened = args; }
  answer(url: string, status: number): void {
    Object.assign(this, { responseURL: url, status });
    this.dispatchEvent(new Event("loadend"));
  }
}

test("calls are watched in both ways, and stay as they are", async () => {
  const calls: Call[] = [];
  const answer = { url: "https://a/", status: 401 } as Response;
  const target = { fetch: async () => answer, XMLHttpRequest: Request } as unknown as typeof globalThis;
  watchCalls(target, (call) => calls.push(call));
  assert.equal(await target.fetch("/x", { method: "PATCH" }), answer);
  assert.equal(await target.fetch("/x"), answer);
  const request = new Request();
  request.open("GET", "/first", true);
  request.answer("https://b/first", 200);
  request.open("PUT", "/second", true);
  request.answer("https://b/second", 404);
  assert.deepEqual(request.opened, ["PUT", "/second", true]);
  assert.deepEqual(calls, [
    { method: "PATCH", url: "https://a/", status: 401 },
    { method: "GET", url: "https://a/", status: 401 },
    { method: "GET", url: "https://b/first", status: 200 },
    { method: "PUT", url: "https://b/second", status: 404 },
  ]);
});

test("a call that fails is the caller's own affair", async () => {
  const target = {
    fetch: async () => { throw new TypeError("Failed to fetch"); },
    XMLHttpRequest: class extends Request {},
  } as unknown as typeof globalThis;
  watchCalls(target, () => assert.fail());
  await assert.rejects(target.fetch("/x"), TypeError);
  await assert.rejects((target.fetch as () => Promise<unknown>)(), TypeError);
});

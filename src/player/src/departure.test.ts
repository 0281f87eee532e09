import assert from "node:assert/strict";
import { test } from "node:test";
import { isSave, keepLastSaves } from "./departure.js";

const origin = "https://s1.play.example.org";
const session = `${origin}/api/v2/responses/r1/`;

for (const [method, url, expected] of [
  ["PATCH", session, true],
  ["put", `${origin}/api/v1/responses/r1`, true],
  ["POST", `${origin}/api/v2/responses/`, false],
  ["PATCH", `${origin}/api/v2/feedback/f1/`, false],
  ["PATCH", "https://other.example/api/v2/responses/r1/", false],
  ["GET", session, false],
] as const) {
  test(`${method} ${url} ${expected ? "saves" : "doesn't save"} session data`, () => assert.equal(isSave(method, url, origin), expected));
}

class XhrStandIn extends EventTarget {
  open(): void {}
  setRequestHeader(): void {}
  send(): void {}
}

/** A page whose calls stay unanswered, unless an answer is given for all that use fetch. */
function page(answer: Promise<Response> = new Promise(() => undefined)) {
  const sent: { url: string; init: RequestInit }[] = [];
  const target = Object.assign(new EventTarget(), {
    fetch: async (url: string, init: RequestInit = {}) => {
      sent.push({ url, init });
      return answer;
    },
    XMLHttpRequest: class extends XhrStandIn {},
  });
  keepLastSaves(target as unknown as Parameters<typeof keepLastSaves>[0], origin);
  const kept = () => sent.filter(({ init }) => init.keepalive).map(({ init }) => String(init.body));
  const patch = (body: string, url = session) => {
    const call = new target.XMLHttpRequest() as unknown as XMLHttpRequest;
    call.open("PATCH", url, true);
    call.setRequestHeader("Content-Type", "application/vnd.api+json");
    call.send(body);
    return call;
  };
  const leave = () => target.dispatchEvent(new Event("pagehide"));
  return { target, sent, kept, patch, leave };
}

test("the newest save that has no answer yet is sent again when the page is left", () => {
  const { sent, kept, patch, leave } = page();
  patch("1").dispatchEvent(new Event("loadend"));
  patch("2");
  patch("3");
  leave();
  assert.deepEqual(kept(), ["3"]);
  const { url, init } = sent[0]!;
  assert.equal(url, session);
  assert.deepEqual(init.headers, [["Content-Type", "application/vnd.api+json"]]);
  assert.equal(init.credentials, "same-origin");
});

test("what is saved by fetch is sent again, too, and once only where it outlives the page anyway", () => {
  const { target, kept, leave } = page();
  void target.fetch("/api/v2/responses/r1/", { method: "PATCH", body: "1" });
  void target.fetch("/api/v2/responses/r2/", { method: "PATCH", body: "2", keepalive: true });
  leave();
  assert.deepEqual(kept(), ["2", "1"]);
});

test("a call that says whether it outlives the page is left alone, and one to no address too", () => {
  const { target, kept, patch, leave } = page();
  void target.fetch("/api/v2/responses/r1/", { method: "PATCH", body: "1", keepalive: false });
  patch("2", "https://");
  leave();
  assert.deepEqual(kept(), []);
});

test("a save after the page was left is sent in a way that outlives it", () => {
  const { target, kept, patch, leave } = page();
  leave();
  patch("late");
  assert.deepEqual(kept(), ["late"]);
  target.dispatchEvent(new Event("pageshow"));
  patch("the page is back");
  assert.deepEqual(kept(), ["late"]);
});

test("what is larger than browsers allow isn't tried, and new sessions are never made twice", () => {
  const { target, kept, patch, leave } = page();
  patch("x".repeat(60_001));
  void target.fetch("/api/v2/responses/", { method: "POST", body: "new" });
  leave();
  patch("é".repeat(30_001));
  assert.deepEqual(kept(), []);
});

const saving = (attributes: object): string => JSON.stringify({ data: { id: "r1", type: "responses", attributes } });
const answered = (call: XMLHttpRequest, status: number): unknown =>
  Object.assign(call, { status }).dispatchEvent(new Event("loadend"));

test("a save is sent again unless a later one of its session holds all its attributes", () => {
  const { kept, patch, leave } = page();
  patch(saving({ exp_data: [1], sequence: ["a"] }));
  patch(saving({ exp_data: [1, 2] }));
  patch(saving({ exp_data: [1, 2], sequence: ["a", "b"] }));
  patch(saving({ completed: true }));
  patch(saving({ completed: true }), `${origin}/api/v2/responses/r2/`);
  leave();
  const expected = [{ exp_data: [1, 2], sequence: ["a", "b"] }, { completed: true }, { completed: true }];
  assert.deepEqual(kept(), expected.map(saving));
});

test("of a save with data and a later one with flags, both are sent again, in their order", () => {
  const { kept, patch, leave } = page();
  patch(saving({ exp_data: [1, 2] }));
  patch(saving({ completed: true }));
  leave();
  assert.deepEqual(kept(), [saving({ exp_data: [1, 2] }), saving({ completed: true })]);
});

test("where not all fit, data go before flags, and then newer saves before older ones", () => {
  const { kept, patch, leave } = page();
  const data = saving({ exp_data: ["x".repeat(40_000)] });
  patch(saving({ conditions: "x".repeat(20_000) }));
  patch(data);
  patch(saving({ sequence: "x".repeat(19_000) }));
  patch(saving({ completed: true }));
  leave();
  assert.deepEqual(kept(), [data, saving({ sequence: "x".repeat(19_000) }), saving({ completed: true })]);
});

test("a save that is too large leaves room for others", () => {
  const { kept, patch, leave } = page();
  patch(saving({ completed: true }));
  patch(saving({ exp_data: ["x".repeat(70_000)] }));
  leave();
  assert.deepEqual(kept(), [saving({ completed: true })]);
});

test("what was saved isn't replaced by an earlier save that is still underway", () => {
  const { kept, patch, leave } = page();
  patch(saving({ exp_data: [1] }));
  patch(saving({ exp_data: [1], completed: true }));
  answered(patch(saving({ exp_data: [1, 2] })), 200);
  patch(saving({ exp_data: [1, 2, 3] }));
  leave();
  assert.deepEqual(kept(), [saving({ exp_data: [1], completed: true }), saving({ exp_data: [1, 2, 3] })]);
});

for (const status of [0, 400, 503]) {
  test(`an answer of ${status} saves nothing, so the earlier save is sent again`, () => {
    const { kept, patch, leave } = page();
    patch(saving({ exp_data: [1] }));
    answered(patch(saving({ exp_data: [1, 2] })), status);
    leave();
    assert.deepEqual(kept(), [saving({ exp_data: [1] })]);
  });
}

test("what fetch has saved isn't replaced by an earlier save either", async () => {
  const { target, kept, patch, leave } = page(Promise.resolve({ ok: true } as Response));
  patch(saving({ exp_data: [1] }));
  await target.fetch("/api/v2/responses/r1/", { method: "PATCH", body: saving({ exp_data: [1, 2] }) });
  leave();
  assert.deepEqual(kept(), []);
});

test("a save that began after the one that was answered is sent again", () => {
  const { kept, patch, leave } = page();
  const first = patch(saving({ exp_data: [1] }));
  patch(saving({ exp_data: [1, 2] }));
  answered(first, 200);
  leave();
  assert.deepEqual(kept(), [saving({ exp_data: [1, 2] })]);
});

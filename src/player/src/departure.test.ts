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

/** A page whose calls stay unanswered. */
function page() {
  const sent: { url: string; init: RequestInit }[] = [];
  const target = Object.assign(new EventTarget(), {
    fetch: async (url: string, init: RequestInit = {}) => {
      sent.push({ url, init });
      return new Promise<Response>(() => undefined);
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

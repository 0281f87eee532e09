import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { currentSaver, exitAddress, load, watchTrials } from "./session.js";
import { MemoryStorage } from "./support.js";
import { openUnsentRecords } from "./unsent.js";

const play = {
  study: "s",
  participant: "c",
  siteUrl: "https://example.org/",
  unsentTag: "tag",
  unsentKey: Buffer.alloc(32, 3).toString("base64"),
};

interface Call { method: string; path: string; headers: Record<string, string>; body?: string }

let calls: Call[];
let refused: Record<string, number>;
let listeners: Record<string, (event: { preventDefault(): void }) => void>;
let reloads: number;
let ends: boolean[];
let exitUrl: string;

const attributesOf = (path: string): object =>
  path.startsWith("/api/v2/studies/") ? { exit_url: exitUrl } : { hash_child_id: "hash" };

beforeEach(() => {
  [calls, refused, listeners, reloads, ends, exitUrl] = [[], {}, {}, 0, [], "https://lab.example/thanks?a=1"];
  Object.assign(globalThis, {
    window: { chsPlay: { ...play, end: (isKept: boolean) => ends.push(isKept) } },
    localStorage: new MemoryStorage(),
    sessionStorage: new MemoryStorage(),
    location: { href: "https://s1.play.example.org/studies/j/s/c/", reload: () => reloads++ },
    addEventListener: (name: string, listener: (typeof listeners)[string]) => (listeners[name] = listener),
    fetch: async (path: string, init: RequestInit = {}) => {
      const method = init.method ?? "GET";
      calls.push({ method, path, headers: init.headers as Record<string, string>, body: init.body as string });
      const status = refused[`${method} ${path}`] ?? 200;
      const data = { id: path.split("/").at(-2), type: "t", attributes: attributesOf(path) };
      return new Response(JSON.stringify({ data }), { status });
    },
  });
});

const leave = async (session: string, state: object, of = play): Promise<void> => {
  const records = await openUnsentRecords(of, () => localStorage);
  await records.write(session, JSON.stringify({ state: 1, flags: {}, ...state }));
};

const patches = (): [string, string | undefined, string][] =>
  calls.filter(({ method }) => method === "PATCH").map(({ path, headers, body }) => [
    path.split("/").at(-2)!,
    headers["X-Unsent"],
    JSON.stringify((JSON.parse(body!) as { data: { attributes: unknown } }).data.attributes),
  ]);

test("loading reads what the play says, whatever the page's address", async () => {
  await load("r");
  assert.deepEqual(calls.map(({ method, path }) => `${method} ${path}`), [
    "GET /api/v2/studies/s/", "GET /api/v2/children/c/", "GET /api/v2/past-sessions/r/", "GET /api/v2/responses/r/",
  ]);
  assert.equal(window.chs.response.id, "r");
});

test("what earlier sessions of the play couldn't send is sent as unsent, and nobody else's is", async () => {
  await leave("earlier", { trials: "[1,2]" });
  await leave("foreign", { trials: "[3]" }, { ...play, unsentTag: "other" });
  localStorage.setItem("chs:unsent:tag:forged", `${"A".repeat(16)}.${"B".repeat(40)}`);
  await load("r");
  assert.deepEqual(patches(), [["earlier", "true", '{"exp_data":[1,2]}']]);
  assert.deepEqual(Object.keys(localStorage).sort(), ["chs:unsent:other:foreign", "chs:unsent:tag:forged"]);
});

test("unsent data of a session that may not change any more are given up", async () => {
  await leave("earlier", { trials: "[1]" });
  refused["PATCH /api/v2/responses/earlier/"] = 409;
  await load("r");
  assert.equal(localStorage.length, 0);
});

test("unsent trials of this session are those of another run: they are sent and the page begins again, once", async () => {
  await leave("r", { trials: "[1]" });
  void load("r");
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(patches(), [["r", "true", '{"exp_data":[1]}']]);
  assert.equal(reloads, 1);
  await leave("r", { trials: "[1]" });
  await load("r");
  assert.equal(reloads, 1);
});

test("saves that follow aren't unsent ones, and carry no token", async () => {
  await load("r");
  await currentSaver().save([1]);
  assert.deepEqual(patches(), [["r", undefined, '{"exp_data":[1]}']]);
  assert.deepEqual(Object.keys(calls.at(-1)!.headers).sort(), ["Accept", "Content-Type"]);
});

test("a refused load isn't tried again", async () => {
  refused["GET /api/v2/responses/r/"] = 401;
  await assert.rejects(load("r"), /401/);
  assert.equal(calls.filter(({ path }) => path.includes("responses")).length, 1);
});

test("the page may be left when everything is saved, and not before", async () => {
  const isHeld = (): boolean => {
    let held = false;
    listeners.beforeunload!({ preventDefault: () => (held = true) });
    return held;
  };
  await load("r");
  assert.equal(isHeld(), false);
  refused["PATCH /api/v2/responses/r/"] = 503;
  await currentSaver().save([1]);
  assert.equal(isHeld(), true);
  refused["PATCH /api/v2/responses/r/"] = 401;
  currentSaver().retryNow();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(ends.at(-1), true);
  assert.equal(isHeld(), false);
});

test("a page that is closed sends trials that no save has met", async () => {
  await load("r");
  watchTrials(() => [1, 2]);
  listeners.pagehide!({ preventDefault: () => undefined });
  watchTrials(() => []);
  assert.deepEqual(patches(), [["r", undefined, '{"exp_data":[1,2]}']]);
});

for (const [name, url, expected] of [
  ["the study's own", "https://lab.example/thanks?a=1", "https://lab.example/thanks?a=1&child=hash&response=r"],
  ["the site, when the study has none", "", "https://example.org/?child=hash&response=r"],
] as const) {
  test(`the exit address is ${name}`, async () => {
    exitUrl = url;
    await load("r");
    assert.equal(exitAddress(), expected);
  });
}

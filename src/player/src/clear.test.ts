import assert from "node:assert/strict";
import { test } from "node:test";
import { clearForPerson, type Browser } from "./clear.js";
import { MemoryStorage } from "./support.js";

const record = `chs:unsent:tag:session`;
const wellFormed = `${"A".repeat(16)}.${"B".repeat(24)}`;

/** A browser with something in each of its stores, and what was done to it. */
function browser(person: string | null) {
  const done: string[] = [];
  const cookies: string[] = [];
  const localStorage = new MemoryStorage();
  const sessionStorage = new MemoryStorage();
  if (person !== null) localStorage.setItem("chs:person", person);
  localStorage.setItem("study", "about a child");
  localStorage.setItem(record, wellFormed);
  localStorage.setItem("chs:unsent:tag:forged", '{"trials":"[]"}');
  sessionStorage.setItem("study", "about a child");
  const contents: Browser = {
    localStorage,
    sessionStorage,
    location: { hostname: "s1.play.example.org", pathname: "/studies/j/s/c/" },
    document: {
      get cookie() { return "csrftoken=1; theirs=2; =3"; },
      set cookie(text: string) { cookies.push(text); },
    },
    name: "about a child",
    indexedDB: {
      databases: async () => [{ name: "db", version: 1 }],
      deleteDatabase: (name: string) => {
        done.push(`database ${name}`);
        const request = {} as IDBOpenDBRequest;
        queueMicrotask(() => request.onsuccess?.({} as Event));
        return request;
      },
    } as unknown as IDBFactory,
    caches: { keys: async () => ["cache"], delete: async (name: string) => done.push(`cache ${name}`) } as unknown as CacheStorage,
    navigator: {
      serviceWorker: {
        getRegistrations: async () => [{ unregister: async () => done.push("worker") }],
      } as unknown as ServiceWorkerContainer,
      storage: {
        getDirectory: async () => ({
          async *keys() { yield "file"; },
          removeEntry: async (name: string) => done.push(`file ${name}`),
        }),
      } as unknown as StorageManager,
      storageBuckets: { keys: async () => ["bucket"], delete: async (name: string) => void done.push(`bucket ${name}`) },
    },
  };
  return { contents, localStorage, sessionStorage, cookies, done };
}

for (const before of [null, "somebody else"]) {
  test(`everything but our records goes when ${before ?? "nobody known"} was here before`, async () => {
    const { contents, localStorage, sessionStorage, cookies, done } = browser(before);
    const cleared = clearForPerson(contents, "me");
    // A player that follows on the page must not find this.
    assert.deepEqual(Object.keys(localStorage), [record]);
    assert.equal(sessionStorage.length, 0);
    assert.equal(contents.name, "");
    assert.ok(cookies.length > 0);
    await cleared;
    assert.deepEqual(done.sort(), ["bucket bucket", "cache cache", "database db", "file file", "worker"]);
    assert.deepEqual({ ...localStorage }, { [record]: wellFormed, "chs:person": "me" });
  });
}

test("nothing is cleared for the same person", async () => {
  const { contents, localStorage, sessionStorage, cookies, done } = browser("me");
  await clearForPerson(contents, "me");
  assert.equal(localStorage.getItem("study"), "about a child");
  assert.equal(sessionStorage.length, 1);
  assert.equal(contents.name, "about a child");
  assert.deepEqual([...cookies, ...done], []);
});

test("cookies end at each path and domain that the page can have them from, but not the one that runners read", async () => {
  const { contents, cookies } = browser(null);
  await clearForPerson(contents, "me");
  for (const path of ["/", "/studies", "/studies/", "/studies/j/s/c", "/studies/j/s/c/"]) {
    assert.ok(cookies.includes(`theirs=; Max-Age=0; Path=${path}`), path);
  }
  for (const domain of ["s1.play.example.org", "play.example.org", "example.org"]) {
    assert.ok(cookies.includes(`theirs=; Max-Age=0; Path=/; Domain=${domain}`), domain);
  }
  assert.ok(cookies.includes("=; Max-Age=0; Path=/"));
  assert.ok(cookies.includes("theirs=; Max-Age=0; Path=/; Secure"));
  assert.ok(!cookies.some((cookie) => cookie.startsWith("csrftoken")));
});

test("a browser that refuses everything still plays", async () => {
  const refusing = new Proxy({} as Browser, {
    get: (_, member) => {
      if (member === "navigator") return undefined;
      throw new DOMException(String(member), "SecurityError");
    },
  });
  await clearForPerson(refusing, "me");
  await clearForPerson({ ...browser(null).contents, indexedDB: undefined, caches: undefined, navigator: undefined } as Browser, "me");
});

test("a database that another tab holds doesn't keep the play waiting, and is cleared at the next page again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { contents, localStorage } = browser(null);
  const held = { ...contents.indexedDB, deleteDatabase: () => ({}) as IDBOpenDBRequest } as unknown as IDBFactory;
  const cleared = clearForPerson({ ...contents, indexedDB: held }, "me");
  context.mock.timers.tick(3_000);
  await cleared;
  assert.equal(localStorage.getItem("chs:person"), null);
});

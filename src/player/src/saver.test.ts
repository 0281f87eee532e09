import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused, type Resource } from "./api.js";
import { Saver, toText } from "./saver.js";

class MemoryStorage implements Storage {
  [name: string]: unknown;
  get length(): number { return Object.keys(this).length; }
  clear(): void { for (const key of Object.keys(this)) delete this[key]; }
  key(index: number): string | null { return Object.keys(this)[index] ?? null; }
  getItem(key: string): string | null { return (this[key] as string | undefined) ?? null; }
  setItem(key: string, value: string): void { this[key] = value; }
  removeItem(key: string): void { delete this[key]; }
}

const answer = { id: "r", type: "responses", attributes: {} } satisfies Resource;
const id = "r";

/** A server that can be unreachable, and that records what it received. */
const server = () => {
  const state = {
    reachable: true,
    refusal: undefined as Refused | undefined,
    received: [] as { exp_data?: unknown[]; completed?: boolean }[],
  };
  const send = async (_: string, attributes: string): Promise<Resource> => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (state.refusal) throw state.refusal;
    if (!state.reachable) throw new TypeError("Failed to fetch");
    state.received.push(JSON.parse(attributes) as { exp_data?: unknown[] });
    return answer;
  };
  return { state, send };
};

const saverOf = (storage: Storage, send: ConstructorParameters<typeof Saver>[2]) => new Saver(id, storage, send, () => 5);

test("acknowledged data are removed from the storage", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  const saver = saverOf(storage, send);
  await saver.save([1]);
  await saver.settled();
  assert.deepEqual(state.received, [{ exp_data: [1] }]);
  assert.equal(storage.length, 0);
});

test("only the newest of many states is sent, with all its trials", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  const saver = saverOf(storage, send);
  for (let count = 1; count <= 50; count++) void saver.save(Array.from({ length: count }, (_, i) => i));
  await saver.settled();
  assert.equal(state.received.at(-1)!.exp_data!.length, 50);
  assert.ok(state.received.length < 10);
});

test("without network the experiment continues, and everything is sent later", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  state.reachable = false;
  const saver = saverOf(storage, send);
  await saver.save([1]);
  await saver.save([1, 2], { completed: true });
  assert.equal(saver.isSaved, false);
  state.reachable = true;
  saver.retryNow();
  await saver.settled();
  assert.deepEqual(state.received, [{ exp_data: [1, 2], completed: true }]);
});

test("a page that was closed leaves its data for the next one", async () => {
  const storage = new MemoryStorage();
  const first = server();
  const second = server();
  first.state.reachable = false;
  await saverOf(storage, first.send).save([1, 2, 3]);
  assert.deepEqual(Saver.unsavedSessions(storage), [id]);
  const next = saverOf(storage, second.send);
  await next.resume();
  await next.settled();
  assert.deepEqual(second.state.received, [{ exp_data: [1, 2, 3] }]);
  // Ends the loop of the closed page.
  first.state.reachable = true;
});

test("a final refusal ends the attempts", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  state.refusal = new Refused(400, "no");
  const saver = saverOf(storage, send);
  await saver.save([1]);
  await saver.save([1, 2]).catch(() => undefined);
  assert.equal(storage.length, 0);
});

test("data of another family stay for that family", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  state.refusal = new Refused(404, "Not found.");
  await saverOf(storage, send).save([1]);
  assert.deepEqual(Saver.unsavedSessions(storage), [id]);
});

test("a full storage doesn't stop the session", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  storage.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  const saver = saverOf(storage, send);
  await saver.save([1]);
  await saver.settled();
  assert.equal(state.received.length, 1);
});

test("texts contain only what every database can store", () => {
  assert.equal(toText(["a\0b", "\ud800", "é😀", undefined]), '["ab","\ufffd","é😀",null]');
});

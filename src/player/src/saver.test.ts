import assert from "node:assert/strict";
import { test } from "node:test";
import { PlayEnded, Refused, type PatchOptions, type Resource } from "./api.js";
import { Saver } from "./saver.js";
import { MemoryStorage } from "./support.js";
import { openUnsentRecords, type UnsentRecords } from "./unsent.js";

const answer = { id: "r", type: "responses", attributes: {} } satisfies Resource;
const id = "r";
const play = { unsentTag: "tag", unsentKey: Buffer.alloc(32, 7).toString("base64") };

/** A server that can be unreachable, and that records what it received. */
const server = () => {
  const state = {
    reachable: true,
    refusal: undefined as Refused | PlayEnded | undefined,
    received: [] as { exp_data?: unknown[]; completed?: boolean }[],
    options: [] as (PatchOptions | undefined)[],
    attempts: 0,
  };
  const send = async (_: string, attributes: string, options?: PatchOptions): Promise<Resource> => {
    state.attempts++;
    // What meets a request on its way is decided when it sets out.
    const { reachable } = state;
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (state.refusal) throw state.refusal;
    if (!reachable) throw new TypeError("Failed to fetch");
    state.received.push(JSON.parse(attributes) as { exp_data?: unknown[] });
    state.options.push(options);
    return answer;
  };
  return { state, send };
};

const recordsIn = (storage: Storage): Promise<UnsentRecords> => openUnsentRecords(play, () => storage);

type Send = ConstructorParameters<typeof Saver>[3];

const saverOf = async (storage: Storage, send: Send, onEnd?: (isKept: boolean) => void) =>
  new Saver(id, await recordsIn(storage), onEnd, send, () => 5);

test("acknowledged data are removed from the storage", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  const saver = await saverOf(storage, send);
  await saver.save([1]);
  await saver.settled();
  assert.deepEqual(state.received, [{ exp_data: [1] }]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(storage.length, 0);
});

test("only the newest of many states is sent, with all its trials", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  const saver = await saverOf(storage, send);
  for (let count = 1; count <= 50; count++) void saver.save(Array.from({ length: count }, (_, i) => i));
  await saver.settled();
  assert.equal(state.received.at(-1)!.exp_data!.length, 50);
  assert.ok(state.received.length < 10);
});

test("without network the experiment continues, and everything is sent later", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  state.reachable = false;
  const saver = await saverOf(storage, send);
  await saver.save([1]);
  await saver.save([1, 2], { completed: true });
  assert.equal(saver.isSaved, false);
  assert.equal(saver.needsPage, true);
  state.reachable = true;
  saver.retryNow();
  await saver.settled();
  assert.equal(saver.needsPage, false);
  assert.deepEqual(state.received, [{ exp_data: [1, 2], completed: true }]);
});

test("what is unsent is in the storage when save resolves, however many saves there are at once", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  state.reachable = false;
  const saver = await saverOf(storage, send);
  const saves = [1, 2, 3, 4, 5].map((last) => saver.save(Array.from({ length: last }, (_, i) => i)));
  await saves[0];
  const kept = await (await recordsIn(storage)).read(id);
  assert.ok(JSON.parse((JSON.parse(kept!) as { trials: string }).trials).length >= 1);
  await Promise.all(saves);
  assert.deepEqual(JSON.parse((JSON.parse((await (await recordsIn(storage)).read(id))!) as { trials: string }).trials), [0, 1, 2, 3, 4]);
  state.reachable = true;
});

test("the same state isn't sent twice", async () => {
  const { state, send } = server();
  const saver = await saverOf(new MemoryStorage(), send);
  await saver.save([1], { completed: true });
  await saver.settled();
  await saver.save([1], { completed: true });
  await saver.settled();
  assert.equal(state.attempts, 1);
  await saver.save([1, 2], { completed: true });
  await saver.settled();
  assert.equal(state.attempts, 2);
});

test("a page that was closed leaves its data for the next one, which sends them as unsent", async () => {
  const storage = new MemoryStorage();
  const first = server();
  const second = server();
  first.state.reachable = false;
  await (await saverOf(storage, first.send)).save([1, 2, 3]);
  assert.deepEqual((await recordsIn(storage)).sessions(), [id]);
  const next = await saverOf(storage, second.send);
  assert.equal(await next.resume(), true);
  assert.deepEqual(second.state.received, [{ exp_data: [1, 2, 3] }]);
  await next.save([4]);
  assert.deepEqual(second.state.options, [{ isUnsent: true }, { isUnsent: false }]);
  assert.equal(storage.length, 0);
  // Ends the loop of the closed page.
  first.state.reachable = true;
});

test("what was left and can't be sent in time doesn't mix with a new run", async () => {
  const storage = new MemoryStorage();
  const away = server();
  away.state.reachable = false;
  await (await saverOf(storage, away.send)).save([1, 2], { completed: true });
  const { state, send } = server();
  state.reachable = false;
  const saver = await saverOf(storage, send);
  assert.equal(await saver.resume(20), false);
  void saver.save([3]);
  state.reachable = true;
  saver.retryNow();
  await saver.settled();
  assert.deepEqual(state.received, [{ exp_data: [3] }]);
  away.state.reachable = true;
});

test("a new run waits a moment for what was left", async () => {
  const storage = new MemoryStorage();
  const away = server();
  away.state.reachable = false;
  await (await saverOf(storage, away.send)).save([1]);
  const { state, send } = server();
  state.reachable = false;
  setTimeout(() => (state.reachable = true), 30);
  assert.equal(await (await saverOf(storage, send)).resume(2_000), true);
  assert.deepEqual(state.received, [{ exp_data: [1] }]);
  away.state.reachable = true;
});

test("flags that were left are sent, but are no run of the experiment", async () => {
  const storage = new MemoryStorage();
  const away = server();
  away.state.reachable = false;
  await (await saverOf(storage, away.send)).save(undefined, { completed_consent_frame: true });
  const { state, send } = server();
  assert.equal(await (await saverOf(storage, send)).resume(), false);
  assert.deepEqual(state.received, [{ completed_consent_frame: true }]);
  away.state.reachable = true;
});

test("unsent data of a session that may not change any more are discarded, and later saves go on", async () => {
  const storage = new MemoryStorage();
  const away = server();
  away.state.reachable = false;
  await (await saverOf(storage, away.send)).save([1]);
  const { state, send } = server();
  state.refusal = new Refused(409, "ruled on");
  const saver = await saverOf(storage, send);
  assert.equal(await saver.resume(), false);
  assert.equal(storage.length, 0);
  state.refusal = undefined;
  await saver.save([2]);
  await saver.settled();
  assert.deepEqual(state.received, [{ exp_data: [2] }]);
  away.state.reachable = true;
});

test("a final refusal ends the attempts", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  state.refusal = new Refused(400, "no");
  const saver = await saverOf(storage, send);
  await saver.save([1]);
  await saver.save([1, 2]);
  assert.equal(storage.length, 0);
});

for (const refusal of [new PlayEnded("401"), new Refused(404, "Not found.")]) {
  test(`a play that was ended (${refusal.message}) keeps its data, sends nothing more and says so`, async () => {
    const storage = new MemoryStorage();
    const { state, send } = server();
    const ends: boolean[] = [];
    const saver = await saverOf(storage, send, (isKept) => ends.push(isKept));
    state.refusal = refusal;
    await saver.save([1]);
    await saver.save([1, 2]);
    assert.equal(state.attempts, 1);
    assert.equal(ends.at(-1), true);
    assert.equal(saver.needsPage, false);
    saver.sendBeforeUnload([1, 2, 3]);
    assert.equal(state.attempts, 1);
    await assert.rejects(saver.settled(), PlayEnded);
    assert.match((await (await recordsIn(storage)).read(id))!, /\[1,2\]/);
  });
}

test("a full storage doesn't stop the session", async () => {
  const storage = new MemoryStorage();
  const { state, send } = server();
  storage.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  const saver = await saverOf(storage, send);
  await saver.save([1]);
  await saver.settled();
  assert.equal(state.received.length, 1);
});

test("a page that is closed sends what isn't saved, with trials that were never saved", async () => {
  const { state, send } = server();
  const saver = await saverOf(new MemoryStorage(), send);
  await saver.save([1]);
  await saver.settled();
  saver.sendBeforeUnload([1]);
  assert.equal(state.attempts, 1);
  saver.sendBeforeUnload([1, 2]);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(state.received.at(-1), { exp_data: [1, 2] });
  assert.deepEqual(state.options.at(-1), { keepalive: true });
});

test("a page that is closed sends no more than a browser lets through, counted in bytes", async () => {
  const { state, send } = server();
  const saver = await saverOf(new MemoryStorage(), send);
  saver.sendBeforeUnload(["é".repeat(31_000)]);
  assert.equal(state.attempts, 0);
  saver.sendBeforeUnload(["é".repeat(20_000), 2]);
  assert.equal(state.attempts, 1);
});

test("odd characters of a trial are sent as they are", async () => {
  const sent: string[] = [];
  const saver = await saverOf(new MemoryStorage(), async (_, attributes) => {
    sent.push(attributes);
    return answer;
  });
  await saver.save(["a\0b", "\ud800", "é😀", undefined]);
  assert.deepEqual(sent, [String.raw`{"exp_data":["a\u0000b","\ud800","é😀",null]}`]);
});

test("a page that is closed sends no more than a browser lets through, counted in bytes", async () => {
  const { state, send } = server();
  const saver = await saverOf(new MemoryStorage(), send);
  saver.sendBeforeUnload(["é".repeat(31_000)]);
  assert.equal(state.attempts, 0);
  saver.sendBeforeUnload(["é".repeat(20_000), 2]);
  assert.equal(state.attempts, 1);
});

test("odd characters of a trial outlive a reload", async () => {
  const storage = new MemoryStorage();
  const down = server();
  down.state.reachable = false;
  await (await saverOf(storage, down.send)).save(["a\0b", "\ud800"]);
  const { state, send } = server();
  await (await saverOf(storage, send)).resume();
  // Ends the loop of the closed page.
  down.state.reachable = true;
  assert.deepEqual(state.received.at(-1), { exp_data: ["a\0b", "\ud800"] });
});

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { MemoryStorage } from "./support.js";
import { isUnsentRecord, openUnsentRecords } from "./unsent.js";

const play = { unsentTag: "t_1-a", unsentKey: Buffer.alloc(32, 1).toString("base64") };
const other = { unsentTag: "t_2-b", unsentKey: Buffer.alloc(32, 2).toString("base64") };
const session = "0190b7d2-0000-7000-8000-000000000001";
const name = `chs:unsent:${play.unsentTag}:${session}`;

const open = (storage: Storage, of = play) => openUnsentRecords(of, () => storage);

test("a record can be read with its own key only, and shows nothing of its content", async () => {
  const storage = new MemoryStorage();
  const records = await open(storage);
  assert.equal(await records.write(session, "a child's answer, ünïcode 😀"), true);
  assert.deepEqual(Object.keys(storage), [name]);
  assert.doesNotMatch(storage.getItem(name)!, /child/);
  assert.equal(await (await open(storage)).read(session), "a child's answer, ünïcode 😀");
  assert.equal(await (await open(storage, { ...play, unsentKey: other.unsentKey })).read(session), undefined);
});

test("records of another play aren't seen", async () => {
  const storage = new MemoryStorage();
  await (await open(storage, other)).write(session, "theirs");
  const records = await open(storage);
  assert.deepEqual(records.sessions(), []);
  assert.equal(await records.read(session), undefined);
});

test("a record that was copied to another session's name, changed or forged can't be read", async () => {
  const storage = new MemoryStorage();
  const records = await open(storage);
  await records.write(session, "mine");
  const record = storage.getItem(name)!;
  storage.setItem(`chs:unsent:${play.unsentTag}:other`, record);
  assert.equal(await records.read("other"), undefined);
  for (const forged of [record.slice(0, -4), record.replace(/^./, (c) => (c === "A" ? "B" : "A")), '{"trials":"[1]"}', "", "x.y"]) {
    storage.setItem(name, forged);
    assert.equal(await records.read(session), undefined);
  }
});

test("no two records use the same initialisation vector", async () => {
  const storage = new MemoryStorage();
  const records = await open(storage);
  const seen = new Set<string>();
  for (let i = 0; i < 20; i++) {
    await records.write(session, "same");
    seen.add(storage.getItem(name)!.split(".")[0]!);
  }
  assert.equal(seen.size, 20);
});

test("what an earlier version kept unencrypted is deleted unread", async () => {
  const storage = new MemoryStorage();
  storage.setItem(`chs:pending:${session}`, '{"state":1,"trials":"[1]","flags":{}}');
  const records = await open(storage);
  assert.deepEqual(records.sessions(), []);
  assert.equal(storage.length, 0);
});

test("the last of many writes is what stays, although encryption takes different times", async () => {
  const storage = new MemoryStorage();
  const { subtle } = globalThis.crypto;
  let calls = 0;
  const uneven = {
    importKey: subtle.importKey.bind(subtle),
    decrypt: subtle.decrypt.bind(subtle),
    encrypt: async (...args: Parameters<SubtleCrypto["encrypt"]>) => {
      const wait = [30, 5, 15][calls++ % 3];
      await new Promise((resolve) => setTimeout(resolve, wait));
      return subtle.encrypt(...args);
    },
  } as unknown as SubtleCrypto;
  const records = await openUnsentRecords(play, () => storage, uneven);
  const writes = ["first", "second", "third"].map((text) => records.write(session, text));
  await writes[1];
  assert.equal(await records.read(session), "third");
  await Promise.all(writes);
  assert.equal(await records.read(session), "third");
});

test("a record that is removed while it is encrypted doesn't come back", async () => {
  const storage = new MemoryStorage();
  const records = await open(storage);
  const written = records.write(session, "late");
  records.remove(session);
  await written;
  assert.equal(storage.length, 0);
});

test("a page doesn't remove what another page has written since", async () => {
  const storage = new MemoryStorage();
  const [here, there] = [await open(storage), await open(storage)];
  await here.write(session, "old");
  await there.write(session, "new");
  here.remove(session);
  assert.equal(await there.read(session), "new");
});

test("without encryption or storage nothing is kept, and the page is told once", async () => {
  const warn = mock.method(console, "warn", () => undefined);
  const storage = new MemoryStorage();
  const withoutCrypto = await openUnsentRecords(play, () => storage, null as unknown as SubtleCrypto);
  assert.equal(await withoutCrypto.write(session, "a"), false);
  assert.equal(await withoutCrypto.write(session, "b"), false);
  assert.equal(storage.length, 0);
  assert.equal(warn.mock.callCount(), 1);
  const withoutStorage = await openUnsentRecords(play, () => { throw new DOMException("denied", "SecurityError"); });
  assert.equal(await withoutStorage.read(session), undefined);
  warn.mock.restore();
});

test("large records are kept whole", async () => {
  const storage = new MemoryStorage();
  const records = await open(storage);
  const text = "0123456789".repeat(100_000);
  await records.write(session, text);
  assert.equal(await records.read(session), text);
  assert.ok(isUnsentRecord(name, storage.getItem(name)));
});

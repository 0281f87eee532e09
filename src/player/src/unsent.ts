/**
 * Data that the server hasn't acknowledged, in the browser's storage. All studies of an origin can read that storage,
 * so each record is encrypted with a key that only pages of the same person, study, participant and preview flag get.
 */

/** Where a saver keeps its data. */
export interface UnsentRecords {
  /** The ids of the sessions of which something is kept. */
  sessions(): string[];
  /** The text that is kept for a session; undefined when there is none, or none that can be trusted. */
  read(session: string): Promise<string | undefined>;
  /** Keeps a text in place of the one before. Resolves when it, or a later one, is kept; false when that failed. */
  write(session: string, text: string): Promise<boolean>;
  remove(session: string): void;
}

const prefix = "chs:unsent:";

/** Names of an earlier version, which didn't encrypt. What stands there may be forged and is never sent. */
const earlierPrefix = "chs:pending:";

const namePattern = /^chs:unsent:[\w-]+:[\w-]+$/;

/** Initialisation vector and cipher text, in base64. */
const recordPattern = /^[A-Za-z0-9+/]{16}\.[A-Za-z0-9+/]+={0,2}$/;

/** Bytes of an initialisation vector, as AES-GCM wants them. */
const vectorLength = 12;

/** Whether an entry of the storage has the form of our records, so that it may stay when another person plays. */
export const isUnsentRecord = (name: string, value: string | null): boolean =>
  namePattern.test(name) && value !== null && recordPattern.test(value);

/** Characters of one call of `fromCharCode`, which takes each as an argument. */
const chunk = 8_192;

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += chunk) {
    // Called this way engines needn't make a list of the bytes, which takes ten times as long.
    text += String.fromCharCode.apply(null, bytes.subarray(start, start + chunk) as unknown as number[]);
  }
  return btoa(text);
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Where nothing can be encrypted, unsent data live and die with the page. */
const keepsNothing: UnsentRecords = {
  sessions: () => [],
  read: async () => undefined,
  write: async () => false,
  remove: () => undefined,
};

/** @param play whose data are kept */
export async function openUnsentRecords(
  play: { unsentTag: string; unsentKey: string },
  storage: () => Storage = () => localStorage,
  subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle,
): Promise<UnsentRecords> {
  try {
    const store = storage();
    for (const name of Object.keys(store)) if (name.startsWith(earlierPrefix)) store.removeItem(name);
    // Browsers offer no encryption to pages that came without TLS from another machine.
    if (!subtle) throw new Error("this page may not encrypt");
    const key = await subtle.importKey("raw", fromBase64(play.unsentKey), "AES-GCM", false, ["encrypt", "decrypt"]);
    return new EncryptedRecords(`${prefix}${play.unsentTag}:`, key, store, subtle);
  } catch (error) {
    console.warn("CHS: data that can't be sent are kept in this page only:", error);
    return keepsNothing;
  }
}

class EncryptedRecords implements UnsentRecords {
  /** The record that this page read or wrote last. One that differs was written by another page and is left to it. */
  private readonly known = new Map<string, string>();
  private readonly writes = new Map<string, Promise<boolean>>();
  private isFull = false;

  constructor(
    private readonly namePrefix: string,
    private readonly key: CryptoKey,
    private readonly storage: Storage,
    private readonly subtle: SubtleCrypto,
  ) {}

  sessions(): string[] {
    return Object.keys(this.storage)
      .filter((name) => name.startsWith(this.namePrefix))
      .map((name) => name.slice(this.namePrefix.length));
  }

  async read(session: string): Promise<string | undefined> {
    const name = this.namePrefix + session;
    const record = this.storage.getItem(name);
    if (!record || !isUnsentRecord(name, record)) return undefined;
    const [vector, content] = record.split(".").map(fromBase64) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
    try {
      const text = new TextDecoder().decode(await this.subtle.decrypt(this.cipher(name, vector), this.key, content));
      this.known.set(session, record);
      return text;
    } catch {
      // Another play's, or forged.
      return undefined;
    }
  }

  write(session: string, text: string): Promise<boolean> {
    const isNewest = (): boolean => this.writes.get(session) === written;
    const written: Promise<boolean> = this.encrypt(this.namePrefix + session, text).then(
      // A later text may be encrypted sooner, and must not be replaced by this one.
      (record) => (isNewest() ? this.put(session, record) : (this.writes.get(session) ?? true)),
      () => false,
    );
    this.writes.set(session, written);
    return written;
  }

  remove(session: string): void {
    this.writes.delete(session);
    const name = this.namePrefix + session;
    if (this.known.has(session) && this.storage.getItem(name) === this.known.get(session)) this.storage.removeItem(name);
    this.known.delete(session);
  }

  private put(session: string, record: string): boolean {
    try {
      this.storage.setItem(this.namePrefix + session, record);
      this.known.set(session, record);
      return true;
    } catch {
      if (!this.isFull) console.warn("CHS: this browser's storage is full; unsent data are kept in this page only");
      this.isFull = true;
      return false;
    }
  }

  private async encrypt(name: string, text: string): Promise<string> {
    const vector = crypto.getRandomValues(new Uint8Array(vectorLength));
    const content = await this.subtle.encrypt(this.cipher(name, vector), this.key, new TextEncoder().encode(text));
    return `${toBase64(vector)}.${toBase64(new Uint8Array(content))}`;
  }

  /** The name is authenticated too: a record that was copied to another session's name can't be decrypted. */
  private readonly cipher = (name: string, iv: Uint8Array<ArrayBuffer>): AesGcmParams => ({
    name: "AES-GCM",
    iv,
    additionalData: new TextEncoder().encode(name),
  });
}

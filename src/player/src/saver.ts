import { patchResponse, Refused, type Resource } from "./api.js";

/** Session data that the server hasn't acknowledged yet. A later list of trials contains all earlier ones. */
interface Pending {
  /** Number of the state. An acknowledgement removes the data only if no later state has replaced the one that was sent. */
  state: number;
  /** JSON text of the list of trials; absent when only flags changed. */
  trials?: string;
  flags: Record<string, unknown>;
}

type Send = (id: string, attributes: string, keepalive?: boolean) => Promise<Resource>;

const keyPrefix = "chs:pending:";

/** Milliseconds between two attempts at most. */
const longestDelay = 15_000;

/** Milliseconds between two looks at whether everything is saved. */
const pollInterval = 200;

/** Characters that a page may send while it is closed. Browsers allow 64 KB. */
const keepaliveLimit = 60_000;

/** JSON text that every database and language can represent: without NUL and unpaired surrogates. */
export const toText = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === "string" ? member.replaceAll("\0", "").toWellFormed() : member,
  );

/**
 * Keeps a session's data until the server has acknowledged them. Each state is written to the browser's storage before
 * it is sent, so that a reload, a crash or hours without network lose nothing. Only the newest state is sent, one
 * request at a time.
 */
export class Saver {
  private pending: Pending | undefined;
  private sending: Promise<void> | undefined;
  private firstAttempt: Promise<void> = Promise.resolve();
  private endDelay: (() => void) | undefined;
  private refusal: Refused | undefined;

  constructor(
    private readonly id: string,
    private readonly storage: Storage = localStorage,
    private readonly send: Send = patchResponse,
    private readonly delay: (attempt: number) => number = (attempt) => Math.min(longestDelay, 500 * 2 ** attempt),
  ) {
    const unsaved = storage.getItem(keyPrefix + id);
    if (unsaved) this.pending = JSON.parse(unsaved) as Pending;
  }

  /** Ids of the sessions whose data are still kept in this browser. */
  static unsavedSessions(storage: Storage = localStorage): string[] {
    return Object.keys(storage).filter((key) => key.startsWith(keyPrefix)).map((key) => key.slice(keyPrefix.length));
  }

  /** Whether the server has acknowledged everything. */
  get isSaved(): boolean {
    return this.pending === undefined;
  }

  /** Keeps a state and begins to send it. Resolves when it was sent, or when the first attempt failed and others follow. */
  save(trials: unknown[] | undefined, flags: Record<string, unknown> = {}): Promise<void> {
    this.pending = {
      state: (this.pending?.state ?? 0) + 1,
      trials: trials ? toText(trials) : this.pending?.trials,
      flags: { ...this.pending?.flags, ...flags },
    };
    this.store();
    this.endDelay?.();
    return this.start();
  }

  /** Sends data that an earlier page couldn't save. */
  resume(): Promise<void> {
    return this.pending ? this.start() : Promise.resolve();
  }

  /** Resolves when everything is acknowledged, however long that takes. Rejects when the server refuses it for good. */
  async settled(): Promise<void> {
    while (this.pending) {
      await this.start();
      if (this.refusal) throw this.refusal;
      if (this.pending) await new Promise((resolve) => setTimeout(resolve, pollInterval));
    }
  }

  /** Makes a last attempt while the page is being closed. The data stay in the storage in any case. */
  sendBeforeUnload(): void {
    if (!this.pending) return;
    const attributes = this.attributes(this.pending);
    if (attributes.length < keepaliveLimit) void this.send(this.id, attributes, true).catch(() => undefined);
  }

  /** Ends the delay before the next attempt, because the network is back. */
  retryNow(): void {
    this.endDelay?.();
  }

  private start(): Promise<void> {
    if (!this.sending) {
      let attempted = (): void => undefined;
      this.firstAttempt = new Promise((resolve) => (attempted = resolve));
      this.sending = this.sendUntilSaved(attempted).finally(() => {
        this.sending = undefined;
        attempted();
      });
    }
    return this.firstAttempt;
  }

  /** @param attempted called when an attempt failed and another one will follow */
  private async sendUntilSaved(attempted: () => void): Promise<void> {
    for (let attempt = 0; this.pending; ) {
      const sent = this.pending;
      try {
        await this.send(this.id, this.attributes(sent));
        attempt = 0;
        if (this.pending.state === sent.state) this.discard();
      } catch (error) {
        if (error instanceof Refused) {
          this.handleRefusal(error, sent);
          return;
        }
        attempted();
        await this.wait(this.delay(attempt++));
      }
    }
  }

  private handleRefusal(refusal: Refused, sent: Pending): void {
    console.error(`CHS: the server refused to save: ${refusal.message}`);
    this.refusal = refusal;
    // 404: the session belongs to a family that isn't logged in now, so its data stay for that family.
    if (refusal.status === 404) return;
    // The same data would be refused again and keep later data from being sent.
    if (this.pending?.state === sent.state) this.discard();
  }

  private async wait(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.endDelay = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endDelay = undefined;
  }

  /** The JSON object of attributes that the server expects. */
  private attributes(state: Pending): string {
    const members = state.trials ? [`"exp_data":${state.trials}`] : [];
    for (const [name, value] of Object.entries(state.flags)) {
      if (value !== undefined) members.push(`${JSON.stringify(name)}:${toText(value)}`);
    }
    return `{${members.join(",")}}`;
  }

  private store(): void {
    try {
      this.storage.setItem(keyPrefix + this.id, JSON.stringify(this.pending));
    } catch {
      console.warn("CHS: this browser's storage is full; unsaved data are kept in this page only");
    }
  }

  private discard(): void {
    this.pending = undefined;
    this.storage.removeItem(keyPrefix + this.id);
  }
}

/** Sends data that earlier pages of this browser couldn't save. Data of another family's log-in stay for that family. */
export async function sendUnsavedData(): Promise<void> {
  for (const id of Saver.unsavedSessions()) await new Saver(id).resume();
}

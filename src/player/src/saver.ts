import { patchResponse, Refused, type Resource } from "./api.js";

/**
 * Keeps a session's data until the server has them. Each state is written to the browser's storage before it is sent,
 * so a reload, a crash or hours without network lose nothing; only the newest state is sent, one request at a time.
 */

/** What isn't acknowledged yet. Trials grow; the newest list holds all earlier ones. */
interface Pending {
  /** Counts states, so that an answer removes only what it acknowledges. */
  state: number;
  /** JSON text of the list of trials; absent when only flags changed. */
  trials?: string;
  flags: Record<string, unknown>;
}

type Send = (id: string, attributes: string, keepalive?: boolean) => Promise<Resource>;

const prefix = "chs:pending:";
const longestPause = 15_000;

/** JSON text that every database and language can hold: no NUL, no half characters. */
export const toText = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "string" ? part.replaceAll("\0", "").toWellFormed() : part));

export class Saver {
  private pending: Pending | undefined;
  private sending: Promise<void> | undefined;
  private wake: (() => void) | undefined;
  private refusal: Refused | undefined;

  constructor(
    private readonly id: string,
    private readonly storage: Storage = localStorage,
    private readonly send: Send = patchResponse,
    private readonly pause: (attempt: number) => number = (attempt) => Math.min(longestPause, 500 * 2 ** attempt),
  ) {
    const left = storage.getItem(prefix + id);
    if (left) this.pending = JSON.parse(left) as Pending;
  }

  /** Sessions of which something is still kept in this browser. */
  static leftBehind(storage: Storage = localStorage): string[] {
    return Object.keys(storage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  }

  /** Whether everything is acknowledged. */
  get isSaved(): boolean {
    return this.pending === undefined;
  }

  /** Keeps a state and sends it as soon as possible. Resolves when it was sent, or when a first attempt failed and others follow. */
  save(trials: unknown[] | undefined, flags: Record<string, unknown> = {}): Promise<void> {
    this.pending = {
      state: (this.pending?.state ?? 0) + 1,
      trials: trials ? toText(trials) : this.pending?.trials,
      flags: { ...this.pending?.flags, ...flags },
    };
    this.keep();
    this.wake?.();
    return this.start();
  }

  /** Sends what an earlier page left behind. */
  resume(): Promise<void> {
    return this.pending ? this.start() : Promise.resolve();
  }

  /** Resolves when everything is acknowledged, however long that takes; rejects when the server refuses it for good. */
  async settled(): Promise<void> {
    while (this.pending) {
      await this.start();
      if (this.refusal) throw this.refusal;
      if (this.pending) await new Promise((resume) => setTimeout(resume, 200));
    }
  }

  /** Last chance before the page goes; browsers send at most 64 KB then. The storage holds it in any case. */
  farewell(): void {
    if (!this.pending) return;
    const attributes = this.attributes(this.pending);
    if (attributes.length < 60_000) void this.send(this.id, attributes, true).catch(() => undefined);
  }

  /** Tries again now: the network is back. */
  hurry(): void {
    this.wake?.();
  }

  private firstAttempt: Promise<void> = Promise.resolve();

  private start(): Promise<void> {
    if (!this.sending) {
      let attempted = (): void => undefined;
      this.firstAttempt = new Promise((resolve) => (attempted = resolve));
      this.sending = this.run(attempted).finally(() => {
        this.sending = undefined;
        attempted();
      });
    }
    return this.firstAttempt;
  }

  private async run(attempted: () => void): Promise<void> {
    for (let attempt = 0; this.pending; ) {
      const sent = this.pending;
      try {
        await this.send(this.id, this.attributes(sent));
        attempt = 0;
        if (this.pending.state === sent.state) this.forget();
      } catch (error) {
        if (error instanceof Refused) {
          // Not kept: the same would be refused for ever, and hide what comes next.
          console.error(`CHS: the server refused to save: ${error.message}`);
          this.refusal = error;
          // 404: it belongs to somebody who isn't logged in now, and stays for them.
          if (error.status !== 404 && this.pending.state === sent.state) this.forget();
          return;
        }
        attempted();
        await new Promise<void>((resume) => {
          const timer = setTimeout(resume, this.pause(attempt++));
          this.wake = () => (clearTimeout(timer), resume());
        });
        this.wake = undefined;
      }
    }
  }

  private attributes(state: Pending): string {
    const said = Object.entries(state.flags).filter(([, value]) => value !== undefined);
    const flags = said.map(([name, value]) => `${JSON.stringify(name)}:${toText(value)}`);
    return `{${[...(state.trials ? [`"exp_data":${state.trials}`] : []), ...flags].join(",")}}`;
  }

  private keep(): void {
    try {
      this.storage.setItem(prefix + this.id, JSON.stringify(this.pending));
    } catch {
      console.warn("CHS: this browser's storage is full; data are kept in this page only");
    }
  }

  private forget(): void {
    this.pending = undefined;
    this.storage.removeItem(prefix + this.id);
  }
}

/** Sends what earlier pages of this browser couldn't. What another family's log-in left stays for it. */
export async function sendLeftovers(): Promise<void> {
  for (const id of Saver.leftBehind()) await new Saver(id).resume();
}

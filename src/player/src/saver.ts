import { patchResponse, PlayEnded, Refused, type PatchOptions, type Resource } from "./api.js";
import { bytesOf, keepaliveLimit } from "./keepalive.js";
import type { UnsentRecords } from "./unsent.js";

/** Session data that the server hasn't acknowledged yet. A later list of trials contains all earlier ones. */
interface Pending {
  /** Number of the state. An acknowledgement removes the data only if no later state has replaced the one that was sent. */
  state: number;
  /** JSON text of the list of trials; absent when only flags changed. */
  trials?: string;
  flags: Record<string, unknown>;
}

type Send = (id: string, attributes: string, options?: PatchOptions) => Promise<Resource>;

/** Milliseconds between two attempts at most. */
const longestDelay = 15_000;

/** Milliseconds between two looks at whether everything is saved. */
const pollInterval = 200;

/**
 * Keeps a session's data until the server has acknowledged them. Each state is written to the browser's storage while
 * it is sent, so that a reload, a crash or hours without network lose nothing. Only the newest state is sent, one
 * request at a time.
 */
export class Saver {
  private pending: Pending | undefined;
  /** Number of the state that an earlier page left. */
  private stateLeft: number | undefined;
  private trialCount = 0;
  private keptState = 0;
  private sending: Promise<void> | undefined;
  private firstAttempt: Promise<void> = Promise.resolve();
  private endDelay: (() => void) | undefined;
  private refusal: Refused | PlayEnded | undefined;
  private hasEnded = false;
  /** The attributes of the state that the server acknowledged last. */
  private acknowledged: string | undefined;

  /** @param onEnd called when the play was ended, with whether all unsent data are kept in this browser */
  constructor(
    private readonly id: string,
    private readonly records: UnsentRecords,
    private readonly onEnd: (isKept: boolean) => void = () => undefined,
    private readonly send: Send = patchResponse,
    private readonly delay: (attempt: number) => number = (attempt) => Math.min(longestDelay, 500 * 2 ** attempt),
  ) {}

  /** Whether the server has acknowledged everything. */
  get isSaved(): boolean {
    return this.pending === undefined;
  }

  /** Whether something would be lost, or sent late, when the family leaves the page now. */
  get needsPage(): boolean {
    return !this.isSaved && !(this.hasEnded && this.isKept);
  }

  private get isKept(): boolean {
    return this.pending === undefined || this.pending.state === this.keptState;
  }

  /**
   * Keeps a state and begins to send it. Resolves when it is in the browser's storage, and was sent or failed to be sent
   * once, with further attempts to follow.
   */
  async save(trials: unknown[] | undefined, flags: Record<string, unknown> = {}): Promise<void> {
    const isSaved = this.isSaved;
    this.replace(trials, flags);
    if (isSaved && this.attributes(this.pending!) === this.acknowledged) {
      this.pending = undefined;
      return;
    }
    const kept = this.keep();
    this.endDelay?.();
    if (!this.hasEnded) this.refusal = undefined;
    await Promise.all([kept, this.start()]);
    if (this.hasEnded) this.onEnd(this.isKept);
  }

  /**
   * Sends what an earlier page couldn't. Resolves when that was tried once.
   * @param patience milliseconds to wait for further attempts
   * @returns whether trials were left and the server has acknowledged them
   */
  async resume(patience = 0): Promise<boolean> {
    const text = await this.records.read(this.id);
    if (text === undefined || this.pending) return false;
    const left = parse(text);
    if (!left) return false;
    this.pending = left;
    this.keptState = this.stateLeft = left.state;
    await this.start();
    await Promise.race([this.settled().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, patience))]);
    return this.isSaved && !this.refusal && left.trials !== undefined && left.trials !== "[]";
  }

  /** Resolves when everything is acknowledged, however long that takes. Rejects when the server refuses it for good. */
  async settled(): Promise<void> {
    while (this.pending) {
      await this.start();
      if (this.refusal) throw this.refusal;
      if (this.pending) await new Promise((resolve) => setTimeout(resolve, pollInterval));
    }
  }

  /**
   * Makes a last attempt while the page is being closed.
   * @param trials all trials so far: an experiment that leaves from a trial's call-back closes the page before that trial is saved
   */
  sendBeforeUnload(trials: unknown[] = []): void {
    if (trials.length > this.trialCount) this.replace(trials, {});
    if (!this.pending || this.hasEnded) return;
    const attributes = this.attributes(this.pending);
    if (bytesOf(attributes) <= keepaliveLimit) void this.send(this.id, attributes, { keepalive: true }).catch(() => undefined);
  }

  /** Ends the delay before the next attempt, because the network is back. */
  retryNow(): void {
    this.endDelay?.();
  }

  private replace(trials: unknown[] | undefined, flags: Record<string, unknown>): void {
    if (trials) this.trialCount = trials.length;
    // What an earlier page left belongs to another run: that one's end, for example, isn't this one's.
    const previous = this.pending?.state === this.stateLeft ? undefined : this.pending;
    this.pending = {
      state: (this.pending?.state ?? this.keptState) + 1,
      trials: trials ? JSON.stringify(trials) : previous?.trials,
      flags: { ...previous?.flags, ...flags },
    };
  }

  private async keep(): Promise<void> {
    const pending = this.pending!;
    const isWritten = await this.records.write(this.id, JSON.stringify(pending));
    if (isWritten) this.keptState = Math.max(this.keptState, pending.state);
  }

  private start(): Promise<void> {
    if (this.hasEnded) return Promise.resolve();
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
        const attributes = this.attributes(sent);
        await this.send(this.id, attributes, { isUnsent: sent.state === this.stateLeft });
        attempt = 0;
        this.acknowledged = attributes;
        if (this.pending.state === sent.state) this.discard();
      } catch (error) {
        if (error instanceof Refused || error instanceof PlayEnded) {
          this.handleRefusal(error, sent);
          return;
        }
        attempted();
        await this.wait(this.delay(attempt++));
      }
    }
  }

  private handleRefusal(refusal: Refused | PlayEnded, sent: Pending): void {
    // 404: the tab holds the key of a newer play. The data stay for the next page of their own.
    if (refusal instanceof PlayEnded || refusal.status === 404) {
      this.refusal = new PlayEnded(refusal.message);
      this.hasEnded = true;
      this.onEnd(this.isKept);
      return;
    }
    this.refusal = refusal;
    console.error(`CHS: the server refused to save: ${refusal.message}`);
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
      if (value !== undefined) members.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
    }
    return `{${members.join(",")}}`;
  }

  private discard(): void {
    this.keptState = Math.max(this.keptState, this.pending?.state ?? 0);
    this.pending = undefined;
    this.records.remove(this.id);
  }
}

function parse(text: string): Pending | undefined {
  try {
    return JSON.parse(text) as Pending;
  } catch {
    return undefined;
  }
}

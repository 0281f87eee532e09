import { bytesOf } from "./keepalive.js";
import { wellFormed } from "./text.js";

/** Errors of a page, gathered and sent to the server, where the study's researchers read them. */

export interface ReportedError {
  message: string;
  /** File, line and column, then the first lines of the stack. */
  place: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** Errors of one page that are sent at most. */
const most = 50;

/** Errors that a preview shows. */
const mostRecent = 3;

/** Characters of a message, and of a place. */
const longest = 1_000;

/** Lines of a stack. */
const stackLines = 5;

/** Milliseconds for which errors are gathered. */
const gatherFor = 1_000;

/** Bytes of errors that a page may send while it is closed: less than browsers allow, because the session's data are sent, too. */
const closingLimit = 30_000;

/** @param keepalive whether the page is being closed */
type Send = (body: string, keepalive: boolean) => Promise<unknown>;

export class Reports {
  private readonly known = new Set<string>();
  private waiting: ReportedError[] = [];

  private last: readonly string[] = [];

  constructor(
    private readonly response: string | null,
    private readonly send: Send,
    private readonly origin: string,
    private readonly schedule: (action: () => void, milliseconds: number) => void = (action, delay) => void setTimeout(action, delay),
  ) {}

  /** Message and place of the last errors, oldest first. */
  get recent(): readonly string[] {
    return this.last;
  }

  /** @param place where it happened, when the error itself doesn't know */
  add(error: unknown, place = ""): void {
    try {
      this.gather(error, place);
    } catch {
      // Anything can be thrown, even what can't be read.
      return;
    }
  }

  private gather(error: unknown, place: string): void {
    const message = this.shorten(messageOf(error));
    const full = this.shorten([place || placeOf(error), ...stackOf(error)].filter(Boolean).join("\n"));
    const identity = `${message}\n${full}`;
    if (this.known.size >= most || this.known.has(identity)) return;
    this.known.add(identity);
    this.last = [...this.last, [message, full.split("\n")[0]].filter(Boolean).join(" – ")].slice(-mostRecent);
    this.waiting.push({ message, place: full, at: new Date().toISOString() });
    if (this.waiting.length === 1) this.schedule(() => this.flush(false), gatherFor);
  }

  /** Sends what was gathered. Failures are ignored: reporting must not disturb what goes on. */
  flush(isClosing: boolean): void {
    const errors = this.waiting;
    this.waiting = [];
    while (isClosing && errors.length > 1 && bytesOf(this.body(errors)) > closingLimit) errors.pop();
    if (errors.length === 0) return;
    try {
      this.send(this.body(errors), isClosing).catch(() => undefined);
    } catch {
      return;
    }
  }

  private body(errors: ReportedError[]): string {
    return JSON.stringify({ response: this.response, errors });
  }

  /** Leaves out what says nothing to researchers or may be about a child: our origin, queries, contents of data addresses. */
  private shorten(text: string): string {
    const shortened = text
      .replaceAll(this.origin, "")
      .replace(/(data:[^,;\s]{0,100})[;,][^\s)]*/g, "$1")
      .replace(/((?:https?:\/\/|\/)[^\s?#()]*)[?#][^\s()]*?(?=(?::\d+){0,2}(?:[\s)]|$))/g, "$1");
    return wellFormed(shortened.slice(0, longest));
  }
}

/** Errors of other windows are no instances of this one's `Error`. */
const isError = (value: unknown): value is Error =>
  typeof value === "object" && value !== null && typeof (value as Error).message === "string";

function messageOf(error: unknown): string {
  if (isError(error)) return `${error.name || "Error"}: ${error.message}`;
  return typeof error === "object" ? JSON.stringify(error) : String(error);
}

/** Lines of the stack that name places, in the ways of all browsers. */
function stackOf(error: unknown): string[] {
  const stack = isError(error) && typeof error.stack === "string" ? error.stack : "";
  return stack
    .split("\n")
    .filter((line) => /^\s+at |^[^\s]*@.*:\d+:\d+$/.test(line))
    .slice(0, stackLines)
    .map((line) => line.trim());
}

/** Where some browsers say what an error's file, line and column are. */
type Placed = { fileName?: string; lineNumber?: number; columnNumber?: number; sourceURL?: string; line?: number; column?: number };

/** File, line and column: of the first place of the stack, or what the error says besides. */
function placeOf(error: unknown): string {
  const first = /((?:[a-z-]+:\/\/|\/)[^\s()]+:\d+:\d+)\)?$/.exec(stackOf(error)[0] ?? "")?.[1];
  if (first || !isError(error)) return first ?? "";
  const { fileName, lineNumber, columnNumber, sourceURL, line, column } = error as Placed;
  const file = fileName ?? sourceURL;
  return file ? `${file}:${lineNumber ?? line ?? 0}:${columnNumber ?? column ?? 0}` : "";
}

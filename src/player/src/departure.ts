/**
 * Lets what an unmodified runner saves while its page is left arrive. Browsers drop a call that is on its way then, often
 * before it has begun; one that is marked as keepalive outlives the page.
 */

import { bytesOf, keepaliveLimit } from "./keepalive.js";

type Target = Pick<typeof globalThis, "fetch" | "XMLHttpRequest"> & Pick<EventTarget, "addEventListener">;

interface Save {
  url: string;
  method: string;
  headers: [string, string][];
  body: string;
}

/** Whether a call saves a session's data. Saves can be sent twice; a call that makes a session can't. */
export const isSave = (method: string, url: string, origin: string): boolean =>
  /^(PATCH|PUT)$/i.test(method) && url.startsWith(`${origin}/api/`) && /^\/api\/v\d+\/responses\/[^/]+\/?$/.test(new URL(url).pathname);

/** Sends saves again that are still on their way when the page is left, and at once those that come even later. */
export function keepLastSaves(target: Target, origin: string): void {
  const { fetch } = target;
  const underway = new Map<object, Save>();
  let isLeaving = false;
  const sendAgain = ({ url, method, headers, body }: Save): void =>
    void fetch.call(target, url, { method, headers, body, keepalive: true, credentials: "same-origin" }).catch(() => undefined);
  const begin = (call: object, save: Save): void => {
    underway.delete(call);
    underway.set(call, save);
    if (isLeaving && bytesOf(save.body) <= keepaliveLimit) sendAgain(save);
  };
  const end = (call: object, isSaved: boolean): void => {
    if (isSaved) forgetReplaced(underway, call);
    underway.delete(call);
  };
  watchRequests(target.XMLHttpRequest.prototype, origin, begin, end);
  target.fetch = function (this: unknown, ...args: Parameters<typeof fetch>) {
    // Who says whether a call outlives the page has thought of that.
    const save = args[1]?.keepalive === undefined ? saveOf(args, origin) : undefined;
    const answer = fetch.apply(target, args);
    if (save) {
      begin(answer, save);
      answer.then(
        ({ ok }) => end(answer, ok),
        () => end(answer, false),
      );
    }
    return answer;
  };

  target.addEventListener("pagehide", () => {
    isLeaving = true;
    needed([...underway.values()]).forEach(sendAgain);
  });
  target.addEventListener("pageshow", () => (isLeaving = false));
}

/** Forgets what began before a call that was answered, and would bring back older values of what that one saved. */
function forgetReplaced(underway: Map<object, Save>, answered: object): void {
  const save = underway.get(answered);
  if (!save) return;
  for (const [call, earlier] of underway) {
    if (call === answered) return;
    if (covers(save, earlier)) underway.delete(call);
  }
}

/**
 * The saves that hold something that no later one holds, in their order, as far as the browser lets them all outlive the
 * page: where they don't fit, data go before flags, and newer saves before older ones.
 */
function needed(saves: Save[]): Save[] {
  let left = keepaliveLimit;
  const uncovered = saves.filter((save, i) => !saves.slice(i + 1).some((later) => covers(later, save)));
  const newestFirst = [...uncovered].reverse();
  const fitting = new Set<Save>();
  for (const save of [...newestFirst.filter(hasData), ...newestFirst.filter((other) => !hasData(other))]) {
    const bytes = bytesOf(save.body);
    if (bytes > left) continue;
    left -= bytes;
    fitting.add(save);
  }
  return uncovered.filter((save) => fitting.has(save));
}

/** Whether a later save replaces all that an earlier one holds. */
function covers(later: Save, earlier: Save): boolean {
  if (later.url !== earlier.url) return false;
  const names = attributesOf(later);
  return attributesOf(earlier).every((name) => names.includes(name));
}

const hasData = (save: Save): boolean => attributesOf(save).some((name) => /^exp[-_]?data$/i.test(name));

/** Names of the attributes that a save holds; none when it is no such document, which the server refuses. */
function attributesOf({ body }: Save): string[] {
  try {
    return Object.keys((JSON.parse(body) as { data: { attributes: object } }).data.attributes);
  } catch {
    return [];
  }
}

/** An address that isn't one is the caller's own affair. */
const absolute = (address: unknown, origin: string): string => (URL.canParse(String(address), origin) ? new URL(String(address), origin).href : "");

/** The save that a call to `fetch` is; undefined for any other call, and where its body can't be read without waiting. */
function saveOf([resource, init]: Parameters<typeof fetch>, origin: string): Save | undefined {
  if (resource instanceof Request || typeof init?.body !== "string") return undefined;
  const { method = "GET", body } = init;
  const url = absolute(resource, origin);
  return isSave(method, url, origin) ? { url, method, headers: [...new Headers(init.headers)], body } : undefined;
}

function watchRequests(
  requests: XMLHttpRequest,
  origin: string,
  begin: (call: object, save: Save) => void,
  end: (call: object, isSaved: boolean) => void,
): void {
  const calls = new WeakMap<XMLHttpRequest, Omit<Save, "body">>();
  const { open, setRequestHeader, send } = requests;
  requests.open = function (this: XMLHttpRequest, ...args: unknown[]) {
    const [method, address] = args;
    calls.set(this, { method: String(method), url: absolute(address, origin), headers: [] });
    return (open as (...all: unknown[]) => void).apply(this, args);
  } as typeof open;
  requests.setRequestHeader = function (this: XMLHttpRequest, name: string, value: string) {
    setRequestHeader.call(this, name, value);
    calls.get(this)?.headers.push([name, value]);
  };
  requests.send = function (this: XMLHttpRequest, body?: Document | XMLHttpRequestBodyInit | null) {
    const call = calls.get(this);
    send.call(this, body);
    if (!call || typeof body !== "string" || !isSave(call.method, call.url, origin)) return;
    begin(this, { ...call, body });
    this.addEventListener("loadend", () => end(this, this.status >= 200 && this.status < 300), { once: true });
  };
}

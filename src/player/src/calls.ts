/**
 * Watches the answers to the page's calls to our server. Unmodified runners make these calls themselves and wouldn't
 * say what it means when the key of their play is no longer accepted.
 */

type Target = Pick<typeof globalThis, "fetch" | "XMLHttpRequest">;

export interface Call {
  method: string;
  /** The absolute address. */
  url: string;
  status: number;
}

/**
 * Whether the answer to a call means that the play of this page was ended.
 * @param response id of the page's session; null when its runner makes sessions itself
 */
export function meansEnd(call: Call, origin: string, response: string | null): boolean {
  // Without an address the request was refused by the browser or is one to another host.
  if (!call.url.startsWith(`${origin}/`)) return false;
  const { pathname } = new URL(call.url);
  if (!/^\/(api|play)\//.test(pathname)) return false;
  if (call.status === 401) return true;
  // A newer play of another session has put its key in place of this one's, which doesn't fit here.
  const saved = /^\/api\/v\d+\/responses\/([^/]+)\/?$/.exec(pathname)?.[1];
  return call.status === 404 && /^(PATCH|PUT)$/i.test(call.method) && !!saved && (!response || saved === response);
}

/** Reports each answered call, whichever of the browser's two ways it takes. */
export function watchCalls(target: Target, onAnswer: (call: Call) => void): void {
  const { fetch } = target;
  target.fetch = function (this: unknown, ...args: Parameters<typeof fetch>) {
    const answer = fetch.apply(target, args);
    const method = args[1]?.method ?? (args[0] as Partial<Request> | undefined)?.method ?? "GET";
    answer.then(({ url, status }) => onAnswer({ method, url, status }), () => undefined);
    return answer;
  };

  const requests = target.XMLHttpRequest.prototype;
  const methods = new WeakMap<XMLHttpRequest, string>();
  const open = requests.open;
  requests.open = function (this: XMLHttpRequest, ...args: unknown[]) {
    if (!methods.has(this)) {
      this.addEventListener("loadend", () =>
        onAnswer({ method: methods.get(this)!, url: this.responseURL, status: this.status }),
      );
    }
    methods.set(this, String(args[0]));
    return (open as (...all: unknown[]) => void).apply(this, args);
  } as typeof open;
}

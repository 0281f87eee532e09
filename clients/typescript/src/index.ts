import { createClient } from "./generated/client/index.js";
import { Chs } from "./generated/sdk.gen.js";
import type { BuildEvent, Problem } from "./generated/types.gen.js";

export * from "./generated/sdk.gen.js";
export * from "./generated/types.gen.js";

/** A refusal of the site: switch on `code`, which is stable, and show `message` (its `detail`) to people. */
export class Refusal extends Error {
  readonly code: string;

  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail);
    this.name = "Refusal";
    this.code = problem.code;
  }
}

/**
 * Connects a program to a site. Failed operations throw a `Refusal`.
 * @param url Where the site is, such as `https://chs.example`.
 * @param key A key of `createSessionKey` or `createToken`; without one, nobody is logged in.
 */
export function connect(url: string, key?: string): Chs {
  return chsAt(url, (scheme) => (scheme === "bearer" ? key : undefined));
}

/**
 * Connects a page to the site that serves it. The browser sends the cookie of `logIn`, and what `X-CSRFToken` repeats is
 * taken from the cookie `csrftoken`.
 */
export function connectPage(): Chs {
  return chsAt("", (_, name) => (name === "X-CSRFToken" ? antiforgeryValue() : undefined));
}

/** The header with which a change says what it is a change of. */
export function ifMatch(read: { response: Response }): { "If-Match": string } {
  const version = read.response.headers.get("etag");
  if (version === null) throw new Error("What was read has no version.");
  return { "If-Match": version };
}

/** Follows a build while it runs: its events, from the first one to its end. Throws when the connection is closed before. */
export async function* followBuild(chs: Chs, id: string): AsyncGenerator<BuildEvent, void> {
  // A build that can't be read is a refusal; the stream would try again for ever.
  await chs.getBuild({ path: { buildId: id } });
  const { stream } = await chs.followBuild({ path: { buildId: id } });
  let last = -1;
  for await (const event of stream) {
    // The stream's end repeats the last event.
    if (event.number === last) return;
    last = event.number;
    yield event;
  }
  throw new Error("The stream ended before the build did.");
}

function chsAt(baseUrl: string, secretOf: (scheme?: string, name?: string) => string | undefined): Chs {
  const client = createClient({ baseUrl, throwOnError: true, auth: ({ scheme, name }) => secretOf(scheme, name) });
  client.interceptors.request.use((request, { body }) => {
    // The contract allows several kinds of picture, of which the generated code sends the first.
    if (body instanceof Blob && body.type !== "") request.headers.set("Content-Type", body.type);
    return request;
  });
  client.interceptors.error.use((error, response) =>
    response !== undefined && isProblem(error) ? new Refusal(response.status, error) : error,
  );
  return new Chs({ client });
}

/** Other hosts of the domain can add cookies of this name; the site's own has this form, and stands behind them. */
function antiforgeryValue(): string | undefined {
  const cookies = document.cookie.split("; ").filter((cookie) => /^csrftoken=[\w-]{32,64}$/.test(cookie));
  return cookies[cookies.length - 1]?.slice("csrftoken=".length);
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "detail" in error;
}

/** The calls of a session to the runner contract, and nothing else. */

export interface Resource {
  id: string;
  type: string;
  attributes: Record<string, unknown>;
  relationships?: Record<string, unknown>;
}

/** A refusal that sending the same again can't change. */
export class Refused extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail);
  }
}

const mediaType = "application/vnd.api+json";

export const csrfToken = (): string => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

export async function read<T>(path: string): Promise<T> {
  const answer = await fetch(`/api/v2/${path}/`, { headers: { Accept: mediaType }, credentials: "same-origin" });
  if (!answer.ok) throw await failure(answer);
  return ((await answer.json()) as { data: T }).data;
}

/** @param attributes what to save, as a JSON object's members */
export async function patchResponse(id: string, attributes: string, keepalive = false): Promise<Resource> {
  const answer = await fetch(`/api/v2/responses/${id}/`, {
    method: "PATCH",
    headers: { Accept: mediaType, "Content-Type": mediaType, "X-CSRFToken": csrfToken() },
    credentials: "same-origin",
    keepalive,
    body: `{"data":{"id":${JSON.stringify(id)},"type":"responses","attributes":${attributes}}}`,
  });
  if (!answer.ok) throw await failure(answer);
  return ((await answer.json()) as { data: Resource }).data;
}

/** What another attempt may change: no answer, a broken or busy server, a log-in that ran out. */
const passing = new Set([401, 403, 408, 425, 429]);

async function failure(answer: Response): Promise<Error> {
  const detail = `${answer.status} ${await answer.text().catch(() => "")}`.slice(0, 500);
  return answer.status >= 500 || passing.has(answer.status) ? new Error(detail) : new Refused(answer.status, detail);
}

/** The calls that a session makes to the API, version 2. */

export interface Resource {
  id: string;
  type: string;
  attributes: Record<string, unknown>;
  relationships?: Record<string, unknown>;
}

/** Thrown when the server refuses a request that it would refuse again. */
export class Refused extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail);
  }
}

const mediaType = "application/vnd.api+json";

export const csrfToken = (): string => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

/** Reads the primary data of a resource or a list. */
export async function read<T>(path: string): Promise<T> {
  const response = await fetch(`/api/v2/${path}/`, { headers: { Accept: mediaType }, credentials: "same-origin" });
  if (!response.ok) throw await failure(response);
  return ((await response.json()) as { data: T }).data;
}

/**
 * Saves attributes of a session.
 * @param attributes a JSON object
 * @param keepalive whether the request goes on when the page is closed; browsers then send at most 64 KB
 */
export async function patchResponse(id: string, attributes: string, keepalive = false): Promise<Resource> {
  const response = await fetch(`/api/v2/responses/${id}/`, {
    method: "PATCH",
    headers: { Accept: mediaType, "Content-Type": mediaType, "X-CSRFToken": csrfToken() },
    credentials: "same-origin",
    keepalive,
    body: `{"data":{"id":${JSON.stringify(id)},"type":"responses","attributes":${attributes}}}`,
  });
  if (!response.ok) throw await failure(response);
  return ((await response.json()) as { data: Resource }).data;
}

/** Refusals that another attempt may change, beside those from 500 on: the log-in has expired, or the server is busy. */
const temporaryRefusals = new Set([401, 403, 408, 425, 429]);

async function failure(response: Response): Promise<Error> {
  const body = await response.text().catch(() => "");
  const detail = `${response.status} ${body}`.slice(0, 500);
  const isTemporary = response.status >= 500 || temporaryRefusals.has(response.status);
  return isTemporary ? new Error(detail) : new Refused(response.status, detail);
}

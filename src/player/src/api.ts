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

/** Thrown when the play was ended: nothing more can be read or sent from this page. */
export class PlayEnded extends Error {}

const mediaType = "application/vnd.api+json";

/** Reads the primary data of a resource or a list. */
export async function read<T>(path: string): Promise<T> {
  const response = await fetch(`/api/v2/${path}/`, { headers: { Accept: mediaType }, credentials: "same-origin" });
  if (!response.ok) throw await failure(response);
  return ((await response.json()) as { data: T }).data;
}

export interface PatchOptions {
  /** Whether the request goes on when the page is closed; browsers then send at most 64 KB. */
  keepalive?: boolean;
  /** Whether an earlier page couldn't send the attributes. They then don't change a session that may not change any more. */
  isUnsent?: boolean;
}

/**
 * Saves attributes of a session.
 * @param attributes a JSON object
 */
export async function patchResponse(id: string, attributes: string, options: PatchOptions = {}): Promise<Resource> {
  const response = await fetch(`/api/v2/responses/${id}/`, {
    method: "PATCH",
    headers: { Accept: mediaType, "Content-Type": mediaType, ...(options.isUnsent && { "X-Unsent": "true" }) },
    credentials: "same-origin",
    keepalive: options.keepalive ?? false,
    body: `{"data":{"id":${JSON.stringify(id)},"type":"responses","attributes":${attributes}}}`,
  });
  if (!response.ok) throw await failure(response);
  return ((await response.json()) as { data: Resource }).data;
}

/** Refusals that another attempt may change, beside those from 500 on: something on the way, or a server that is busy. */
const temporaryRefusals = new Set([403, 408, 425, 429]);

async function failure(response: Response): Promise<Error> {
  const body = await response.text().catch(() => "");
  const detail = `${response.status} ${body}`.slice(0, 500);
  if (response.status === 401) return new PlayEnded(detail);
  const isTemporary = response.status >= 500 || temporaryRefusals.has(response.status);
  return isTemporary ? new Error(detail) : new Refused(response.status, detail);
}

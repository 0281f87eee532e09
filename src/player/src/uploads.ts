/**
 * Keeps recordings of the published packages on our own host. Left alone, these can only speak to the storage of one
 * provider: they would tell a stranger's bucket there which study and session a family is in.
 */

/** Where our server takes what recorders send; the address goes on with bucket and key. */
const uploads = "/play/uploads/";

/** Signatures with placeholders: our server goes by the play's own key. */
const signature = /^(authorization|x-amz-security-token|x-amz-date)$/i;

/** @returns the host to which the packages on this page send recordings; undefined when the page doesn't say */
export function recordingHost(page: Pick<Document, "getElementById">): string | undefined {
  try {
    const settings = JSON.parse(page.getElementById("aws-vars")?.textContent ?? "{}") as Record<string, string>;
    const { JSPSYCH_S3_BUCKET: bucket, JSPSYCH_S3_REGION: region } = settings;
    return bucket && region ? `https://${bucket}.s3.${region}.amazonaws.com` : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the address on our host for a call to the recordings' host; undefined for any other call */
export function uploadAddress(address: string, host: string | undefined, origin: string): string | undefined {
  if (!host || !address.startsWith(`${host}/`)) return undefined;
  const { hostname, pathname, search } = new URL(address);
  const bucket = hostname.slice(0, hostname.indexOf(".s3."));
  return `${origin}${uploads}${bucket}${pathname}${search}`;
}

/** Directs calls to the recordings' host to ours. @param host asked at each call, since the page is still being read */
export function directUploads(target: Pick<typeof globalThis, "fetch">, host: () => string | undefined, origin: string): void {
  const { fetch } = target;
  target.fetch = function (this: unknown, ...args: Parameters<typeof fetch>) {
    const [resource, init] = args;
    const address = resource instanceof Request ? resource.url : String(resource);
    const here = uploadAddress(address, address.includes(".amazonaws.com/") ? host() : undefined, origin);
    return here ? send(fetch.bind(target), here, new Request(resource, init)) : fetch.apply(target, args);
  };
}

async function send(fetch: typeof globalThis.fetch, address: string, request: Request): Promise<Response> {
  // A body that is still streamed can't be sent on over HTTP/1.
  const body = await request.arrayBuffer();
  const headers = [...request.headers].filter(([name]) => !signature.test(name));
  const { method, signal } = request;
  return fetch(address, { method, headers, signal, body: body.byteLength > 0 ? body : undefined, credentials: "same-origin" });
}

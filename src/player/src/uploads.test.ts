import assert from "node:assert/strict";
import { test } from "node:test";
import { directUploads, recordingHost, uploadAddress } from "./uploads.js";
import { FakePage } from "./support.js";

const origin = "https://s1.play.example.org";
const host = "https://chs.s3.us-east-1.amazonaws.com";

function pageWith(text?: string): Document {
  const page = new FakePage();
  if (text !== undefined) {
    const element = page.createElement("script");
    element.id = "aws-vars";
    element.textContent = text;
    page.documentElement.append(element);
  }
  return page as unknown as Document;
}

test("the page says to which host the packages would send recordings", () => {
  const settings = { JSPSYCH_S3_REGION: "us-east-1", JSPSYCH_S3_BUCKET: "chs" };
  assert.equal(recordingHost(pageWith(JSON.stringify(settings))), host);
  for (const text of [undefined, "", "{", "null", "{}"]) assert.equal(recordingHost(pageWith(text)), undefined);
});

const rows: [string, string | undefined][] = [
  [`${host}/videoStream_a.webm?uploads=`, `${origin}/play/uploads/chs/videoStream_a.webm?uploads=`],
  [`${host}/a%20b?partNumber=1&uploadId=x`, `${origin}/play/uploads/chs/a%20b?partNumber=1&uploadId=x`],
  [`${host}.evil.example/a`, undefined],
  ["https://other.s3.us-east-1.amazonaws.com/a", undefined],
  ["/api/v2/responses/r/", undefined],
  ["not an address:", undefined],
];

for (const [address, expected] of rows) {
  test(`where a call goes: ${address}`, () => assert.equal(uploadAddress(address, host, origin), expected));
}

test("a page without recordings keeps its calls", () => assert.equal(uploadAddress(`${host}/a`, undefined, origin), undefined));

interface Sent { address: string; init: RequestInit; body: string }

function target(): { target: Pick<typeof globalThis, "fetch">; sent: Sent[]; passed: unknown[][] } {
  const sent: Sent[] = [];
  const passed: unknown[][] = [];
  const fetch = (...args: [string, RequestInit?]): Promise<Response> => {
    const [address, init] = args;
    if (typeof address === "string" && address.startsWith(`${origin}/play/uploads/`)) {
      sent.push({ address, init: init!, body: init!.body ? new TextDecoder().decode(init!.body as ArrayBuffer) : "" });
    } else passed.push(args);
    return Promise.resolve(new Response("answer"));
  };
  return { target: { fetch } as unknown as Pick<typeof globalThis, "fetch">, sent, passed };
}

test("a recording goes to our own host, without the placeholders' signature", async () => {
  const { target: window, sent, passed } = target();
  directUploads(window, () => host, origin);
  const headers = { Authorization: "AWS4-HMAC-SHA256 x", "X-Amz-Security-Token": "none", "Content-Type": "video/webm" };
  const request = new Request(`${host}/a.webm?partNumber=1`, { method: "PUT", headers, body: "film" });
  assert.equal(await (await window.fetch(request)).text(), "answer");
  assert.deepEqual(passed, []);
  assert.deepEqual([sent[0]?.address, sent[0]?.init.method, sent[0]?.body], [`${origin}/play/uploads/chs/a.webm?partNumber=1`, "PUT", "film"]);
  const kept = new Headers(sent[0]?.init.headers);
  assert.deepEqual([kept.get("content-type"), kept.get("authorization"), kept.get("x-amz-security-token")], ["video/webm", null, null]);
});

test("a recording without a body, and one that isn't in a request object", async () => {
  const { target: window, sent } = target();
  directUploads(window, () => host, origin);
  await window.fetch(new URL(`${host}/a.webm?uploads`), { method: "POST" });
  await window.fetch(`${host}/a.webm?uploadId=x`, { method: "DELETE" });
  assert.deepEqual(sent.map(({ init, body }) => [init.method, body, init.body]), [["POST", "", undefined], ["DELETE", "", undefined]]);
});

test("other calls stay as they are", async () => {
  const { target: window, passed } = target();
  directUploads(window, () => host, origin);
  const call = ["https://cdn.example/a.js", { method: "GET" }] as const;
  await window.fetch(...call);
  assert.deepEqual(passed, [[...call]]);
});

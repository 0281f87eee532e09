// Google's own client against an address: put (in one piece and resumable), read, read a part, list, preconditions, signed address, delete.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Storage } from "@google-cloud/storage";
import { Gaxios } from "gaxios";
import { GoogleAuth } from "google-auth-library";

const [endpoint, keyFile, bucketName] = process.argv.slice(2);
const key = JSON.parse(readFileSync(keyFile, "utf8"));
// The client asks Google itself for tokens of a service account; here everybody has the stand-in's.
const auth = new GoogleAuth({ projectId: "chs", credentials: { client_email: key.client_email, private_key: key.private_key } });
const withToken = options => ({ ...options, headers: { ...Object.fromEntries(new Headers(options.headers)), authorization: "Bearer a token of the stand-in" } });
auth.authorizeRequest = async options => withToken(options);
auth.request = async options => new Gaxios().request(withToken(options));
const storage = new Storage({ apiEndpoint: endpoint, projectId: "chs", authClient: auth, useAuthWithCustomEndpoint: true, retryOptions: { maxRetries: 1 } });

// Its resumable uploads forget to log in at addresses that aren't Google's: an interceptor says it for them.
storage.interceptors.push({ request: withToken });
const bucket = storage.bucket(bucketName);
const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, i) => i % 251));
for (const resumable of [false, true]) {
  const file = bucket.file(`js/round trip ${resumable}.bin`);
  await file.save(bytes, { resumable, contentType: "application/x-test", metadata: { cacheControl: "no-cache" } });
  assert.ok((await file.download())[0].equals(bytes), "whole");
  assert.ok((await file.download({ start: 5, end: 14, validation: false }))[0].equals(bytes.subarray(5, 15)), "part");
  const [metadata] = await file.getMetadata();
  assert.equal(metadata.contentType, "application/x-test");
  assert.equal(metadata.cacheControl, "no-cache");
  assert.equal(Number(metadata.size), bytes.length);
}
const once = bucket.file("js/once", { preconditionOpts: { ifGenerationMatch: 0 } });
await once.save("1", { resumable: false });
await assert.rejects(once.save("2", { resumable: false }), error => error.code === 412);
const [files] = await bucket.getFiles({ prefix: "js/" });
assert.deepEqual(files.map(f => f.name), ["js/once", "js/round trip false.bin", "js/round trip true.bin"]);
const [address] = await bucket.file("js/once").getSignedUrl({ version: "v4", action: "read", expires: Date.now() + 60_000 });
assert.equal(await (await fetch(address)).text(), "1");
assert.equal((await fetch(address.replace("once", "twice"))).status, 403);
await bucket.file("js/once").delete();
assert.deepEqual(await bucket.file("js/once").exists(), [false]);
console.log("round trip done");

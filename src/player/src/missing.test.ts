import assert from "node:assert/strict";
import { test } from "node:test";
import { missingPackage } from "./missing.js";

test("whether a missing package is there may be asked", async () => {
  const missing = missingPackage("chsRecord", () => assert.fail());
  assert.equal(typeof missing, "object");
  assert.ok(missing);
  assert.equal("VideoConfigPlugin" in missing, false);
  assert.equal(String(missing), "[object Object]");
  assert.equal(JSON.stringify(missing), "{}");
  assert.equal(await Promise.resolve(missing), missing);
});

test("using it fails with a sentence that the researchers get too", () => {
  const reported: unknown[] = [];
  const missing = missingPackage("chsRecord", (error) => reported.push(error)) as { VideoConfigPlugin: unknown };
  assert.throws(() => missing.VideoConfigPlugin, /chsRecord\.VideoConfigPlugin isn't part of this site's own scripts/);
  assert.match((reported[0] as Error).message, /manifest 'lookit'/);
});

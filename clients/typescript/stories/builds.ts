// A researcher follows a build, cancels it, and sees its end. No worker takes it meanwhile.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect, followBuild, Refusal } from "chs-client";
import { logIn, site } from "./site.js";

const { url } = site();
const researcher = await logIn(url, "researcher@demo.chs", "let us try CHS");
const { data: labs } = await researcher.listLabs({ query: { set: "mine" } });
const [lab] = labs.items;
assert.ok(lab !== undefined);
const { data: study } = await researcher.createStudy({
  body: { labId: lab.id, type: "frameplayer", study: { name: "Frames", criteria: "All" } },
});
const { data: build } = await researcher.requestBuild({ path: { studyId: study.id } });

const kinds: string[] = [];
for await (const event of followBuild(researcher, build.id)) {
  if (kinds.length === 0) await researcher.cancelBuild({ path: { buildId: build.id } });
  kinds.push(event.kind);
}
assert.ok(kinds.length >= 2 && kinds.every((kind) => kind === "state"), kinds.join());
await assert.rejects(
  async () => followBuild(researcher, study.id).next(),
  (error) => error instanceof Refusal && error.status === 404,
);

// A connection that is closed is no end: a site that closes it after one event.
const closing = createServer(({ url }, response) => {
  if (url?.endsWith("/events")) response.setHeader("Content-Type", "text/event-stream");
  else response.setHeader("Content-Type", "application/json");
  response.end(url?.endsWith("/events") ? 'id: 0\ndata: {"number":0,"kind":"state","text":"queued"}\n\n' : "{}");
});
await once(closing.listen(0, "localhost"), "listening");
const address = closing.address();
assert.ok(address !== null && typeof address === "object");
const followed = followBuild(connect(`http://localhost:${address.port}`), build.id);
assert.equal((await followed.next()).done, false);
await assert.rejects(async () => followed.next(), /The stream ended before the build did/);
closing.close();
console.log("The build's story has ended well.");

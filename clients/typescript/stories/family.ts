// A family's day.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { Refusal } from "chs-client";
import { signUpFamily, site, takePart } from "./site.js";

const { url } = site();
const { family, childId } = await signUpFamily(url, `${randomUUID()}@family.example`);

const { data: children } = await family.listChildren();
assert.deepEqual(children.items.map((child) => child.givenName), ["Mika"]);

// What is left out of a change stays.
await family.updateMe({ body: { nickname: "Ada's family" } });
const { data: me } = await family.getMe();
assert.deepEqual([me.nickname, me.givenName], ["Ada's family", "Ada"]);

const { data: open } = await family.listOpenStudies();
const faces = open.items.find((study) => study.name === "Faces");
assert.ok(faces !== undefined, "The demo's study isn't shown.");

const { data: started, response } = await family.startResponse({ path: { studyId: faces.id }, body: { childId } });
assert.equal(response.status, 201);
const { data: resumed } = await family.startResponse({ path: { studyId: faces.id }, body: { childId } });
assert.equal(resumed.resumed, true);
assert.equal(resumed.id, started.id);
await takePart(url, family, started.id);

const { data: sessions } = await family.listSessions();
assert.deepEqual(sessions.map((session) => [session.kind, session.isThisOne]), [["program", true]]);

await family.logOut();
await assert.rejects(
  async () => family.getMe(),
  (error) => error instanceof Refusal && error.status === 401 && error.code === "access.unauthenticated",
);
console.log("The family's story has ended well.");

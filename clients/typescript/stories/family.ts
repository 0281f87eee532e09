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

const { data: details } = await family.getOpenStudy({ path: { studyId: faces.id } });
assert.equal(details.contactInfo, "Robin Researcher, lab@demo.chs");

const { data: start, response } = await family.startResponse({ path: { studyId: faces.id }, body: { childId } });
assert.equal(response.status, 201);
const { data: resumed } = await family.startResponse({ path: { studyId: faces.id }, body: { childId } });
assert.equal(resumed.isResumed, true);
assert.ok(start.response !== null && resumed.response !== null, "jsPsych sessions are opened here.");
assert.equal(resumed.response.id, start.response.id);
await takePart(resumed.open.url, start.response.id);

// What the family sees of it afterwards.
const { data: own } = await family.listMyResponses();
assert.deepEqual(
  own.items.map((session) => [session.id, session.study.name, session.child.name, session.isCompleted]),
  [[start.response.id, "Faces", "Mika", true]],
);
const { data: whole } = await family.getMyResponse({ path: { responseId: start.response.id } });
assert.deepEqual(whole.feedback, []);

const { data: sessions } = await family.listSessions();
assert.deepEqual(sessions.items.map((session) => [session.kind, session.isThisOne]), [["program", true]]);

await family.logOut();
await assert.rejects(
  async () => family.getMe(),
  (error) => error instanceof Refusal && error.status === 401 && error.code === "access.unauthenticated",
);
console.log("The family's story has ended well.");

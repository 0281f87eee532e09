// A researcher's day, from the first log-in to the data.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { connect, ifMatch, Refusal, type StudyStep } from "chs-client";
import { logIn, mailedToken, password, signUpFamily, site, takePart } from "./site.js";

const { url, mails } = site();
const demo = "let us try CHS";
const email = `${randomUUID()}@uni.example`;

await connect(url).signUp({ body: { email, password, givenName: "Grace", familyName: "Example" } });
const researcher = await logIn(url, email, password);
await researcher.becomeResearcher({ body: { password, givenName: "Grace", familyName: "Example" } });
await connect(url).confirmEmail({ body: { token: await mailedToken(mails, email), password } });
const { data: me } = await researcher.getMe();
assert.ok(me.isResearcher && me.isEmailConfirmed);

// A lab, with a picture.
const { data: lab } = await researcher.createLab({
  body: { name: `Lab ${randomUUID()}`, institution: "Uni", principalInvestigator: "Grace Example", contactEmail: email },
});
const badge = new Blob([Buffer.from(tinyPicture(), "base64")], { type: "image/png" });
await researcher.setLabPicture({ path: { labId: lab.id, which: "badge" }, body: badge });
const administrator = await logIn(url, "admin@demo.chs", demo);
await administrator.approveLab({ path: { labId: lab.id } });

// A study: what is null is cleared, and what is absent stays.
const { data: study } = await researcher.createStudy({
  body: {
    labId: lab.id,
    type: "jsPsych",
    study: { name: "Zebras", experiment: "1", criteria: "All", purpose: "To see", irbUntil: "2030-01-01" },
  },
});
const path = { studyId: study.id };
const read = await researcher.getStudy({ path });
const cleared = await researcher.updateStudy({ path, headers: ifMatch(read), body: { irbUntil: null } });
assert.deepEqual([cleared.data.irbUntil, cleared.data.purpose], [null, "To see"]);
await assert.rejects(
  async () => researcher.updateStudy({ path, headers: ifMatch(read), body: { purpose: "Too late" } }),
  (error) => error instanceof Refusal && error.code === "version.stale" && error.problem.currentVersion !== null,
);

// Through review to families.
const submission: StudyStep = { step: "submit", declarations: { deception: { applies: false } } };
await researcher.moveStudy({ path, body: submission });
const reviewer = await logIn(url, "reviewer@demo.chs", demo);
const { data: queue } = await reviewer.listReviewQueue({ query: { limit: 100 } });
assert.ok(queue.items.some((waiting) => waiting.id === study.id));
await reviewer.moveStudy({ path, body: { step: "approve", comments: "Good luck." } });
const { data: active } = await researcher.moveStudy({ path, body: { step: "activate" } });
assert.equal(active.state, "active");

// A colleague of the lab joins.
const colleagueEmail = `${randomUUID()}@uni.example`;
await connect(url).signUp({
  body: { email: colleagueEmail, password, givenName: "Hedy", familyName: "Example", isResearcher: true },
});
await connect(url).confirmEmail({ body: { token: await mailedToken(mails, colleagueEmail), password } });
const colleague = await logIn(url, colleagueEmail, password);
await colleague.requestToJoinLab({ path: { labId: lab.id } });
const { data: colleagueAccount } = await colleague.getMe();
await researcher.setLabRole({ path: { labId: lab.id, accountId: colleagueAccount.id }, body: { role: "member" } });
await researcher.setStudyRole({
  path: { studyId: study.id, accountId: colleagueAccount.id },
  body: { role: "analysis" },
});
const { data: people } = await colleague.listStudyResearchers({ path });
assert.ok(people.items.some((person) => person.accountId === colleagueAccount.id && person.role === "analysis"));

// Data: a consent is ruled, and then they can be read.
const { family, childId } = await signUpFamily(url, `${randomUUID()}@family.example`);
const { data: start } = await family.startResponse({ path, body: { childId } });
assert.ok(start.response !== null, "jsPsych sessions are opened here.");
const started = start.response;
await takePart(start.open.url, started.id);
const { data: pending } = await researcher.listResponses({ path, query: { consent: "pending" } });
assert.deepEqual(pending.items.map((response) => response.id), [started.id]);
await researcher.ruleConsent({ path: { studyId: study.id, responseId: started.id }, body: { ruling: "accepted" } });
const { data: accepted } = await researcher.listResponses({ path });
assert.deepEqual(accepted.items.map((response) => response.isCompleted), [true]);

const csv = await researcher.exportResponsesCsv({ path, parseAs: "stream" });
assert.ok(csv.response.body !== null);
let text = "";
for await (const part of csv.response.body.pipeThrough(new TextDecoderStream())) text += part;
assert.equal(text.trimEnd().split("\r\n").length, 2);
assert.ok(text.includes(started.id));

await researcher.logOut();
console.log("The researcher's story has ended well.");

/** A square of one pixel. */
function tinyPicture(): string {
  return "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
}

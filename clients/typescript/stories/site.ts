// What is around the client in a story: the mails that people get, and the page on which a family takes part.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Chs, connect } from "chs-client";

export const password = "seven green bottles stand";

/** The site's address, and the folder of the mails that it sends: this program's arguments. */
export function site(): { url: string; mails: string } {
  const [, , url, mails] = process.argv;
  assert.ok(url !== undefined && mails !== undefined, "The site's address and the folder of its mails are missing.");
  return { url, mails };
}

/** Logs in with a password. */
export async function logIn(url: string, email: string, password: string): Promise<Chs> {
  const { data } = await connect(url).createSessionKey({ body: { email, password } });
  return connect(url, data.key);
}

/** The token of the link in somebody's newest mail that has one. */
export async function mailedToken(mails: string, to: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++, await setTimeout(100)) {
    for (const file of await readdir(mails).catch(() => [])) {
      const mail = (await readFile(join(mails, file), "utf8")).replaceAll("=\r\n", "").replaceAll("=3D", "=");
      const token = /token=([\w-]+)/.exec(mail)?.[1];
      if (mail.includes(to) && token !== undefined) return token;
    }
  }
  throw new Error(`There is no mail to ${to} with a link.`);
}

/** Takes part in a study as the page of an experiment does: it saves by v2, with a key of the family. */
export async function takePart(url: string, family: Chs, response: string): Promise<void> {
  const { data: token } = await family.createToken({ body: { label: "the experiment's page", validDays: 1 } });
  const attributes = { exp_data: [{ trial: 0, rt: 512 }], completed_consent_frame: true, completed: true };
  const saved = await fetch(`${url}/api/v2/responses/${response}/`, {
    method: "PATCH",
    headers: { Authorization: `Token ${token.key}`, "Content-Type": "application/vnd.api+json" },
    body: JSON.stringify({ data: { id: response, type: "responses", attributes } }),
  });
  assert.equal(saved.status, 200, await saved.text());
  await family.revokeToken({ path: { tokenId: token.id } });
}

/** Signs a family with a child up. */
export async function signUpFamily(url: string, email: string): Promise<{ family: Chs; childId: string }> {
  await connect(url).signUp({ body: { email, password, givenName: "Ada", familyName: "Example" } });
  const family = await logIn(url, email, password);
  const { data: child } = await family.createChild({
    body: { givenName: "Mika", birthday: "2022-03-01", languages: ["en"] },
  });
  return { family, childId: child.id };
}

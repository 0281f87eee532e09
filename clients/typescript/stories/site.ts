// What is around the client in a story: the mails that people get, and the page on which a family takes part.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
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

/**
 * Takes part in a study as a browser does: it opens the address of the start, presses the button, and saves by v2 with
 * the key to the play, which the play host gives as a cookie.
 */
export async function takePart(open: string, response: string): Promise<void> {
  const start = new URL(open);
  const form = "application/x-www-form-urlencoded";
  const asked = await send(start, "POST", start.pathname, form, `code=${start.hash.slice(1)}`);
  const ticket = /name="ticket" value="([^"]+)"/.exec(asked.text)?.[1];
  assert.ok(ticket !== undefined, asked.text);
  const entered = await send(start, "POST", "/play/enter", form, `ticket=${ticket}`, asked.cookies);
  assert.equal(entered.status, 303, entered.text);
  const attributes = { exp_data: [{ trial: 0, rt: 512 }], completed_consent_frame: true, completed: true };
  const document = JSON.stringify({ data: { id: response, type: "responses", attributes } });
  const path = `/api/v2/responses/${response}/`;
  const saved = await send(start, "PATCH", path, "application/vnd.api+json", document, entered.cookies);
  assert.equal(saved.status, 200, saved.text);
}

/** Sends a request to a play host. Browsers find names below localhost on this machine; Node.js has to be told. */
async function send(host: URL, method: string, path: string, type: string, body: string, cookies = "") {
  const headers = { Host: host.host, "Content-Type": type, "Content-Length": Buffer.byteLength(body), Cookie: cookies };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: host.port, method, path, headers }, resolve);
    sent.on("error", reject);
    sent.end(body);
  });
  const set = answer.headers["set-cookie"] ?? [];
  return {
    status: answer.statusCode,
    text: await text(answer),
    cookies: set.map((cookie) => cookie.split(";")[0]).join("; "),
  };
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

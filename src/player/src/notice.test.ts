import assert from "node:assert/strict";
import { test } from "node:test";
import { Notice } from "./notice.js";
import { FakePage } from "./support.js";

const play = { contact: " Ada <ada@lab.example> ", siteUrl: "https://example.org/" };

function shown(of = play) {
  const page = new FakePage();
  let reloads = 0;
  const notice = new Notice(page as unknown as Document, of, () => reloads++);
  const alerts = () => page.documentElement.all().filter((element) => element.attributes.get("role") === "alert");
  return { page, notice, alerts, reloads: () => reloads };
}

test("a failure says what to do and whom to ask, and takes the loader away", () => {
  const { page, notice, alerts, reloads } = shown();
  const loader = page.createElement("div");
  loader.id = "chs-loader";
  page.documentElement.append(loader);
  notice.showFailure();
  assert.equal(alerts().length, 1);
  const [alert] = alerts();
  assert.equal(alert!.parent, page.documentElement);
  assert.match(alert!.textContent, /couldn't be started.*nothing wrong.*no answers were lost/);
  assert.match(alert!.textContent, /tell the researchers: Ada <ada@lab.example>\./);
  assert.equal(page.getElementById("chs-loader"), null);
  const [button] = alert!.all().filter(({ localName }) => localName === "button");
  button!.dispatchEvent(new Event("click"));
  assert.equal(reloads(), 1);
});

test("in a preview a failure says why", () => {
  const { notice, alerts } = shown();
  notice.showFailure(["Error: x is missing – /play/experiment/r.js:3:7", "Script error."]);
  assert.match(alerts()[0]!.textContent, /Only previews show why:Error: x is missing – \/play\/experiment\/r\.js:3:7Script error\./);
  notice.withdraw();
  notice.showFailure();
  assert.doesNotMatch(alerts()[0]!.textContent, /previews/);
});

test("without a contact the sentence is still one", () => {
  const { notice, alerts } = shown({ ...play, contact: "" });
  notice.showFailure();
  assert.match(alerts()[0]!.textContent, /please tell the researchers\./);
});

test("a failure goes when the experiment begins after all", () => {
  const { notice, alerts } = shown();
  notice.showFailure();
  notice.withdraw();
  assert.equal(alerts().length, 0);
  notice.showFailure();
  assert.equal(alerts().length, 1);
});

test("that the play was ended is said once, above everything, and replaced by no failure", () => {
  const { notice, alerts } = shown();
  notice.showFailure();
  notice.showEnd(false);
  notice.showEnd(true);
  notice.showFailure();
  notice.withdraw();
  assert.equal(alerts().length, 1);
  const [alert] = alerts();
  assert.match(alert!.textContent, /was ended here, because another one was begun in this browser, or because somebody logged out/);
  assert.match(alert!.textContent, /stays in this browser/);
  assert.equal(alert!.all().find(({ localName }) => localName === "a")!.href, "https://example.org/");
});

test("the same is not said twice, so that it isn't read out again", () => {
  const { notice, alerts } = shown();
  notice.showEnd(true);
  const [first] = alerts();
  notice.showEnd(true);
  assert.equal(alerts()[0], first);
});

test("an experiment that fills the screen hides no message", () => {
  const { page, notice } = shown();
  page.fullscreenElement = page.createElement("video");
  notice.showEnd(false);
  assert.equal(page.fullscreenElement, null);
  page.fullscreenElement = page.documentElement;
  notice.showEnd(true);
  assert.equal(page.fullscreenElement, page.documentElement);
});

test("nothing is promised that isn't kept", () => {
  const { notice, alerts } = shown();
  notice.showEnd(false);
  assert.doesNotMatch(alerts()[0]!.textContent, /stays in this browser/);
});

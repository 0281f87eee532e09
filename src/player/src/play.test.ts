import assert from "node:assert/strict";
import { test } from "node:test";
import { takePlay } from "./play.js";
import { FakePage } from "./support.js";

function pageWith(text: string): FakePage {
  const page = new FakePage();
  const element = page.createElement("script");
  element.id = "chs-play";
  element.textContent = text;
  page.documentElement.append(element);
  return page;
}

const take = (page: FakePage) => takePlay(page as unknown as Document);

test("the play is taken out of the page", () => {
  const page = pageWith('{"response":"r","runner":"frameplayer","person":"p"}');
  const play = take(page);
  assert.deepEqual([play.response, play.runner, play.person, play.contact], ["r", "frameplayer", "p", ""]);
  assert.equal(page.getElementById("chs-play"), null);
});

test("a page that says nothing readable doesn't fail", () => {
  for (const page of [new FakePage(), pageWith("{"), pageWith("null")]) assert.equal(take(page).response, null);
});

import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Lookout } from "./lookout.js";

function watching(context: TestContext) {
  context.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  let loaded: (() => void)[] | undefined;
  const view = {
    begun: false,
    empty: true,
    hasBegun: () => view.begun,
    isEmpty: () => view.empty,
    whenLoaded: (action: () => void) => (loaded ? void loaded.push(action) : action()),
  };
  const load = (): void => loaded?.forEach((action) => action());
  const beLoading = (): void => void (loaded = []);
  const said: string[] = [];
  const lookout = new Lookout(view, () => said.push("failed"), () => said.push("withdrawn"), () => said.push("stalled"));
  return { view, said, lookout, load, beLoading, pass: (milliseconds: number) => context.mock.timers.tick(milliseconds) };
}

test("an error before the experiment's code runs means nothing", (context) => {
  const { said, lookout, pass } = watching(context);
  lookout.errorMet();
  pass(60_000);
  assert.deepEqual(said, []);
});

test("a page that stays empty after an error has failed", (context) => {
  const { said, lookout, pass } = watching(context);
  lookout.expect();
  lookout.errorMet();
  pass(4_999);
  assert.deepEqual(said, []);
  pass(1);
  assert.deepEqual(said, ["failed"]);
});

test("a page isn't empty for long while its files are still coming", (context) => {
  const { said, lookout, load, beLoading, pass } = watching(context);
  beLoading();
  lookout.expect();
  lookout.errorMet();
  pass(60_000);
  assert.deepEqual(said, []);
  load();
  pass(5_000);
  assert.deepEqual(said, ["failed"]);
});

test("an error doesn't matter when the page shows something", (context) => {
  const { view, said, lookout, pass } = watching(context);
  lookout.expect();
  lookout.errorMet();
  view.empty = false;
  pass(60_000);
  assert.deepEqual(said, []);
});

test("an experiment that has begun doesn't fail, although it is empty for a while", (context) => {
  const { view, said, lookout, pass } = watching(context);
  lookout.expect();
  view.begun = true;
  pass(500);
  view.begun = false;
  lookout.errorMet();
  lookout.moduleFailed();
  pass(60_000);
  // What stopped it, if anything did, isn't known.
  assert.deepEqual(said, ["withdrawn", "stalled"]);
});

test("a module that failed has failed, whatever else the page shows, unless it had started jsPsych", (context) => {
  const { view, said, lookout, pass } = watching(context);
  lookout.expect();
  view.empty = false;
  lookout.moduleFailed();
  pass(1_000);
  assert.deepEqual(said, ["failed"]);
});

test("what fails before the experiment's code runs has failed at once", (context) => {
  const { said, lookout } = watching(context);
  lookout.moduleFailed();
  assert.deepEqual(said, ["failed"]);
});

test("a failure is taken back when the experiment begins late", (context) => {
  const { view, said, lookout, pass } = watching(context);
  lookout.expect();
  lookout.moduleFailed();
  pass(2_000);
  view.begun = true;
  pass(500);
  assert.deepEqual(said, ["failed", "withdrawn"]);
});

test("a page that shows nothing once its module has ended has failed, and researchers are told", (context) => {
  const { said, lookout, pass } = watching(context);
  lookout.expect();
  lookout.moduleEnded(() => said.push("reported"));
  pass(5_000);
  assert.deepEqual(said, ["reported", "failed"]);
});

test("a module may end when the page shows something", (context) => {
  const { view, said, lookout, pass } = watching(context);
  lookout.expect();
  lookout.moduleEnded(() => said.push("reported"));
  view.empty = false;
  pass(60_000);
  assert.deepEqual(said, []);
});

test("a study that shows nothing for a while after an error may have stopped, until it shows something", (context) => {
  const { view, said, lookout, pass } = watching(context);
  view.begun = true;
  lookout.expect();
  lookout.errorMet();
  said.length = 0;
  pass(5_000);
  assert.deepEqual(said, ["stalled"]);
  view.empty = false;
  pass(500);
  assert.deepEqual(said, ["stalled", "withdrawn"]);
});

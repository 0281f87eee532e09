import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { startExperiment, type Globals } from "./start.js";

interface Changes {
  globals?: Partial<Globals>;
  importModule?: () => Promise<unknown>;
  experiment?: string | null;
  isReported?: boolean;
}

function surroundings(changes: Changes = {}) {
  const steps: string[] = [];
  const step = (name: string) => () => void steps.push(name);
  const initJsPsych = () => undefined;
  const globals: Globals = {
    chsData: { load: async (response) => void steps.push(`load ${response}`) },
    chsInitJsPsych: (response) => (steps.push(`init ${response}`), initJsPsych),
    ...changes.globals,
  };
  const cleared = new Promise<void>((resolve) => setTimeout(() => (steps.push("cleared"), resolve()), 5));
  const run = () =>
    startExperiment({
      page: {
        response: "r",
        experiment: changes.experiment === undefined ? "/play/experiment/r.js" : changes.experiment,
        cleared,
        report: (error) => void steps.push(`report ${(error as Error).message}`),
        expectExperiment: step("expect"),
        fail: step("fail"),
        ended: step("ended"),
      },
      globals,
      importModule: async (address) => {
        steps.push(`import ${address}`);
        await changes.importModule?.();
      },
      reportSyntaxError: async () => changes.isReported ?? false,
      watchLoader: step("watch loader"),
      removeLoader: step("remove loader"),
    });
  return { steps, globals, initJsPsych, run };
}

test("the experiment runs after everything is cleared and loaded, with the globals that it expects", async () => {
  const { steps, globals, initJsPsych, run } = surroundings();
  await run();
  assert.deepEqual(steps, [
    "cleared", "load r", "init r", "watch loader", "expect", "import /play/experiment/r.js", "ended", "remove loader",
  ]);
  assert.equal(globals.initJsPsych, initJsPsych);
  assert.deepEqual(Object.getOwnPropertyDescriptor(globals, "responseUuid"), {
    value: "r", writable: true, configurable: true, enumerable: true,
  });
});

const fail = (message: string) => async (): Promise<never> => { throw new Error(message); };

for (const [name, changes, message] of [
  ["a session that can't be loaded", { globals: { chsData: { load: fail("offline") } } }, "offline"],
  ["missing packages", { globals: { chsData: undefined } }, "chsData is missing"],
  ["a missing adapter", { globals: { chsInitJsPsych: undefined } }, "chsInitJsPsych is missing"],
  ["a module that fails", { importModule: fail("jsPsychFoo is not defined") }, "jsPsychFoo is not defined"],
  ["a page without an experiment", { experiment: null }, "the page doesn't say what it plays"],
] as const) {
  test(`${name}: the loader goes, the family is told, and the researchers learn why`, async () => {
    const log = mock.method(console, "error", () => undefined);
    const { steps, run } = surroundings(changes);
    await run();
    assert.deepEqual(steps.slice(-4), ["fail", "remove loader", `report ${message}`, "remove loader"]);
    assert.equal(log.mock.callCount(), 1);
    log.mock.restore();
  });
}

test("an error that the browser has reported with its place isn't reported once more", async () => {
  const log = mock.method(console, "error", () => undefined);
  const { steps, run } = surroundings({ importModule: fail("Unexpected token"), isReported: true });
  await run();
  assert.deepEqual(steps.slice(-3), ["fail", "remove loader", "remove loader"]);
  log.mock.restore();
});

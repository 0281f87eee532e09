import assert from "node:assert/strict";
import { test } from "node:test";
import { prepareTimeline } from "./timeline.js";

class Plain {}
class Marked {
  static chsData(): Record<string, unknown> { return { chs_type: "exit" }; }
}

test("trials get the data that their plugins declare, wherever they stand", () => {
  const [first, block, list] = [{ type: Marked, data: { own: 1 } }, { type: Marked }, { type: Marked }];
  prepareTimeline([first, { timeline: [block] }, [list]]);
  assert.deepEqual(first, { type: Marked, data: { own: 1, chs_type: "exit" } });
  assert.deepEqual([block, list], Array(2).fill({ type: Marked, data: { chs_type: "exit" } }));
});

test("what a plugin declares wins over a trial's own data, as with the published packages", () => {
  const trial = { type: Marked, data: { chs_type: "mine" } };
  prepareTimeline([trial]);
  assert.equal(trial.data.chs_type, "exit");
});

test("the timeline stays the experiment's own, so that it can be changed while the study runs", () => {
  const trial = { type: Plain, get stimulus() { return "now"; } };
  const block = { timeline: [trial] };
  const timeline = [trial, [trial], block];
  assert.equal(prepareTimeline(timeline), timeline);
  assert.deepEqual(timeline, [trial, [trial], block]);
  assert.equal(Object.getOwnPropertyDescriptor(trial, "stimulus")?.get !== undefined, true);
});

test("trials below a trial's own timeline take its plugin", () => {
  const inner = [{ stimulus: "a" }, { stimulus: "b" }];
  prepareTimeline([{ type: Plain, timeline: inner }]);
  assert.deepEqual(inner, [{ stimulus: "a" }, { stimulus: "b" }]);
});

test("blocks and lists below a block take its plugin, too", () => {
  const inner = [{ timeline: [{ stimulus: "a" }] }, [{ stimulus: "b" }]];
  assert.deepEqual(prepareTimeline({ type: Plain, timeline: inner }).timeline, [{ timeline: [{ stimulus: "a" }] }, [{ stimulus: "b" }]]);
});

const faults: [string, unknown, RegExp][] = [
  ["a plugin that isn't there", [{ type: Plain }, { type: undefined, stimulus: "x" }], /type of a trial.*"stimulus":"x"/],
  ["no plugin", [{ stimulus: "x" }], /type of a trial/],
  ["below a block", [{ timeline: [[{ type: null }]] }], /type of a trial/],
  ["no list", [{ timeline: { type: Plain } }], /timeline that is a list/],
  ["nothing", [undefined], /neither a trial nor a list/],
  ["a name", ["trial"], /neither a trial nor a list/],
  ["no timeline at all", undefined, /neither a trial nor a list/],
];

for (const [name, timeline, message] of faults) {
  test(`a timeline that can't be played fails before its first trial: ${name}`, () => {
    assert.throws(() => prepareTimeline(timeline), message);
  });
}

test("a message says where, also of what can't be written down", () => {
  const trial: Record<string, unknown> = { type: undefined };
  trial.self = trial;
  assert.throws(() => prepareTimeline([trial]), /type of a trial/);
});

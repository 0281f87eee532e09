import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { JsPsych } from "jspsych";
import { defaultHighlight, endOnce, showHotspots, showPrompt, showStimulus } from "./hotspots.js";
import { FakeElement, FakePage } from "./support.js";

class Pointer extends Event {
  constructor(type: string, readonly clientX = 0, readonly clientY = 0) { super(type); }
}

Object.assign(globalThis, { document: new FakePage() });

const trial = {
  stimulus: "a.png",
  hotspots: [
    { id: "all", x: 0, y: 0, width: 300, height: 200 },
    { id: "left", x: 5, y: 6, width: 100, height: 50 },
  ],
  trial_duration: null,
  hotspot_highlight_css: defaultHighlight,
  prompt: "<p>Choose</p>",
};

let display: FakeElement;
let responses: object[];

beforeEach(() => {
  display = new FakeElement("div");
  const stimulus = new FakeElement("img");
  const plugin = "image-hotspots";
  const [shownIn, shown] = [display, stimulus] as unknown as [HTMLElement, HTMLElement];
  const container = showStimulus(shownIn, shown, plugin);
  responses = [];
  showHotspots({ container, stimulus: shown, plugin }, trial, (response) => responses.push(response));
});

const region = (id: string): FakeElement => display.all().find(({ dataset }) => dataset.hotspotId === id)!;

test("stimulus and regions have the names by which experiments find them", () => {
  assert.deepEqual(display.all().map(({ id, className }) => id || className), [
    "jspsych-image-hotspots-container",
    "jspsych-image-hotspots-stimulus",
    "jspsych-image-hotspots-hotspot",
    "jspsych-image-hotspots-hotspot",
  ]);
  assert.match(region("left").style.cssText!, /left: 5px; top: 6px; width: 100px; height: 50px;/);
});

test("a region is marked while it is pressed", () => {
  const marks = () => display.all().filter(({ className }) => className === "jspsych-image-hotspots-highlight");
  region("left").dispatchEvent(new Pointer("pointerdown"));
  assert.equal(marks().length, 1);
  assert.match(marks()[0]!.style.cssText!, /yellow.*left: 5px/);
  region("left").dispatchEvent(new Pointer("pointerup"));
  assert.equal(marks().length, 0);
});

test("the first click is the response, in whole pixels of the stimulus", () => {
  region("left").dispatchEvent(new Pointer("click", 30.6, 45.2));
  region("all").dispatchEvent(new Pointer("click", 1, 1));
  assert.equal(responses.length, 1);
  const { rt, ...response } = responses[0] as { rt: number };
  assert.deepEqual(response, { hotspot_clicked: "left", click_x: 21, click_y: 25 });
  assert.ok(Number.isInteger(rt) && rt >= 0);
});

test("the prompt stands below, and none is none", () => {
  showPrompt(display as unknown as HTMLElement, trial);
  assert.equal(display.children.at(-1), "<p>Choose</p>");
  showPrompt(display as unknown as HTMLElement, { ...trial, prompt: null });
  assert.equal(display.children.length, 2);
});

test("a trial ends once, and its timers with it", () => {
  const finished: object[] = [];
  let cleared = 0;
  const end = endOnce({
    finishTrial: (data: object) => finished.push(data),
    pluginAPI: { clearAllTimeouts: () => cleared++ },
  } as unknown as JsPsych);
  end({ rt: 1 });
  end({ rt: null });
  assert.deepEqual([finished, cleared], [[{ rt: 1 }], 1]);
});
